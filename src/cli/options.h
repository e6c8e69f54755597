// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/text.h"

/// The command line: one table tells the parser and the help text what there is. What the help text
/// says of each option differs between builds (cli/help.h).
namespace mpdisc::cli {

/// One option. At least one of its two names is given. The texts stand in place: a pointer to one
/// would cost the program's file more than most of them do.
struct OptionSpec {
    /// What the program knows it by.
    std::uint8_t id;
    /// '\0' where it has none.
    char short_name;
    /// The long name, and the name of its value in the help text, as nth_text() has them: "a\0B".
    char names[18];

    /// Empty where it has none.
    [[nodiscard]] const char* long_name() const { return names; }
    /// Empty where it takes none.
    [[nodiscard]] const char* value_name() const { return nth_text(names, 1); }
    [[nodiscard]] bool has_long_name() const { return *long_name() != '\0'; }
    [[nodiscard]] bool takes_value() const { return *value_name() != '\0'; }
};

using Arguments = std::span<char* const>;

/// Takes arguments apart as POSIX and GNU have it: `-n NAME`, `-nNAME`, `-v1n NAME`,
/// `--name NAME`, `--name=NAME`, `--` ends the options. Options and operands may be mixed.
class OptionParser {
   public:
    enum class Kind { option, operand, end, error };

    struct Item {
        Kind kind = Kind::end;
        /// Of an option.
        const OptionSpec* spec = nullptr;
        /// An option's value, or the operand.
        std::string_view value;
    };

    /// Both must outlive the parser.
    OptionParser(std::span<const OptionSpec> specs, Arguments arguments)
        : specs_(specs), arguments_(arguments) {}

    /// The next item; `end` after the last one and at `--`. On an error `message` says what is
    /// wrong, and the parser is of no more use.
    [[nodiscard]] Item next(TextBuffer& message);
    /// After `end`: what follows the `--`. `has_rest` tells an empty rest from no `--`.
    [[nodiscard]] Arguments rest() const { return arguments_.subspan(next_); }
    [[nodiscard]] bool has_rest() const { return has_rest_; }

   private:
    [[nodiscard]] Item next_long(std::string_view text, TextBuffer& message);
    [[nodiscard]] Item next_short(TextBuffer& message);
    [[nodiscard]] Item with_next_argument(const OptionSpec& spec, TextBuffer& message);

    std::span<const OptionSpec> specs_;
    Arguments arguments_;
    std::size_t next_ = 0;
    /// What is left of an argument like `-v1n`.
    std::string_view bundle_;
    bool has_rest_ = false;
};

/// The option as messages name it: `--name`, or `-4`.
void append_option_name(TextBuffer& out, const OptionSpec& spec);

/// One line an option: its names, its value, and its text of nth_text()'s in `help`. An option
/// whose text is empty is left out.
void append_option_help(TextBuffer& out, std::span<const OptionSpec> specs, const char* help);

}  // namespace mpdisc::cli
