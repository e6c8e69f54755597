// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cli/fields.h"
#include "cli/text_buffer.h"
#include "mpdisc/found_service.h"

/// The output formats of the probe.
namespace mpdisc::cli {

/// The first three are for all that the probe prints, `openmetrics` for a status alone.
enum class FormatKind : std::uint8_t { table, tsv, json, openmetrics, sh, by_template, by_file };

class FormatFile;

struct Format {
    FormatKind kind = FormatKind::table;
    /// For `by_template`: a template that check_template() accepts. For `by_file`: the file's name.
    std::string_view text;
    /// Tables have a line of titles.
    bool with_titles = true;
    /// Tables have colours, and bold titles.
    bool has_colours = false;
    /// Each result ends with NUL instead of a newline. For tsv, json and templates.
    bool with_nul = false;
    /// For `by_file`.
    const FormatFile* file = nullptr;
    /// Whether the services are printed together, sorted, when all are known: first by
    /// `sort_field`, and those for which it is equal by type, name, host, address and port. A
    /// format file needs this.
    bool is_sorted = false;
    Field sort_field = Field::type;
    /// The types that were asked for. None: all types.
    std::span<const std::string_view> wanted_types{};
};

/// Reads a format's name, `@` and the name of a format file, or a template: any other text that
/// contains a `{`. False, with a `reason`, for an unknown name or a malformed template.
[[nodiscard]] bool parse_format(std::string_view text, Format& out, TextBuffer& reason);

/// Whether this build has the format `table`.
[[nodiscard]] bool has_tables();

/// Appends a service in a format without a file: a line, or a table's row.
void append_service(TextBuffer& out, const Format& format, const FoundServiceView& found);

}  // namespace mpdisc::cli
