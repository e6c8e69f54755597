// SPDX-License-Identifier: MIT
#include "cli/watch_output.h"

#include "cli/event_table.h"
#include "cli/event_words.h"
#include "cli/format_json.h"
#include "cli/format_sh.h"
#include "cli/format_template.h"
#include "cli/format_tsv.h"
#include "cli/variables.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

constexpr auto columns_with_time = columns_after({{"", 0, 1}, {"TIME", 0, 24}});
static_assert(columns_with_time.size() <= Table::columns_max);

}  // namespace

void WatchOutput::add(TextBuffer& out, const WatchEvent& event, std::string_view time,
                      TimeUs now_us) {
    switch (format_.kind) {
        case FormatKind::table:
            return add_row(event, time, now_us);
        case FormatKind::tsv:
            append_tsv_line(out, event, time);
            break;
        case FormatKind::json:
            append_json_line(out, event, time);
            break;
        case FormatKind::sh:
            append_sh_line(out, event, time);
            break;
        case FormatKind::by_template:
            // A line of a user's own has the fields of a service.
            if (event.type == WatchEventType::synced) return;
            append_template_line(out, event, time);
            break;
        case FormatKind::openmetrics:
        case FormatKind::by_file:
            expects(false);
    }
    if (format_.with_nul) out.replace_last('\0');
}

void WatchOutput::append_template_line(TextBuffer& out, const WatchEvent& event,
                                       std::string_view time) const {
    TemplateValues values;
    values.event = {to_text(event.type), time};
    append_by_template(out, {format_.text}, event.service, values);
    out.append("\n");
}

void WatchOutput::add_row(const WatchEvent& event, std::string_view time, TimeUs now_us) {
    if (event.type == WatchEventType::synced) {
        is_synced_ = true;
    } else {
        TextBuffer& rows = table_.rows();
        rows.append(sign_of(event.type)).append("\t");
        if (has_time_) rows.append(time).append("\t");
        append_as_tsv(rows, event.service);
    }
    const bool is_full = table_.rows().size() > ServiceOutput::held_bytes_max;
    if (is_synced_ || is_full) {
        due_us_ = now_us;
    } else if (due_us_ == never_us) {
        due_us_ = now_us + ServiceOutput::held_max_us;
    }
}

void WatchOutput::append_tsv_line(TextBuffer& out, const WatchEvent& event,
                                  std::string_view time) const {
    out.append(to_text(event.type));
    if (has_time_) out.append("\t").append(time);
    if (event.type == WatchEventType::synced) {
        out.append("\n");
    } else {
        out.append("\t");
        append_as_tsv(out, event.service);
    }
}

void WatchOutput::append_json_line(TextBuffer& out, const WatchEvent& event,
                                   std::string_view time) const {
    out.append("{\"event\":\"").append(to_text(event.type)).append("\"");
    if (has_time_) out.append(",\"time\":\"").append(time).append("\"");
    if (event.type != WatchEventType::synced) {
        out.append(",");
        append_json_members(out, event.service);
    }
    out.append("}\n");
}

void WatchOutput::append_sh_line(TextBuffer& out, const WatchEvent& event,
                                 std::string_view time) const {
    TextBuffer variables;
    append_event_variables(variables, event, has_time_ ? time : std::string_view());
    if (!variables.ok()) out.fail();
    if (event.type == WatchEventType::synced) {
        append_variables_without_service_as_sh(out, variables.view());
    } else {
        append_variables_as_sh(out, variables.view());
    }
}

void WatchOutput::flush(TextBuffer& out, std::size_t line_cells) {
    due_us_ = never_us;
    if (format_.kind != FormatKind::table) return;
    if (!format_.has_colours) return print_table(out, line_cells);
    TextBuffer plain;
    print_table(plain, line_cells);
    if (!plain.ok()) out.fail();
    append_coloured(out, plain.view());
}

void WatchOutput::print_table(TextBuffer& out, std::size_t line_cells) {
    const std::span shown = has_time_ ? std::span<const Column>(columns_with_time) : event_columns;
    table_.print(out, shown, line_cells);
    table_.print_titles(out, shown, line_cells);
}

void append_event_variables(TextBuffer& out, const WatchEvent& event, std::string_view time) {
    append_variable(out, "EVENT", to_text(event.type));
    if (!time.empty()) append_variable(out, "TIME", time);
    if (event.type != WatchEventType::synced) append_variables(out, event.service);
}

}  // namespace mpdisc::cli
