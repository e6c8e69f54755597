// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace mpdisc::wire {

/// Converts a number from the native byte order to `order`, and back.
[[nodiscard]] constexpr std::uint64_t in_order(std::endian order, std::uint64_t word) {
    return order == std::endian::native ? word : __builtin_bswap64(word);
}

[[nodiscard]] inline std::uint64_t load_little_endian(const std::uint8_t* bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    return in_order(std::endian::little, word);
}

inline void store_big_endian(std::uint8_t* bytes, std::uint64_t word) {
    word = in_order(std::endian::big, word);
    std::memcpy(bytes, &word, sizeof word);
}

}  // namespace mpdisc::wire
