// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// The fields of a found service, as several formats show them.
namespace mpdisc::cli {

enum class Field : std::uint8_t {
    name,
    type,
    host,
    address,
    addresses,
    port,
    provider,
    role,
    interface,
    rtt_us,
    attributes,
};

/// In the order of Field. `sh` puts `MPDISC_` before them; templates use lower case.
inline constexpr char field_names[][11] = {"NAME",      "TYPE",   "HOST",      "ADDRESS",
                                           "ADDRESSES", "PORT",   "PROVIDER",  "ROLE",
                                           "INTERFACE", "RTT_US", "ATTRIBUTES"};
inline constexpr std::size_t field_count = std::size(field_names);
static_assert(field_count == static_cast<std::size_t>(Field::attributes) + 1);

/// Room for the text of a field that is no text.
using FieldScratch = ScopedAddressText;

/// The text of a field, not escaped. Empty for addresses and attributes, which are lists. Valid as
/// long as both arguments.
[[nodiscard]] std::string_view field_text(Field field, const FoundServiceView& found,
                                          FieldScratch& scratch);

/// Appends the field's value, escaped.
void append_field(TextBuffer& out, Field field, const FoundServiceView& found);

/// The host's name, or `-` if it is unknown, so that columns stay in place. Not escaped.
[[nodiscard]] std::string_view shown_host(std::string_view host);

/// `key` and `key=value`, separated by spaces. Spaces inside them are escaped.
void append_attributes(TextBuffer& out, const Attributes& attributes);

}  // namespace mpdisc::cli
