// SPDX-License-Identifier: MIT
#include "cli/format.h"

#include <cstdlib>

#include "cli/format_json.h"
#include "cli/format_sh.h"
#include "cli/format_table.h"
#include "cli/format_template.h"
#include "cli/format_tsv.h"
#include "cli/number.h"
#include "program/console.h"

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

bool has_tables() {
    return true;
}

void ServiceOutput::add(TextBuffer& out, const FoundServiceView& found, TimeUs now_us) {
    switch (format_.kind) {
        case FormatKind::table:
            append_as_tsv(table_.rows(), found);
            if (due_us_ == never_us) due_us_ = now_us + held_max_us;
            if (table_.rows().size() > held_bytes_max) due_us_ = now_us;
            return;
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
            append_by_template(out, format_.template_text, found);
            break;
    }
    if (format_.with_nul) out.replace_last('\0');
}

void ServiceOutput::flush(TextBuffer& out, std::size_t line_cells) {
    due_us_ = never_us;
    table_.print(out, service_columns, line_cells);
}

std::size_t output_line_cells() {
    if (!is_terminal(StandardStream::output)) return 0;
    const char* const given = std::getenv("COLUMNS");
    std::uint64_t cells = 0;
    if (given != nullptr && parse_unsigned(given, UINT16_MAX, cells) && cells != 0) {
        return static_cast<std::size_t>(cells);
    }
    return terminal_columns(StandardStream::output);
}

}  // namespace mpdisc::cli
