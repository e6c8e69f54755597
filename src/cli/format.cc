// SPDX-License-Identifier: MIT
#include "cli/format.h"

#include "cli/format_json.h"
#include "cli/format_sh.h"
#include "cli/format_template.h"
#include "cli/format_tsv.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

struct FormatName {
    char name[12];
    FormatKind kind;
};

constexpr FormatName format_names[] = {
    {"table", FormatKind::table}, {"tsv", FormatKind::tsv},
    {"json", FormatKind::json},   {"openmetrics", FormatKind::openmetrics},
    {"sh", FormatKind::sh},
};

}  // namespace

bool parse_format(std::string_view text, Format& out, TextBuffer& reason) {
    if (begins_with(text, "@")) {
        out.kind = FormatKind::by_file;
        out.text = slice(text, 1);
        return true;
    }
    if (text.find('{') != std::string_view::npos) {
        TemplateMistake mistake;
        if (!check_template({text}, mistake)) {
            reason.append(mistake.reason.view());
            return false;
        }
        out.kind = FormatKind::by_template;
        out.text = text;
        return true;
    }
    for (const FormatName& known : format_names) {
        if (text != known.name) continue;
        out.kind = known.kind;
        return true;
    }
    reason.append("it must be table, tsv, json, sh, openmetrics, @NAME or a template");
    return false;
}

bool has_tables() {
    return true;
}

void append_service(TextBuffer& out, const Format& format, const FoundServiceView& found) {
    switch (format.kind) {
        case FormatKind::table:
        case FormatKind::tsv:
            append_as_tsv(out, found);
            break;
        case FormatKind::json:
            append_as_json(out, found);
            break;
        case FormatKind::sh:
            append_as_sh(out, found);
            break;
        case FormatKind::by_template:
            append_by_template(out, {format.text}, found);
            out.append("\n");
            break;
        case FormatKind::by_file:
        case FormatKind::openmetrics:
            expects(false);
    }
    if (format.with_nul) out.replace_last('\0');
}

}  // namespace mpdisc::cli
