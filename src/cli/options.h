// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/text.h"

/// Parsing of the command line. One table of options serves the parser and the help. The help texts
/// differ between builds (cli/help.h).
namespace mpdisc::cli {

/// One option, with at least one of its two names. The texts are stored in place, because a pointer
/// with its relocation takes more bytes than most of the texts.
struct OptionSpec {
    /// The program's number for it.
    std::uint8_t id;
    /// '\0' if it has none.
    char short_name;
    /// The long name and the value's name in the help, as texts for nth_text(): "a\0B".
    char names[19];

    /// Empty if it has none.
    [[nodiscard]] const char* long_name() const { return names; }
    /// Empty if the option has no value.
    [[nodiscard]] const char* value_name() const { return nth_text(names, 1); }
    [[nodiscard]] bool has_long_name() const { return *long_name() != '\0'; }
    [[nodiscard]] bool takes_value() const { return *value_name() != '\0'; }
};

using Arguments = std::span<char* const>;

/// Parses arguments by the rules of POSIX and GNU: `-n NAME`, `-nNAME`, `-v1n NAME`, `--name NAME`,
/// `--name=NAME`; `--` ends the options. Options and operands may be mixed. A long name may be cut
/// short, as `--nam`, if no other one begins so (cli/option_guess.h).
class OptionParser {
   public:
    enum class Kind { option, operand, end, error };

    struct Item {
        Kind kind = Kind::end;
        /// Null unless the item is an option.
        const OptionSpec* spec = nullptr;
        /// An option's value, or the operand.
        std::string_view value;
    };

    /// Both arguments must outlive the parser.
    OptionParser(std::span<const OptionSpec> specs, Arguments arguments)
        : specs_(specs), arguments_(arguments) {}

    /// The next item; `end` after the last one and at `--`. After an error `message` says what is
    /// wrong, and the parser must not be used again.
    [[nodiscard]] Item next(TextBuffer& message);
    /// After `end`: the arguments that follow `--`. has_rest() is false if there was no `--`.
    [[nodiscard]] Arguments rest() const { return arguments_.subspan(next_); }
    [[nodiscard]] bool has_rest() const { return has_rest_; }
    /// Ends the options here: the arguments that were not read yet. rest() is empty then.
    [[nodiscard]] Arguments take_rest();

   private:
    [[nodiscard]] Item next_long(std::string_view text, TextBuffer& message);
    [[nodiscard]] Item next_short(TextBuffer& message);
    [[nodiscard]] Item with_next_argument(const OptionSpec& spec, TextBuffer& message);

    std::span<const OptionSpec> specs_;
    Arguments arguments_;
    std::size_t next_ = 0;
    /// The unread rest of an argument like `-v1n`.
    std::string_view bundle_;
    bool has_rest_ = false;
};

/// The option's name in messages: `--name`, or `-4` if it has no long name.
void append_option_name(TextBuffer& out, const OptionSpec& spec);

/// One line for each option: its names, its value and its text from `help`, which holds texts for
/// nth_text(). Options with an empty text are left out.
void append_option_help(TextBuffer& out, std::span<const OptionSpec> specs, const char* help);

}  // namespace mpdisc::cli
