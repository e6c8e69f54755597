// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "tests/bench/support/setup.h"

/// main() of programs that measure.
namespace mpdisc::bench {

/// A measurement that the command line can name. It returns false if it could not measure.
struct Part {
    const char* name;
    std::function<bool(const Setup&)> measure;
};

/// An option that only one program has: a letter and a number of at least 1.
struct NumberOption {
    char letter;
    const char* value_name;
    int& value;
};

/// Reads a number of at least 1.
[[nodiscard]] bool parse_count(std::string_view text, int& out);

/// Runs the parts that the command line names, or all of them. Returns the exit status: 0 if all
/// demands are met, 1 if not, 2 for wrong use, 3 if a part could not measure.
[[nodiscard]] int run_parts(int argc, char** argv, std::span<const Part> parts,
                            const NumberOption* own_option = nullptr);

}  // namespace mpdisc::bench
