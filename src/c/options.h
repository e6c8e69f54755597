// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/c/base.h"

/// Structs of options that begin with their size. A program may be compiled for an older library,
/// with a shorter struct, or for a newer one, with a longer struct.
namespace mpdisc::c {

/// Reads a mpdisc_family. False if there is no such family.
[[nodiscard]] inline bool read_family(int given, Family& out) {
    out = static_cast<Family>(given);
    return given == MPDISC_FAMILY_ANY || given == MPDISC_FAMILY_IPV4 || given == MPDISC_FAMILY_IPV6;
}

/// What `..._options_init()` does: copies the defaults, and sets what this library does not know to
/// zeros. `size` must be at least the size of the first member.
template <typename Options>
void copy_defaults(const Options& defaults, void* out, std::size_t size) {
    std::memset(out, 0, size);
    std::memcpy(out, &defaults, std::min(size, sizeof(Options)));
    std::memcpy(out, &size, sizeof size);
}

/// Reads options that a program gave. `out` has the defaults, and keeps those that the program does
/// not know. False if the program sets an option that this library does not know. `given` may be
/// null.
template <typename Options>
[[nodiscard]] bool read_options(const Options* given, Options& out) {
    if (given == nullptr) return true;
    const std::size_t size = given->size;
    if (size < sizeof given->size) return false;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(given);
    const std::size_t known = std::min(size, sizeof(Options));
    std::memcpy(&out, bytes, known);
    out.size = sizeof(Options);
    return std::ranges::all_of(std::span(bytes + known, size - known),
                               [](unsigned char byte) { return byte == 0; });
}

}  // namespace mpdisc::c
