// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/format.h"

/// The names of mpdisc-wire.7, for people who read what was sent.
namespace mpdisc::wire {

/// "SERVICE_ADVERTISEMENT"; empty if no message has this number.
[[nodiscard]] std::string_view message_name(std::uint8_t type);

struct FieldNames {
    /// "ROSTER"
    std::string_view field;
    /// How to read the value (wire/value_text.h).
    std::string_view parts;
};

/// False if the page does not have this field. One field has codes of its own in each message.
[[nodiscard]] bool find_field_names(std::uint8_t message, FieldType type, FieldNames& out);

}  // namespace mpdisc::wire
