// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "mpdisc/limits.h"
#include "mpdisc/service.h"

namespace mpdisc {

// A pattern for instance names: `*` stands for any characters, or none, and `?` for one character.
// Before `*`, `?` and `\`, a `\` makes the character stand for itself; before others it stands for
// itself.

/// Whether the pattern may be used: UTF-8 without control characters, and at most
/// limits::name_pattern_max bytes. One without wildcards must stand for an instance name.
[[nodiscard]] ServiceError check_name_pattern(std::string_view pattern);

/// Whether the pattern stands for more than one name.
[[nodiscard]] bool has_wildcards(std::string_view pattern);

/// The name that a pattern without wildcards stands for. It is in `room`; a pattern that does not
/// fit there is returned unchanged.
[[nodiscard]] std::string_view plain_name(std::string_view pattern,
                                          std::span<char, limits::name_pattern_max> room);

/// Whether the pattern matches the whole name, without regard to ASCII case. Both must be valid. It
/// takes at most as many steps as the sizes of both, multiplied.
[[nodiscard]] bool matches_name_pattern(std::string_view pattern, std::string_view name);

}  // namespace mpdisc
