// SPDX-License-Identifier: MIT
#include "cli/options.h"

#include "cli/escape.h"
#include "cli/option_guess.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// The column where the help texts begin, at least one blank after the longest option.
constexpr std::size_t help_column = 29;
static_assert(help_column >= sizeof("  -x, --") + sizeof OptionSpec::names);

const OptionSpec* find_long(std::span<const OptionSpec> specs, std::string_view name) {
    for (const OptionSpec& spec : specs) {
        if (spec.has_long_name() && spec.long_name() == name) return &spec;
    }
    return nullptr;
}

const OptionSpec* find_short(std::span<const OptionSpec> specs, char name) {
    for (const OptionSpec& spec : specs) {
        if (spec.short_name != '\0' && spec.short_name == name) return &spec;
    }
    return nullptr;
}

}  // namespace

OptionParser::Item OptionParser::next(TextBuffer& message) {
    if (!bundle_.empty()) return next_short(message);
    if (has_rest_ || next_ == arguments_.size()) return {};

    const std::string_view argument = arguments_[next_++];
    if (argument == "--") {
        has_rest_ = true;
        return {};
    }
    if (begins_with(argument, "--")) return next_long(slice(argument, 2), message);
    if (argument.size() > 1 && argument.front() == '-') {
        bundle_ = slice(argument, 1);
        return next_short(message);
    }
    return {Kind::operand, nullptr, argument};
}

OptionParser::Item OptionParser::next_long(std::string_view text, TextBuffer& message) {
    const std::size_t equals = text.find('=');
    const std::string_view name = slice(text, 0, equals);
    const OptionSpec* spec = find_long(specs_, name);
    if (spec == nullptr) spec = guess_option(specs_, name, message);
    if (spec == nullptr) return {Kind::error, nullptr, {}};
    const bool has_value = equals != std::string_view::npos;
    if (!spec->takes_value()) {
        if (!has_value) return {Kind::option, spec, {}};
        message.append("option '");
        append_option_name(message, *spec);
        message.append("' takes no value");
        return {Kind::error, nullptr, {}};
    }
    if (has_value) return {Kind::option, spec, slice(text, equals + 1)};
    return with_next_argument(*spec, message);
}

OptionParser::Item OptionParser::next_short(TextBuffer& message) {
    const OptionSpec* spec = find_short(specs_, bundle_.front());
    if (spec == nullptr) {
        // Cites the whole rest, because its first byte may be only a part of a character.
        message.append("unknown option '-");
        append_escaped(message, bundle_);
        message.append("'");
        return {Kind::error, nullptr, {}};
    }
    bundle_ = slice(bundle_, 1);
    if (!spec->takes_value()) return {Kind::option, spec, {}};
    if (bundle_.empty()) return with_next_argument(*spec, message);
    const std::string_view value = bundle_;
    bundle_ = {};
    return {Kind::option, spec, value};
}

OptionParser::Item OptionParser::with_next_argument(const OptionSpec& spec, TextBuffer& message) {
    if (next_ < arguments_.size()) return {Kind::option, &spec, arguments_[next_++]};
    message.append("option '");
    append_option_name(message, spec);
    message.append("' needs a value: ").append(spec.value_name());
    return {Kind::error, nullptr, {}};
}

Arguments OptionParser::take_rest() {
    const Arguments taken = rest();
    next_ = arguments_.size();
    return taken;
}

void append_option_name(TextBuffer& out, const OptionSpec& spec) {
    if (spec.has_long_name()) {
        out.append("--").append(spec.long_name());
    } else {
        out.append("-").append({&spec.short_name, 1});
    }
}

void append_option_help(TextBuffer& out, std::span<const OptionSpec> specs, const char* help) {
    for (const OptionSpec& spec : specs) {
        const char* const text = help;
        help = nth_text(help, 1);
        if (*text == '\0') continue;
        const std::size_t start = out.size();
        if (spec.short_name == '\0') {
            out.append("      ");
        } else {
            out.append("  -").append({&spec.short_name, 1});
            if (spec.has_long_name()) out.append(", ");
        }
        if (spec.has_long_name()) out.append("--").append(spec.long_name());
        if (spec.takes_value()) out.append(" ").append(spec.value_name());

        out.append_repeated(' ', help_column - (out.size() - start));
        out.append(text).append("\n");
    }
}

}  // namespace mpdisc::cli
