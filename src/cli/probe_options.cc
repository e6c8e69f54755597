// SPDX-License-Identifier: MIT
#include "cli/probe_options.h"

#include "cli/escape.h"
#include "cli/help.h"
#include "cli/list_options.h"
#include "cli/number.h"
#include "cli/probe_option_rules.h"
#include "cli/target.h"
#include "cli/trace.h"
#include "mpdisc/expects.h"
#include "mpdisc/name_pattern.h"

namespace mpdisc::cli {

namespace {

/// Options refused if given twice, because the user may expect both to count. Of all other options
/// the last one counts.
constexpr ProbeOptionSet options_given_once =
    bit(option_name) | bit(option_interface) | bit(option_key_file);

static_assert(limits::probe_timeout_ms_max == 3'600'000 && limits::probe_targets_max == 256 &&
                  limits::wanted_types_max == 8 && limits::name_pattern_max == 128 &&
                  limits::found_services_max == 16'384 && limits::lost_after_ms_min == 1'000 &&
                  limits::lost_after_ms_max == 86'400'000,
              "the texts below name these bounds");

const char* reason_of(ServiceError error) {
    return error == ServiceError::none ? nullptr : to_text(error);
}

const char* read_name(std::string_view text, FixedString<limits::name_pattern_max>& out) {
    const char* const reason = reason_of(check_name_pattern(text));
    if (reason != nullptr) return reason;
    return out.assign(text) ? nullptr : "a pattern may have at most 128 bytes";
}

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
    if (!parse_unsigned(text, UINT32_MAX, repeat))
        return "it must be a number from 0 to 4294967295";
    out = static_cast<std::uint32_t>(repeat);
    return nullptr;
}

/// Reads a time-out or a patience.
const char* read_wait(std::string_view text, std::uint32_t& out_ms) {
    if (parse_seconds(text, limits::probe_timeout_ms_max, out_ms)) return nullptr;
    return "it must be 0 to 3600 seconds, with up to three decimals";
}

const char* read_lost_after(std::string_view text, std::uint32_t& out_ms) {
    std::uint32_t ms = 0;
    if (!parse_seconds(text, limits::lost_after_ms_max, ms) || ms < limits::lost_after_ms_min) {
        return "it must be 1 to 86400 seconds, with up to three decimals";
    }
    out_ms = ms;
    return nullptr;
}

const char* read_interval(std::string_view text, std::uint32_t& out_ms) {
    constexpr std::uint32_t day_ms = 86'400'000;
    if (parse_seconds(text, day_ms, out_ms)) return nullptr;
    return "it must be 0 to 86400 seconds, with up to three decimals";
}

void append_help(TextBuffer& out) {
    out.append(probe_help_head);
    append_option_help(out, probe_option_specs, probe_option_help);
    out.append(probe_help_end);
}

class Reader {
   public:
    Reader(Arguments arguments, ProbeArguments& out, TextBuffer& message)
        : parser_(probe_option_specs, arguments), out_(out), message_(message) {}

    Parsed run();

   private:
    Parsed on_option(const OptionSpec& spec, std::string_view value);
    const char* read(ProbeOption option, std::string_view value);
    const char* add_target(std::string_view value);
    Parsed read_format(std::string_view value);
    Parsed read_type(std::string_view value);
    Parsed read_command();
    Parsed finish();
    Parsed refuse(const char* what, std::string_view value, std::string_view reason);
    Parsed refuse(const char* reason);

    OptionParser parser_;
    ProbeArguments& out_;
    TextBuffer& message_;
    /// The options that were given so far.
    ProbeOptionSet given_ = 0;
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
    const auto option = static_cast<ProbeOption>(spec.id);
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
    if (option == option_type) return read_type(value);
    if (option == option_format) return read_format(value);
    if (option == option_exec) return read_command();
    if (option == option_trace) {
        return begin_trace(out_.trace_start_us) ? Parsed::run : refuse("this build has no --trace");
    }
    const char* reason = read(option, value);
    if (reason == nullptr) return Parsed::run;
    return refuse(option == option_to ? target_word : spec.long_name(), value, reason);
}

const char* Reader::read(ProbeOption option, std::string_view value) {
    switch (option) {
        case option_name:
            return read_name(value, out_.name_pattern);
        case option_attribute:
            return reason_of(out_.attributes.add(value));
        case option_first:
            out_.count = 1;
            return nullptr;
        case option_count:
            return read_count(value, out_.count);
        case option_timeout:
            return read_wait(value, out_.timeout_ms);
        case option_patience:
            return read_wait(value, out_.patience_ms);
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
        case option_from_port:
            return read_port(value, out_.source_port);
        case option_key_file:
            return read_file_name(value, out_.key_file);
        case option_set:
        case option_sort:
        case option_output:
        case option_on_update:
        case option_settle:
            return read_list_option(option, value, out_);
        case option_no_header:
            out_.with_titles = false;
            return nullptr;
        case option_null:
            out_.with_nul = true;
            return nullptr;
        case option_repeat:
            return read_repeat(value, out_.repeat);
        case option_interval:
            return read_interval(value, out_.interval_ms);
        case option_watch:
            out_.task = ProbeTask::watch;
            return nullptr;
        case option_live:
            out_.task = ProbeTask::live;
            return nullptr;
        case option_time:
            out_.with_time = true;
            return nullptr;
        case option_wait:
            out_.task = ProbeTask::wait;
            return nullptr;
        case option_gone:
            out_.task = ProbeTask::gone;
            return nullptr;
        case option_lost_after:
            return read_lost_after(value, out_.lost_after_ms);
        case option_hosts:
            out_.task = ProbeTask::hosts;
            return nullptr;
        case option_status:
            out_.task = ProbeTask::status;
            return nullptr;
        case option_explain:
            out_.task = ProbeTask::explain;
            return nullptr;
        case option_type:
        case option_exec:
        case option_format:
        case option_trace:
        case option_help:
        case option_version:
            break;
    }
    expects(false);
    return nullptr;
}

const char* Reader::add_target(std::string_view value) {
    if (out_.target_count == out_.targets.size()) return "there may be at most 256 addresses";
    const char* reason =
        parse_target(value, out_.targets[out_.target_count], out_.target_names[out_.target_count]);
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

/// Reads an operand TYPE, or the value of --type.
Parsed Reader::read_type(std::string_view value) {
    if (!is_service_type(value)) {
        return refuse("type", value, to_text(ServiceError::type_malformed));
    }
    if (out_.type_count == out_.types.size()) {
        return refuse("type", value, "there may be at most 8 types");
    }
    out_.types[out_.type_count++] = value;
    return Parsed::run;
}

/// All arguments that follow belong to the command. A `--` before them is left out.
Parsed Reader::read_command() {
    const Arguments rest = parser_.take_rest();
    const bool has_mark = !rest.empty() && std::string_view(rest.front()) == "--";
    out_.command = rest.subspan(has_mark ? 1 : 0);
    return out_.command.empty() ? refuse("--exec needs a command after it") : Parsed::run;
}

/// Handles the arguments after the options. Those after `--` are operands, too.
Parsed Reader::finish() {
    for (const char* operand : parser_.rest()) {
        const Parsed parsed = read_type(operand);
        if (parsed != Parsed::run) return parsed;
    }
    constexpr ProbeOptionSet status_watch = bit(option_status) | bit(option_watch);
    if ((given_ & status_watch) == status_watch) out_.task = ProbeTask::status_watch;
    return check_probe_rules(given_, out_, message_);
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

namespace {

/// What searches and watches have in common.
void set_client_options(ClientOptions& options, const ProbeArguments& arguments) {
    options.discovery_port = arguments.discovery_port;
    options.filter.attributes = arguments.attributes.view();
    options.types = arguments.wanted_types();
    options.name_pattern = arguments.name_pattern.view();
    options.patience_ms = arguments.patience_ms;
    options.local_only = arguments.local_only;
    options.targets = {arguments.targets.data(), arguments.target_count};
    options.interface_name = arguments.interface_name.view();
    options.family = arguments.family;
    options.source_port = arguments.source_port;
    options.keys = &arguments.keys;
    options.trace = trace_since(arguments.trace_start_us);
}

}  // namespace

ProbeOptions probe_options(const ProbeArguments& arguments) {
    ProbeOptions options;
    set_client_options(options, arguments);
    options.count = arguments.count;
    options.timeout_ms = arguments.timeout_ms;
    options.hosts_only = arguments.task == ProbeTask::hosts;
    return options;
}

WatchOptions watch_options(const ProbeArguments& arguments) {
    WatchOptions options;
    set_client_options(options, arguments);
    options.lost_after_ms = arguments.lost_after_ms;
    return options;
}

StatusOptions status_options(const ProbeArguments& arguments) {
    StatusOptions options;
    options.discovery_port = arguments.discovery_port;
    options.timeout_ms = arguments.timeout_ms;
    options.keys = &arguments.keys;
    options.trace = trace_since(arguments.trace_start_us);
    return options;
}

}  // namespace mpdisc::cli
