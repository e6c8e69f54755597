// SPDX-License-Identifier: MIT
#include "cli/live_list.h"

#include <algorithm>

#include "cli/event_table.h"
#include "cli/event_words.h"
#include "cli/format_tsv.h"
#include "cli/service_list.h"

namespace mpdisc::cli {

void LiveList::mark(const WatchEvent& event, TimeUs now_us) {
    if (event.type != WatchEventType::added && event.type != WatchEventType::changed) return;
    Mark& mark = marks_[next_mark_];
    next_mark_ = (next_mark_ + 1) % marks_max;
    mark.row.clear();
    append_as_tsv(mark.row, event.service);
    mark.sign = sign_of(event.type);
    mark.until_us = now_us + marked_us;
}

TimeUs LiveList::next_change_us(TimeUs now_us) const {
    TimeUs next_us = never_us;
    for (const Mark& mark : marks_) {
        if (mark.until_us > now_us) next_us = std::min(next_us, mark.until_us);
    }
    return next_us;
}

const char* LiveList::sign_of_row(std::string_view row, TimeUs now_us) const {
    for (const Mark& mark : marks_) {
        if (mark.until_us > now_us && mark.row.view() == row) return mark.sign;
    }
    // The column keeps its width.
    return " ";
}

void LiveList::add(const FoundServiceView& found, TimeUs now_us) {
    TextBuffer row;
    append_as_tsv(row, found);
    TextBuffer signed_row;
    signed_row.append(sign_of_row(row.view(), now_us)).append("\t").append(row.view());
    TextBuffer key;
    append_sort_key(key, format_.sort_field, found);
    if (!row.ok() || !signed_row.ok() || !key.ok()) return rows_.fail();
    rows_.add({{}, key.view(), signed_row.view()});
    const ScopedAddressText address = to_text(found.address, found.interface_name);
    hosts_.add({{}, found.host.empty() ? address.view() : found.host, {}});
}

std::size_t LiveList::count_hosts() {
    std::size_t count = 0;
    hosts_.sort();
    for (std::size_t n = 0; n < hosts_.size(); ++n) {
        if (n == 0 || hosts_[n].key != hosts_[n - 1].key) ++count;
    }
    return count;
}

void LiveList::print(TextBuffer& out, std::size_t line_cells) {
    if (!rows_.ok() || !hosts_.ok()) out.fail();
    Table table(format_);
    rows_.sort();
    for (std::size_t n = 0; n < rows_.size(); ++n) table.rows().append(rows_[n].text);
    TextBuffer printed;
    table.print(printed, event_columns, line_cells);
    if (!printed.ok()) out.fail();
    if (format_.has_colours) {
        append_coloured(out, printed.view());
    } else {
        out.append(printed.view());
    }
    rows_.clear();
    hosts_.clear();
}

}  // namespace mpdisc::cli
