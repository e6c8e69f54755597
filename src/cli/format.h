// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/table.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"
#include "mpdisc/types.h"

/// The output formats of the probe.
namespace mpdisc::cli {

enum class FormatKind : std::uint8_t { table, tsv, json, sh, by_template };

struct Format {
    FormatKind kind = FormatKind::table;
    /// For `by_template`; a template that check_template() accepts.
    std::string_view template_text;
    /// Tables have a line of titles.
    bool with_titles = true;
    /// Each result ends with NUL instead of a newline. For tsv, json and templates.
    bool with_nul = false;
};

/// Reads a format's name, or a template: any text that contains a `{`. False, with a `reason`, for
/// an unknown name or a malformed template.
[[nodiscard]] bool parse_format(std::string_view text, Format& out, TextBuffer& reason);

/// Whether this build has the format `table`.
[[nodiscard]] bool has_tables();

/// Prints services in a format. Each service is one whole line, whatever its text contains, so that
/// it can't forge another. A table holds its rows for a moment, so that its columns fit them.
class ServiceOutput {
   public:
    /// A table prints its rows after this time, or when they exceed this size.
    static constexpr TimeUs held_max_us = 1'000'000;
    static constexpr std::size_t held_bytes_max = 64 * 1024;

    /// `format` must outlive this object.
    explicit ServiceOutput(const Format& format) : format_(format), table_(format.with_titles) {}

    void add(TextBuffer& out, const FoundServiceView& found, TimeUs now_us);
    /// When flush() is due; never_us if no row is held.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// Prints the held rows. A table fits into lines of `line_cells`; 0: no limit.
    void flush(TextBuffer& out, std::size_t line_cells);

   private:
    const Format& format_;
    Table table_;
    TimeUs due_us_ = never_us;
};

/// The width of a line on stdout, in cells: COLUMNS if it is set, else the terminal's width. 0 if
/// stdout is not a terminal or the width is unknown.
[[nodiscard]] std::size_t output_line_cells();

}  // namespace mpdisc::cli
