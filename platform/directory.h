// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace mpdisc::platform {

/// Writes the names of the entries of a directory that end with `suffix` and do not begin with a
/// dot into `out`, in no order, with a NUL after each. Returns 0 and sets `size` to their bytes, or
/// returns the operating system's error number. Names that do not fit are left out; then `size` is
/// above `out.size()`.
[[nodiscard]] int list_directory(const char* path, std::string_view suffix, std::span<char> out,
                                 std::size_t& size);

}  // namespace mpdisc::platform
