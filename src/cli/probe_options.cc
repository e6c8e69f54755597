// SPDX-License-Identifier: MIT
#include "cli/probe_options.h"

#include "cli/escape.h"
#include "cli/help.h"
#include "cli/number.h"
#include "cli/target.h"
#include "mpdisc/expects.h"

namespace mpdisc::cli {

namespace {

enum Option : std::uint8_t {
    option_name,
    option_attribute,
    option_first,
    option_count,
    option_timeout,
    option_patience,
    option_local,
    option_to,
    option_interface,
    option_ipv4,
    option_ipv6,
    option_discovery_port,
    option_key_file,
    option_format,
    option_repeat,
    option_interval,
    option_status,
    option_help,
    option_version,
};

constexpr OptionSpec specs[] = {
    {option_name, 'n', "name\0NAME"},
    {option_attribute, 'a', "attr\0KEY[=VALUE]"},
    {option_first, '1', "first"},
    {option_count, 'c', "count\0N"},
    {option_timeout, 'w', "timeout\0SEC"},
    {option_patience, '\0', "patience\0SEC"},
    {option_local, 'l', "local"},
    {option_to, '\0', "to\0ADDR[:PORT]"},
    {option_interface, 'i', "interface\0IF"},
    {option_ipv4, '4', ""},
    {option_ipv6, '6', ""},
    {option_discovery_port, 'P', "discovery-port\0N"},
    {option_key_file, 'k', "key-file\0FILE"},
    {option_format, 'f', "format\0FORMAT"},
    {option_repeat, '\0', "repeat\0N"},
    {option_interval, '\0', "interval\0SEC"},
    {option_status, '\0', "status"},
    {option_help, 'h', "help"},
    {option_version, 'V', "version"},
};
static_assert(std::size(specs) == probe_option_count);

/// Which link it is on, such an address does not tell.
bool needs_interface(const IpAddress& address) {
    return address.is_multicast() || (address.family == Family::ipv6 && address.is_link_local());
}

/// What --status has a use for.
bool is_for_status(Option option) {
    return option == option_status || option == option_timeout || option == option_format ||
           option == option_discovery_port || option == option_local || option == option_key_file;
}

bool is_status_format(FormatKind kind) {
    return kind == FormatKind::table || kind == FormatKind::tsv || kind == FormatKind::json;
}

static_assert(limits::probe_timeout_ms_max == 3'600'000 && limits::probe_targets_max == 256 &&
                  limits::found_services_max == 16'384,
              "the texts below name these bounds");

const char* read_count(std::string_view text, std::uint32_t& out) {
    std::uint64_t count = 0;
    if (!parse_unsigned(text, limits::found_services_max, count) || count == 0) {
        return "it must be a number from 1 to 16384";
    }
    out = static_cast<std::uint32_t>(count);
    return nullptr;
}

const char* read_repeat(std::string_view text, std::uint32_t& out) {
    std::uint64_t repeat = 0;
    if (!parse_unsigned(text, UINT32_MAX, repeat)) return "it must be a number up to 4294967295";
    out = static_cast<std::uint32_t>(repeat);
    return nullptr;
}

const char* read_timeout(std::string_view text, std::uint32_t& out_ms) {
    std::uint32_t ms = 0;
    if (!parse_seconds(text, limits::probe_timeout_ms_max, ms) || ms == 0) {
        return "it must be more than 0, at most 3600, with up to three decimals";
    }
    out_ms = ms;
    return nullptr;
}

const char* read_patience(std::string_view text, std::uint32_t& out_ms) {
    if (parse_seconds(text, limits::probe_timeout_ms_max, out_ms)) return nullptr;
    return "it must be 0 to 3600, with up to three decimals";
}

const char* read_interval(std::string_view text, std::uint32_t& out_ms) {
    constexpr std::uint32_t day_ms = 86'400'000;
    if (parse_seconds(text, day_ms, out_ms)) return nullptr;
    return "it must be at most 86400, with up to three decimals";
}

void append_help(TextBuffer& out) {
    out.append(probe_help_head);
    append_option_help(out, specs, probe_option_help);
    out.append(probe_help_end);
}

class Reader {
   public:
    Reader(Arguments arguments, ProbeArguments& out, TextBuffer& message)
        : parser_(specs, arguments), out_(out), message_(message) {}

    Parsed run();

   private:
    Parsed take(const OptionSpec& spec, std::string_view value);
    const char* read(Option option, std::string_view value);
    const char* add_target(std::string_view value);
    Parsed take_format(std::string_view value);
    Parsed take_type(std::string_view value);
    Parsed finish();
    Parsed check_scope();
    Parsed check_times();
    Parsed check_status();
    Parsed refuse(const char* what, std::string_view value, std::string_view reason);

    OptionParser parser_;
    ProbeArguments& out_;
    TextBuffer& message_;
    /// Something was given that --status has no use for.
    bool has_search_option_ = false;
    bool has_patience_ = false;
};

Parsed Reader::run() {
    while (true) {
        const OptionParser::Item item = parser_.next(message_);
        Parsed parsed = Parsed::run;
        switch (item.kind) {
            case OptionParser::Kind::error:
                return Parsed::usage_error;
            case OptionParser::Kind::end:
                return finish();
            case OptionParser::Kind::operand:
                parsed = take_type(item.value);
                break;
            case OptionParser::Kind::option:
                parsed = take(*item.spec, item.value);
                break;
        }
        if (parsed != Parsed::run) return parsed;
    }
}

Parsed Reader::take(const OptionSpec& spec, std::string_view value) {
    const auto option = static_cast<Option>(spec.id);
    has_search_option_ = has_search_option_ || !is_for_status(option);
    if (option == option_help) {
        append_help(message_);
        return Parsed::show;
    }
    if (option == option_version) {
        append_version(message_, probe_program);
        return Parsed::show;
    }
    if (option == option_format) return take_format(value);
    const char* reason = read(option, value);
    if (reason == nullptr) return Parsed::run;
    return refuse(option == option_to ? "address" : spec.long_name(), value, reason);
}

const char* Reader::read(Option option, std::string_view value) {
    switch (option) {
        case option_name:
            return set_field(out_.wanted, ServiceField::name, value);
        case option_attribute:
            return set_field(out_.wanted, ServiceField::attribute, value);
        case option_first:
            out_.count = 1;
            return nullptr;
        case option_count:
            return read_count(value, out_.count);
        case option_timeout:
            return read_timeout(value, out_.timeout_ms);
        case option_patience:
            has_patience_ = true;
            return read_patience(value, out_.patience_ms);
        case option_local:
            out_.local_only = true;
            return nullptr;
        case option_to:
            return add_target(value);
        case option_interface:
            return read_interface(value, out_.interface_name);
        case option_ipv4:
            out_.family = Family::ipv4;
            return nullptr;
        case option_ipv6:
            out_.family = Family::ipv6;
            return nullptr;
        case option_discovery_port:
            return read_port(value, out_.discovery_port);
        case option_key_file:
            return read_file_name(value, out_.key_file);
        case option_repeat:
            return read_repeat(value, out_.repeat);
        case option_interval:
            return read_interval(value, out_.interval_ms);
        case option_status:
            out_.status = true;
            return nullptr;
        case option_format:
        case option_help:
        case option_version:
            break;
    }
    expects(false);
    return nullptr;
}

const char* Reader::add_target(std::string_view value) {
    if (out_.target_count == out_.targets.size()) return "there may be at most 256 addresses";
    const char* reason = parse_target(value, out_.targets[out_.target_count]);
    if (reason == nullptr) ++out_.target_count;
    return reason;
}

Parsed Reader::take_format(std::string_view value) {
    TextBuffer reason;
    Format format;
    if (!parse_format(value, format, reason)) return refuse("format", value, reason.view());
    out_.format = format;
    return Parsed::run;
}

Parsed Reader::take_type(std::string_view value) {
    has_search_option_ = true;
    if (is_set(out_.wanted, ServiceField::type)) {
        message_.append("more than one TYPE is given: ");
        append_cited(message_, value);
        return Parsed::usage_error;
    }
    const char* reason = set_field(out_.wanted, ServiceField::type, value);
    return reason == nullptr ? Parsed::run : refuse("type", value, reason);
}

/// After the options: what follows `--` are operands too.
Parsed Reader::finish() {
    for (const char* operand : parser_.rest()) {
        const Parsed parsed = take_type(operand);
        if (parsed != Parsed::run) return parsed;
    }
    if (out_.status) return check_status();
    const Parsed parsed = check_scope();
    return parsed == Parsed::run ? check_times() : parsed;
}

Parsed Reader::check_scope() {
    const bool has_interface = !out_.interface_name.empty();
    if (out_.local_only && (has_interface || out_.target_count != 0)) {
        message_.append("--local excludes ").append(has_interface ? "--interface" : "--to");
        return Parsed::usage_error;
    }
    if (has_interface) return Parsed::run;
    for (const Endpoint& target : std::span(out_.targets).first(out_.target_count)) {
        if (!needs_interface(target.address)) continue;
        return refuse("address", to_text(target.address).view(), "it needs --interface");
    }
    return Parsed::run;
}

/// The time-out ends a search whatever its patience; the default patience gives way to a short one.
Parsed Reader::check_times() {
    if (!has_patience_ || out_.patience_ms <= out_.timeout_ms) return Parsed::run;
    message_.append("--patience is longer than --timeout, which ends the search (-w)");
    return Parsed::usage_error;
}

Parsed Reader::check_status() {
    if (has_search_option_) {
        message_.append("--status goes with -P, -k, -w, -l and -f only");
        return Parsed::usage_error;
    }
    if (out_.format && !is_status_format(out_.format->kind)) {
        message_.append("--status has the formats table, tsv and json only");
        return Parsed::usage_error;
    }
    return Parsed::run;
}

Parsed Reader::refuse(const char* what, std::string_view value, std::string_view reason) {
    append_bad_value(message_, what, value, reason);
    return Parsed::usage_error;
}

}  // namespace

Parsed parse_probe_options(Arguments arguments, ProbeArguments& out, TextBuffer& message) {
    return Reader(arguments, out, message).run();
}

ProbeOptions probe_options(const ProbeArguments& arguments) {
    const ServiceView wanted = arguments.wanted.view();
    ProbeOptions options;
    options.discovery_port = arguments.discovery_port;
    options.filter = {wanted.type, wanted.name, wanted.attributes};
    options.count = arguments.count;
    options.timeout_ms = arguments.timeout_ms;
    options.patience_ms = arguments.patience_ms;
    options.local_only = arguments.local_only;
    options.targets = {arguments.targets.data(), arguments.target_count};
    options.interface_name = arguments.interface_name.view();
    options.family = arguments.family;
    options.keys = &arguments.keys;
    return options;
}

}  // namespace mpdisc::cli
