// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdint>

#include "cli/code_point.h"

namespace mpdisc::cli {
namespace {

/// Packs the code points from `first` to `last`, at most 256, into one word.
constexpr std::uint32_t range(std::uint32_t first, std::uint32_t last) {
    return first << 8 | (last - first);
}

/// Unicode's categories Cc, Zl and Zp, the properties Bidi_Control and
/// Default_Ignorable_Code_Point, and the interlinear annotation characters; without the code points
/// that is_unsafe() computes.
constexpr std::array unsafe_ranges = {
    range(0x00, 0x1f),        // C0
    range(0x7f, 0x9f),        // DEL, C1
    range(0xad, 0xad),        // soft hyphen
    range(0x34f, 0x34f),      // combining grapheme joiner
    range(0x61c, 0x61c),      // Arabic letter mark
    range(0x115f, 0x1160),    // Hangul fillers
    range(0x17b4, 0x17b5),    // Khmer inherent vowels
    range(0x180b, 0x180f),    // Mongolian variation selectors, vowel separator
    range(0x200b, 0x200f),    // zero-width space, joiners, directional marks
    range(0x2028, 0x202e),    // line and paragraph separators, directional embeddings
    range(0x2060, 0x206f),    // word joiner, invisible operators, directional isolates
    range(0x3164, 0x3164),    // Hangul filler
    range(0xfdd0, 0xfdef),    // non-characters
    range(0xfe00, 0xfe0f),    // variation selectors
    range(0xfeff, 0xfeff),    // zero-width no-break space, byte order mark
    range(0xffa0, 0xffa0),    // halfwidth Hangul filler
    range(0xfff0, 0xfffb),    // ignorable when they are assigned; interlinear annotation
    range(0x1bca0, 0x1bca3),  // shorthand format controls
    range(0x1d173, 0x1d17a),  // musical format controls
};

}  // namespace

bool is_unsafe(char32_t value) {
    // The last two code points of each plane are non-characters. U+E0000 to U+E0FFF are tags and
    // variation selectors.
    if ((value & 0xfffe) == 0xfffe || value >> 12 == 0xe0) return true;
    return std::ranges::any_of(
        unsafe_ranges, [&](std::uint32_t each) { return value - (each >> 8) <= (each & 0xff); });
}

}  // namespace mpdisc::cli
