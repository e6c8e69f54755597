// SPDX-License-Identifier: MIT
#include "cli/list_options.h"

#include <algorithm>

#include "cli/colour.h"
#include "cli/number.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"
#include "program/command.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

const char* read_setting(std::string_view text, ProbeArguments& out) {
    const std::size_t equals = text.find('=');
    const Setting setting{slice(text, 0, equals), slice(text, equals + 1)};
    std::string_view former;
    if (equals == std::string_view::npos || equals == 0) return "it must be KEY=VALUE";
    if (find_setting(out.given_settings(), setting.key, former)) {
        return "this key is given twice";
    }
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
        return "it must not have control characters";
    }
    if (out.setting_count == out.settings.size()) return "there may be at most 16 settings";
    out.settings[out.setting_count++] = setting;
    return nullptr;
}

const char* read_sort_field(std::string_view text, std::optional<Field>& out) {
    constexpr char names[][8] = {"name", "type", "host", "address", "port"};
    constexpr Field fields[] = {Field::name, Field::type, Field::host, Field::address, Field::port};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        if (text != names[i]) continue;
        out = fields[i];
        return nullptr;
    }
    return "it must be name, type, host, address or port";
}

const char* read_settle(std::string_view text, std::uint32_t& out_ms) {
    std::uint64_t ms = 0;
    if (!parse_unsigned(text, 60'000, ms)) return "it must be 0 to 60000 milliseconds";
    out_ms = static_cast<std::uint32_t>(ms);
    return nullptr;
}

const char* read_output(std::string_view name, FileName& out) {
    FileName file{};
    const char* const reason = read_file_name(name, file);
    if (reason != nullptr) return reason;
    // A new file in its place would take away what the stream writes.
    if (is_standard_stream(file.data())) return "it is already standard output or standard error";
    out = file;
    return nullptr;
}

}  // namespace

const char* read_list_option(ProbeOption option, std::string_view value, ProbeArguments& out) {
    switch (option) {
        case option_set:
            return read_setting(value, out);
        case option_sort:
            return read_sort_field(value, out.sort_field);
        case option_output:
            if (value == "-") return "omit this option to print to standard output";
            return read_output(value, out.output);
        case option_on_update:
            // The value ends where its argument ends.
            out.on_update = value.data();
            if (value.empty()) return "the command is empty";
            return command_shell() == nullptr ? "this system has no shell for a command" : nullptr;
        case option_settle:
            return read_settle(value, out.settle_ms);
        default:
            break;
    }
    expects(false);
    return nullptr;
}

Parsed complete_format(const ProbeArguments& arguments, Format& format, FormatFile& file,
                       TextBuffer& message) {
    const bool is_by_file = format.kind == FormatKind::by_file;
    format.has_colours = !arguments.has_output() && output_has_colours();
    format.is_sorted = is_by_file || arguments.has_output() || arguments.sort_field.has_value();
    format.sort_field = arguments.sort_field.value_or(Field::type);
    format.wanted_types = arguments.wanted_types();
    if (!is_by_file) return Parsed::run;
    TextBuffer reason;
    format.file = &file;
    if (file.load(format.text, arguments.given_settings(), reason)) return Parsed::run;
    append_bad_value(message, "format file", format.text, reason.view());
    return Parsed::usage_error;
}

}  // namespace mpdisc::cli
