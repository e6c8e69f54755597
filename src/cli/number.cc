// SPDX-License-Identifier: MIT
#include "cli/number.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

bool parse_unsigned(std::string_view text, std::uint64_t max, std::uint64_t& out) {
    if (text.empty()) return false;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (digit > max || value > (max - digit) / 10) return false;
        value = value * 10 + digit;
    }
    out = value;
    return true;
}

bool parse_seconds(std::string_view text, std::uint32_t max_ms, std::uint32_t& out_ms) {
    const std::size_t point = text.find('.');
    std::uint64_t seconds = 0;
    // No digits before the point: `.5` is half a second.
    if (point != 0 && !parse_unsigned(slice(text, 0, point), max_ms / 1000, seconds)) return false;

    std::uint64_t thousandths = 0;
    if (point != std::string_view::npos) {
        const std::string_view decimals = slice(text, point + 1);
        if (decimals.size() > 3 || !parse_unsigned(decimals, 999, thousandths)) return false;
        for (std::size_t i = decimals.size(); i < 3; ++i) thousandths *= 10;
    }
    const std::uint64_t total_ms = seconds * 1000 + thousandths;
    if (total_ms > max_ms) return false;
    out_ms = static_cast<std::uint32_t>(total_ms);
    return true;
}

}  // namespace mpdisc::cli
