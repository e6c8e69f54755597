// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// Text of at most `Capacity` bytes, stored in place. Never allocates.
template <std::size_t Capacity>
class FixedString {
   public:
    constexpr FixedString() = default;

    /// Replaces the text. If `text` is too long, returns false and changes nothing.
    [[nodiscard]] bool assign(std::string_view text) {
        if (text.size() > Capacity) return false;
        size_ = 0;
        return append(text);
    }

    /// Adds to the text. If the result is too long, returns false and changes nothing.
    [[nodiscard]] bool append(std::string_view text) {
        if (text.size() > Capacity - size_) return false;
        if (!text.empty()) std::memmove(bytes_.data() + size_, text.data(), text.size());
        size_ += text.size();
        return true;
    }

    void clear() { size_ = 0; }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }

    friend bool operator==(const FixedString& a, const FixedString& b) {
        return a.view() == b.view();
    }

   private:
    std::size_t size_ = 0;
    std::array<char, Capacity> bytes_{};
};

}  // namespace mpdisc
