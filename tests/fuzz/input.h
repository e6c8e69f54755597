// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mpdisc::fuzz {

/// The fuzzer's bytes, read from the front. Reads past the end give zero.
class Input {
   public:
    Input(const std::uint8_t* bytes, std::size_t size) : rest_(bytes, size) {}

    [[nodiscard]] bool is_used_up() const { return rest_.empty(); }

    std::uint8_t u8() {
        const std::span<const std::uint8_t> byte = bytes(1);
        return byte.empty() ? std::uint8_t{0} : byte[0];
    }
    std::uint16_t u16() { return static_cast<std::uint16_t>(u8() << 8 | u8()); }
    std::uint32_t u32() { return std::uint32_t{u16()} << 16 | u16(); }
    bool flag() { return (u8() & 1) != 0; }
    /// A number from 0 to `bound` - 1; `bound` is at most 256.
    std::size_t below(std::size_t bound) { return u8() % bound; }
    template <typename Items>
    const auto& one_of(const Items& items) {
        return items[below(items.size())];
    }

    /// The next `count` bytes, or fewer if the input ends.
    std::span<const std::uint8_t> bytes(std::size_t count) {
        const std::span<const std::uint8_t> taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    std::span<const std::uint8_t> rest() { return bytes(rest_.size()); }
    /// A length byte, then that many bytes.
    std::string_view text() { return as_text(bytes(u8())); }
    std::string_view rest_as_text() { return as_text(rest()); }

   private:
    static std::string_view as_text(std::span<const std::uint8_t> bytes) {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    std::span<const std::uint8_t> rest_;
};

}  // namespace mpdisc::fuzz
