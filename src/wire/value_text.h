// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/message_description.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// The parts of a value that consists of fields.
inline constexpr std::string_view parts_are_fields = "fields";

/// Writes a value as text. `parts` says what it consists of: words such as `role:code=,primary`,
/// each of them `[NAME:]KIND[=WORDS][?]`. A part with `?` may be missing. After a `*`, the parts
/// that follow are repeated. Codes and flags have WORDS for 0, 1, ... or the lowest bit, ...;
/// numbers have a unit.
///
/// A value that does not consist of these parts becomes `malformed` and its bytes. So does one of
/// fields, unless it is empty.
void write_value(std::string_view parts, Bytes value, DescribedField& out);

}  // namespace mpdisc::wire
