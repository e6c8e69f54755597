// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

#include "cli/format.h"
#include "cli/sorted_rows.h"
#include "cli/text_buffer.h"
#include "mpdisc/types.h"
#include "mpdisc/watch_event.h"

namespace mpdisc::cli {

/// The services of a watch as a sorted table. It marks the rows that came or changed a moment ago.
class LiveList {
   public:
    /// How long a row is marked.
    static constexpr TimeUs marked_us = 3'000'000;
    /// How many rows are marked: the latest ones.
    static constexpr std::size_t marks_max = 32;

    /// `format` must outlive this object.
    explicit LiveList(const Format& format) : format_(format) {}

    /// Marks the service of an event, if the table will show it.
    void mark(const WatchEvent& event, TimeUs now_us);
    /// When a mark ends after `now_us`; never_us if there is none.
    [[nodiscard]] TimeUs next_change_us(TimeUs now_us) const;

    void add(const FoundServiceView& found, TimeUs now_us);
    [[nodiscard]] std::size_t service_count() const { return rows_.size(); }
    /// How many hosts the services have, by their names.
    [[nodiscard]] std::size_t count_hosts();
    /// Appends the table of what was added, in lines of `line_cells`, and begins a new one. If
    /// memory ran out since the last time, `out` fails.
    void print(TextBuffer& out, std::size_t line_cells);

   private:
    struct Mark {
        TextBuffer row;
        const char* sign = nullptr;
        TimeUs until_us = 0;
    };

    [[nodiscard]] const char* sign_of_row(std::string_view row, TimeUs now_us) const;

    const Format& format_;
    SortedRows rows_;
    SortedRows hosts_;
    std::array<Mark, marks_max> marks_;
    std::size_t next_mark_ = 0;
};

}  // namespace mpdisc::cli
