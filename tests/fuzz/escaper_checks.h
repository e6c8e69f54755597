// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace mpdisc::fuzz {

/// Fails if an escaper lets this value leave its place in a text of the target's language.
void check_escapers(std::string_view value);

}  // namespace mpdisc::fuzz
