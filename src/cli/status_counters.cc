// SPDX-License-Identifier: MIT
#include "cli/status_counters.h"

#include "cli/duration.h"
#include "cli/fields.h"
#include "cli/json.h"
#include "cli/table.h"

namespace mpdisc::cli {
namespace {

constexpr std::uint8_t counter_width = 20;
constexpr std::uint8_t value_width = 10;
constexpr Title titles[] = {{"COUNTER", counter_width}, {"VALUE", value_width}, {"LAST FROM", 0}};

/// The last drop in words, or `-`.
void append_last_drop(TextBuffer& out, const std::optional<LastDrop>& drop) {
    if (!drop) {
        out.append("-");
        return;
    }
    out.append(to_text(drop->from).view()).append(", ");
    append_duration(out, drop->age_ms);
    out.append(" ago");
}

void append_table(TextBuffer& out, const Counters& counters, const LastDrops& last_drops,
                  TableLook look) {
    bool is_first = true;
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (counters[counter] == 0) continue;
        if (is_first) {
            out.append("\n");
            append_titles(out, titles, look);
        }
        is_first = false;
        append_cell(out, to_text(counter), counter_width);
        append_number_cell(out, counters[counter], value_width);
        append_last_drop(out, last_drops[i]);
        out.append("\n");
    }
}

void append_tsv(TextBuffer& out, const Counters& counters, const LastDrops& last_drops) {
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        out.append("counter\t").append(to_text(counter)).append("\t");
        out.append_number(counters[counter]);
        if (last_drops[i]) {
            out.append("\t").append(to_text(last_drops[i]->from).view());
            out.append("\t").append_number(last_drops[i]->age_ms).append("\n");
        } else {
            out.append("\t-\t-\n");
        }
    }
}

void append_counters_json(TextBuffer& out, const Counters& counters) {
    out.append("{\"counters\":{");
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (i != 0) out.append(",");
        append_json_string(out, to_text(counter));
        out.append(":").append_number(counters[counter]);
    }
    out.append("}}\n");
}

void append_last_drops_json(TextBuffer& out, const LastDrops& last_drops) {
    out.append("{\"last_drops\":{");
    bool is_first = true;
    for (std::size_t i = 0; i < counter_count; ++i) {
        if (!last_drops[i]) continue;
        if (!is_first) out.append(",");
        is_first = false;
        append_json_string(out, to_text(static_cast<Counter>(i)));
        out.append(":{\"from\":");
        append_json_string(out, to_text(last_drops[i]->from).view());
        out.append(",\"age_ms\":").append_number(last_drops[i]->age_ms).append("}");
    }
    out.append("}}\n");
}

}  // namespace

void append_counters(TextBuffer& out, FormatKind format, TableLook look, const Counters& counters,
                     const LastDrops& last_drops) {
    switch (format) {
        case FormatKind::tsv:
            append_tsv(out, counters, last_drops);
            return;
        case FormatKind::json:
            append_counters_json(out, counters);
            append_last_drops_json(out, last_drops);
            return;
        default:
            append_table(out, counters, last_drops, look);
            return;
    }
}

}  // namespace mpdisc::cli
