// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

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

/// One service: whole lines, so that whatever stands in it can't forge another. `is_first` lets a
/// table put its header before it.
void append_service(TextBuffer& out, const Format& format, const FoundService& found,
                    bool is_first);

}  // namespace mpdisc::cli
