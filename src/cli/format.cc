// SPDX-License-Identifier: MIT
#include "cli/format.h"

#include "cli/format_json.h"
#include "cli/format_sh.h"
#include "cli/format_table.h"
#include "cli/format_template.h"
#include "cli/format_tsv.h"

namespace mpdisc::cli {

namespace {

struct FormatName {
    char name[6];
    FormatKind kind;
};

constexpr FormatName format_names[] = {
    {"table", FormatKind::table},
    {"tsv", FormatKind::tsv},
    {"json", FormatKind::json},
    {"sh", FormatKind::sh},
};

}  // namespace

bool parse_format(std::string_view text, Format& out, TextBuffer& reason) {
    if (text.find('{') != std::string_view::npos) {
        if (!check_template(text, reason)) return false;
        out = {FormatKind::by_template, text};
        return true;
    }
    for (const FormatName& known : format_names) {
        if (text != known.name) continue;
        out = {known.kind, {}};
        return true;
    }
    reason.append("it must be table, tsv, json, sh or a template like '{name} {endpoint}'");
    return false;
}

void append_service(TextBuffer& out, const Format& format, const FoundService& found,
                    bool is_first) {
    switch (format.kind) {
        case FormatKind::table:
            if (is_first) append_table_header(out);
            append_as_table_row(out, found);
            return;
        case FormatKind::tsv:
            append_as_tsv(out, found);
            return;
        case FormatKind::json:
            append_as_json(out, found);
            return;
        case FormatKind::sh:
            append_as_sh(out, found);
            return;
        case FormatKind::by_template:
            append_by_template(out, format.template_text, found);
            return;
    }
}

}  // namespace mpdisc::cli
