#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cells that terminals give to each code point, by Python's Unicode data.

Without an argument it prints src/cli/cell_width_table.h; with --runs the version of the data, then
a line for each run of code points of one width: the first one, and the width.
"""
import sys
import unicodedata

ALL = 0x110000


# Ranges that Unicode reserves for future ideographs. For unassigned code points Python gives no
# usable width.
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD),
              (0x30000, 0x3FFFD))


def width(point):
    char = chr(point)
    if unicodedata.category(char) == "Cn":
        return 2 if any(first <= point <= last for first, last in IDEOGRAPHS) else 1
    # Terminals show a soft hyphen.
    if point == 0xAD:
        return 1
    # Marks, format characters, and vowels and finals of Hangul combine with the character before.
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or 0x1160 <= point <= 0x11FF:
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def runs():
    begin = 0
    for point in range(1, ALL + 1):
        if point == ALL or width(point) != width(begin):
            yield begin, point - begin, width(begin)
            begin = point


def encoded(length, cells):
    """The length and two bits of width as LEB128 bytes."""
    value = length << 2 | cells
    while value >= 0x80:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value


def print_header():
    data = [byte for _, length, cells in runs() for byte in encoded(length, cells)]
    print(f"""\
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

/// Written by tests/support/cell_widths.py, from Unicode {unicodedata.unidata_version}.
namespace mpdisc::cli {{

inline constexpr const char* cell_width_version = "{unicodedata.unidata_version}";

// clang-format off
/// Runs of code points of equal width, from U+0000 on. Each run is a number in little-endian base
/// 128 (LEB128): its two lowest bits are the width, the others the length.
inline constexpr std::uint8_t cell_width_runs[] = {{""")
    for at in range(0, len(data), 20):
        print("    " + ", ".join(str(byte) for byte in data[at:at + 20]) + ",")
    print("""\
};
// clang-format on

}  // namespace mpdisc::cli""")


if sys.argv[1:] == ["--runs"]:
    print(unicodedata.unidata_version)
    for first, _, cells in runs():
        print(first, cells)
else:
    print_header()
