// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/table.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"
#include "mpdisc/types.h"

/// How the probe shows what it finds.
namespace mpdisc::cli {

enum class FormatKind : std::uint8_t { table, tsv, json, sh, by_template };

struct Format {
    FormatKind kind = FormatKind::table;
    /// Of `by_template`; known to be well-formed.
    std::string_view template_text;
};

/// Reads a format's name, or a template: whatever holds a `{`. False, with a `reason`, for
/// anything else and for a malformed template.
[[nodiscard]] bool parse_format(std::string_view text, Format& out, TextBuffer& reason);

/// Prints services in a format. What is printed of one is whole lines, so that whatever stands in
/// it can't forge another. A table holds rows for a moment, so that its columns fit them.
class ServiceOutput {
   public:
    /// For so long, or until they take so much.
    static constexpr TimeUs held_max_us = 1'000'000;
    static constexpr std::size_t held_bytes_max = 64 * 1024;

    /// The format must outlive it.
    explicit ServiceOutput(const Format& format) : format_(format) {}

    void add(TextBuffer& out, const FoundService& found, TimeUs now_us);
    /// When flush() is due; never_us where nothing is held.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// Prints what is held. A table is made to fit lines of so many cells; 0: of any length.
    void flush(TextBuffer& out, std::size_t line_cells);

   private:
    const Format& format_;
    Table table_;
    TimeUs due_us_ = never_us;
};

/// Cells of a line on stdout; 0 where it is no terminal, or nobody knows. COLUMNS goes first.
[[nodiscard]] std::size_t output_line_cells();

}  // namespace mpdisc::cli
