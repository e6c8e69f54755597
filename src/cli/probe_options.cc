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
    option_hosts,
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
    {option_hosts, '\0', "hosts"},
    {option_status, '\0', "status"},
    {option_help, 'h', "help"},
    {option_version, 'V', "version"},
};
static_assert(std::size(specs) == probe_option_count);

/// True if the address does not tell which link it is on.
bool needs_interface(const IpAddress& address) {
    return address.is_multicast() || (address.family == Family::ipv6 && address.is_link_local());
}

/// A set of options.
constexpr std::uint32_t bit(Option option) {
    return std::uint32_t{1} << option;
}

/// Options that may be given with --status. --local is harmless: the status is always local.
constexpr std::uint32_t options_of_status = bit(option_status) | bit(option_timeout) |
                                            bit(option_format) | bit(option_discovery_port) |
                                            bit(option_local) | bit(option_key_file);
constexpr std::uint32_t options_of_hosts =
    bit(option_hosts) | bit(option_timeout) | bit(option_patience) | bit(option_local) |
    bit(option_interface) | bit(option_ipv4) | bit(option_ipv6) | bit(option_discovery_port) |
    bit(option_key_file) | bit(option_format);

/// Options refused if given twice, because the user may expect both to count. Of all other options
/// the last one counts.
constexpr std::uint32_t options_given_once =
    bit(option_name) | bit(option_interface) | bit(option_key_file);

/// Two options that exclude each other, because one of them would have no effect.
struct Pair {
    Option option;
    Option other;
};

constexpr Pair refused_pairs[] = {
    {option_local, option_interface}, {option_local, option_to},
    {option_patience, option_local},  {option_patience, option_first},
    {option_patience, option_count},  {option_patience, option_to},
};

/// Whether --status and --hosts have it.
bool is_report_format(FormatKind kind) {
    return kind != FormatKind::sh && kind != FormatKind::by_template;
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
    Parsed on_option(const OptionSpec& spec, std::string_view value);
    const char* read(Option option, std::string_view value);
    const char* add_target(std::string_view value);
    Parsed read_format(std::string_view value);
    Parsed read_type(std::string_view value);
    Parsed finish();
    Parsed check_pairs();
    Parsed check_times();
    Parsed check_targets();
    /// Checks the options beside --status or --hosts; `others` names those that may be given.
    Parsed check_report(Option report, std::uint32_t allowed, const char* others);
    Parsed refuse(const char* what, std::string_view value, std::string_view reason);
    Parsed refuse(const char* reason);

    [[nodiscard]] bool is_given(Option option) const { return (given_ & bit(option)) != 0; }

    OptionParser parser_;
    ProbeArguments& out_;
    TextBuffer& message_;
    /// The options that were given so far.
    std::uint32_t given_ = 0;
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
                parsed = read_type(item.value);
                break;
            case OptionParser::Kind::option:
                parsed = on_option(*item.spec, item.value);
                break;
        }
        if (parsed != Parsed::run) return parsed;
    }
}

Parsed Reader::on_option(const OptionSpec& spec, std::string_view value) {
    const auto option = static_cast<Option>(spec.id);
    if ((given_ & options_given_once & bit(option)) != 0) {
        append_option_name(message_, spec);
        return refuse(" is given twice");
    }
    given_ |= bit(option);
    if (option == option_help) {
        append_help(message_);
        return Parsed::show;
    }
    if (option == option_version) {
        append_version(message_, probe_program);
        return Parsed::show;
    }
    if (option == option_format) return read_format(value);
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
        case option_hosts:
            out_.hosts = true;
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

Parsed Reader::read_format(std::string_view value) {
    TextBuffer reason;
    Format format;
    if (!parse_format(value, format, reason)) return refuse("format", value, reason.view());
    out_.format = format;
    return Parsed::run;
}

Parsed Reader::read_type(std::string_view value) {
    if (is_set(out_.wanted, ServiceField::type)) {
        message_.append("more than one TYPE is given: ");
        append_cited(message_, value);
        return Parsed::usage_error;
    }
    const char* reason = set_field(out_.wanted, ServiceField::type, value);
    return reason == nullptr ? Parsed::run : refuse("type", value, reason);
}

/// Handles the arguments after the options. Those after `--` are operands, too.
Parsed Reader::finish() {
    for (const char* operand : parser_.rest()) {
        const Parsed parsed = read_type(operand);
        if (parsed != Parsed::run) return parsed;
    }
    Parsed parsed = Parsed::run;
    if (out_.status) {
        parsed = check_report(option_status, options_of_status, "-P, -k, -w, -l and -f");
    } else if (out_.hosts) {
        parsed = check_report(option_hosts, options_of_hosts,
                              "-P, -k, -w, -i, -4, -6, -l, -f and --patience");
    }
    if (parsed == Parsed::run) parsed = check_pairs();
    if (parsed == Parsed::run) parsed = check_times();
    if (parsed == Parsed::run) parsed = check_targets();
    return parsed;
}

Parsed Reader::check_pairs() {
    for (const Pair& pair : refused_pairs) {
        if (!is_given(pair.option) || !is_given(pair.other)) continue;
        append_option_name(message_, specs[pair.option]);
        message_.append(" excludes ");
        append_option_name(message_, specs[pair.other]);
        return Parsed::usage_error;
    }
    return Parsed::run;
}

Parsed Reader::check_times() {
    if (is_given(option_interval) && !is_given(option_repeat)) {
        return refuse("--interval needs --repeat");
    }
    if (is_given(option_patience) && out_.patience_ms > out_.timeout_ms) {
        return refuse("--patience must not be longer than --timeout");
    }
    return Parsed::run;
}

Parsed Reader::check_targets() {
    bool needs_port = out_.target_count == 0;
    for (const Endpoint& target : std::span(out_.targets).first(out_.target_count)) {
        const char* reason = nullptr;
        if (needs_interface(target.address) && out_.interface_name.empty()) {
            reason = "it needs --interface";
        } else if (out_.family != Family::any && out_.family != target.address.family) {
            reason = "it is of the other family";
        }
        if (reason != nullptr) return refuse("address", to_text(target.address).view(), reason);
        needs_port = needs_port || target.port == 0;
    }
    if (needs_port || !is_given(option_discovery_port)) return Parsed::run;
    return refuse("-P has no effect: each --to has a port");
}

Parsed Reader::check_report(Option report, std::uint32_t allowed, const char* others) {
    const bool has_others = (given_ & ~allowed) != 0 || is_set(out_.wanted, ServiceField::type);
    const bool has_format = !out_.format || is_report_format(out_.format->kind);
    if (!has_others && has_format) return Parsed::run;
    append_option_name(message_, specs[report]);
    if (!has_others) return refuse(" has the formats table, tsv and json only");
    message_.append(" goes with ").append(others);
    return refuse(" only");
}

Parsed Reader::refuse(const char* what, std::string_view value, std::string_view reason) {
    append_bad_value(message_, what, value, reason);
    return Parsed::usage_error;
}

Parsed Reader::refuse(const char* reason) {
    message_.append(reason);
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
    options.hosts_only = arguments.hosts;
    options.local_only = arguments.local_only;
    options.targets = {arguments.targets.data(), arguments.target_count};
    options.interface_name = arguments.interface_name.view();
    options.family = arguments.family;
    options.keys = &arguments.keys;
    return options;
}

}  // namespace mpdisc::cli
