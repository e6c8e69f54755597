// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "mpdisc/expects.h"

/// Text between C, where a NUL ends it, and C++, where a size does.
namespace mpdisc::c {

/// A null pointer stands for an empty text.
[[nodiscard]] inline std::string_view view_of(const char* text) {
    return text == nullptr ? std::string_view{} : std::string_view(text);
}

/// Text of at most `Capacity` bytes with a NUL at its end.
template <std::size_t Capacity>
class Text {
   public:
    /// `text` must fit.
    void assign(std::string_view text) {
        expects(text.size() <= Capacity);
        std::ranges::copy(text, bytes_.begin());
        bytes_[text.size()] = '\0';
    }
    [[nodiscard]] const char* c_str() const { return bytes_.data(); }

   private:
    std::array<char, Capacity + 1> bytes_{};
};

/// Text of an address and a port.
using EndpointText =
    Text<sizeof "[0000:0000:0000:0000:0000:0000:255.255.255.255%4294967295]:65535">;

}  // namespace mpdisc::c
