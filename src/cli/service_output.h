// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "cli/format.h"
#include "cli/service_list.h"
#include "cli/table.h"
#include "cli/text_buffer.h"
#include "mpdisc/types.h"

namespace mpdisc::cli {

/// Prints services in a format. Each service is one whole line, whatever its text contains, so that
/// it can't forge another. A table holds its rows for a moment, so that its columns fit them. A
/// sorted list holds them until flush().
class ServiceOutput {
   public:
    /// A table prints its rows after this time, or when they exceed this size.
    static constexpr TimeUs held_max_us = 1'000'000;
    static constexpr std::size_t held_bytes_max = 64 * 1024;

    /// `format` must outlive this object.
    explicit ServiceOutput(const Format& format) : format_(format), table_(format), list_(format) {}

    void add(TextBuffer& out, const FoundServiceView& found, TimeUs now_us);
    /// When flush() is due; never_us if no row is held.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// Prints the held rows. A table fits into lines of `line_cells`; 0: no limit.
    void flush(TextBuffer& out, std::size_t line_cells);

   private:
    const Format& format_;
    Table table_;
    ServiceList list_;
    TimeUs due_us_ = never_us;
};

/// The width of a line on stdout, in cells: COLUMNS if it is set, else the terminal's width. 0 if
/// stdout is not a terminal or the width is unknown.
[[nodiscard]] std::size_t output_line_cells();

}  // namespace mpdisc::cli
