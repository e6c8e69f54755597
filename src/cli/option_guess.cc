// SPDX-License-Identifier: MIT
#include "cli/option_guess.h"

#include "cli/escape.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

constexpr std::size_t changes_max = 2;

/// Whether `name` is the beginning of the option's long name.
bool abbreviates(std::string_view name, const OptionSpec& spec) {
    return !name.empty() && begins_with(spec.long_name(), name);
}

/// Whether at most so many changes make `a` of `b`. A change adds, removes or replaces a character,
/// or swaps two neighbours (the distance of Damerau and Levenshtein).
// NOLINTNEXTLINE(misc-no-recursion): it is at most two calls deep, and a loop takes more code.
bool is_similar(std::string_view a, std::string_view b, std::size_t changes) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    if (a.empty() && b.empty()) return true;
    if (changes == 0) return false;
    // How many characters a change takes from both.
    constexpr std::uint8_t taken[][2] = {{1, 0}, {0, 1}, {1, 1}, {2, 2}};
    for (const auto& [from_a, from_b] : taken) {
        const bool is_swap = from_a == 2;
        if (is_swap && (a.size() < 2 || b.size() < 2 || a[0] != b[1] || a[1] != b[0])) break;
        if (is_similar(slice(a, from_a), slice(b, from_b), changes - 1)) return true;
    }
    return false;
}

/// Asks whether the most similar name is meant, if one is similar.
void append_question(TextBuffer& out, std::span<const OptionSpec> specs, std::string_view name) {
    for (std::size_t changes = 1; changes <= changes_max && 2 * changes < name.size(); ++changes) {
        for (const OptionSpec& spec : specs) {
            if (!spec.has_long_name() || !is_similar(spec.long_name(), name, changes)) continue;
            out.append("; did you mean '");
            append_option_name(out, spec);
            out.append("'?");
            return;
        }
    }
}

}  // namespace

const OptionSpec* guess_option(std::span<const OptionSpec> specs, std::string_view name,
                               TextBuffer& message) {
    const OptionSpec* found = nullptr;
    std::size_t count = 0;
    for (const OptionSpec& spec : specs) {
        if (!abbreviates(name, spec)) continue;
        found = &spec;
        ++count;
    }
    if (count == 1) return found;
    message.append(count == 0 ? "unknown option '--" : "option '--");
    append_escaped(message, name);
    message.append(count == 0 ? "'" : "' is ambiguous");
    const char* before = ": ";
    for (const OptionSpec& spec : specs) {
        if (!abbreviates(name, spec)) continue;
        message.append(before);
        append_option_name(message, spec);
        before = ", ";
    }
    if (count == 0) append_question(message, specs, name);
    return nullptr;
}

}  // namespace mpdisc::cli
