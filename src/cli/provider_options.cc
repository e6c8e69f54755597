// SPDX-License-Identifier: MIT
#include "cli/provider_options.h"

#include <array>

#include "cli/escape.h"
#include "cli/number.h"
#include "cli/provider_option_table.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"
#include "program/command.h"

namespace mpdisc::cli {

namespace {

void append_help(TextBuffer& out) {
    out.append(provider_help_head);
    append_option_help(out, provider_option_specs, provider_option_help);
    out.append(provider_help_end);
}

class Reader {
   public:
    Reader(Arguments arguments, ProviderArguments& out, TextBuffer& message)
        : parser_(provider_option_specs, arguments), out_(out), message_(message) {}

    Parsed run();

   private:
    Parsed on_option(const OptionSpec& spec, std::string_view value);
    Parsed read_service_field(const OptionSpec& spec, ServiceField field, std::string_view value);
    Parsed read_setting(const OptionSpec& spec, SettingsField field, std::string_view value);
    Parsed read_config_path(const OptionSpec& spec, std::string_view value);
    Parsed read_path(const OptionSpec& spec, std::string_view value, const char*& out);
    Parsed refuse_repetition(const OptionSpec& spec);
    Parsed enable_wait();
    Parsed enable_syslog();
    Parsed read_ready_descriptor(const OptionSpec& spec, std::string_view value);
    Parsed finish();
    Parsed begin_further_service();
    Parsed finish_service();
    Parsed read_command();
    Parsed refuse(const OptionSpec& spec, std::string_view value, const char* reason);

    OptionParser parser_;
    ProviderArguments& out_;
    TextBuffer& message_;
    /// The service that the options describe; fields that were not given are unset. A single
    /// service may have its options in any order. Of several, each begins with its type.
    DescribedService service_;
    bool has_service_ = false;
    bool has_field_before_type_ = false;
};

Parsed Reader::run() {
    while (true) {
        const OptionParser::Item item = parser_.next(message_);
        switch (item.kind) {
            case OptionParser::Kind::error:
                return Parsed::usage_error;
            case OptionParser::Kind::end:
                return finish();
            case OptionParser::Kind::operand:
                message_.append("unexpected argument ");
                append_cited(message_, item.value);
                message_.append("; a command to run follows '--'");
                return Parsed::usage_error;
            case OptionParser::Kind::option:
                break;
        }
        const Parsed parsed = on_option(*item.spec, item.value);
        if (parsed != Parsed::run) return parsed;
    }
}

Parsed Reader::on_option(const OptionSpec& spec, std::string_view value) {
    if (spec.id <= id_of(ServiceField::last)) {
        return read_service_field(spec, static_cast<ServiceField>(spec.id), value);
    }
    switch (static_cast<ProviderOption>(spec.id)) {
        case option_wait_for_port:
            return enable_wait();
        case option_config:
            return read_config_path(spec, value);
        case option_config_directory:
            return read_path(spec, value, out_.config_directory);
        case option_check_config:
            out_.checks_only = true;
            return Parsed::run;
        case option_discovery_port:
            return read_setting(spec, SettingsField::discovery_port, value);
        case option_interface:
            return read_setting(spec, SettingsField::interface, value);
        case option_ipv4:
            return read_setting(spec, SettingsField::family, "ipv4");
        case option_ipv6:
            return read_setting(spec, SettingsField::family, "ipv6");
        case option_key_file:
            return read_setting(spec, SettingsField::key_file, value);
        case option_allow:
            return read_setting(spec, SettingsField::allow, value);
        case option_heartbeat:
            return read_setting(spec, SettingsField::heartbeat, value);
        case option_lease:
            return read_setting(spec, SettingsField::lease, value);
        case option_client_rate:
            return read_setting(spec, SettingsField::client_rate, value);
        case option_host_rate:
            return read_setting(spec, SettingsField::host_rate, value);
        case option_announce:
            return read_setting(spec, SettingsField::announce, value);
        case option_verbose:
            out_.log_threshold = LogLevel::debug;
            return Parsed::run;
        case option_quiet:
            out_.log_threshold = LogLevel::error;
            return Parsed::run;
        case option_syslog:
            return enable_syslog();
        case option_ready_descriptor:
            return read_ready_descriptor(spec, value);
        case option_help:
            append_help(message_);
            return Parsed::show;
        case option_version:
            append_version(message_, provider_program);
            return Parsed::show;
    }
    return Parsed::usage_error;
}

Parsed Reader::read_service_field(const OptionSpec& spec, ServiceField field,
                                  std::string_view value) {
    if (is_set(service_, field)) {
        if (field != ServiceField::type) return refuse_repetition(spec);
        const Parsed parsed = begin_further_service();
        if (parsed != Parsed::run) return parsed;
    }
    if (field != ServiceField::type && !service_.service.has_type()) has_field_before_type_ = true;
    has_service_ = true;
    const char* reason = set_field(service_, field, value);
    return reason == nullptr ? Parsed::run : refuse(spec, value, reason);
}

Parsed Reader::begin_further_service() {
    if (has_field_before_type_) {
        message_.append(
            "with several services, each --name, --port, --attr and --check must follow the --type "
            "of its service");
        return Parsed::usage_error;
    }
    const Parsed parsed = finish_service();
    service_ = {};
    return parsed;
}

Parsed Reader::read_setting(const OptionSpec& spec, SettingsField field, std::string_view value) {
    // An option given twice is refused, because the user may want two interfaces or files. Of -4
    // and -6 the last one counts.
    if (is_set(out_.settings, field) && field != SettingsField::family) {
        return refuse_repetition(spec);
    }
    const char* reason = set_field(out_.settings, field, value);
    return reason == nullptr ? Parsed::run : refuse(spec, value, reason);
}

Parsed Reader::read_config_path(const OptionSpec& spec, std::string_view value) {
    const Parsed parsed = read_path(spec, value, out_.config_path);
    if (parsed == Parsed::run && value == "-") {
        out_.config_is_input = true;
        out_.config_path = "standard input";
    }
    return parsed;
}

Parsed Reader::read_path(const OptionSpec& spec, std::string_view value, const char*& out) {
    if (out != nullptr) return refuse_repetition(spec);
    // An option's value ends where its argument ends, so a NUL follows it.
    out = value.data();
    return Parsed::run;
}

Parsed Reader::enable_wait() {
    if (!checks_available()) {
        message_.append("--wait-for-port: ").append(no_checks);
        return Parsed::usage_error;
    }
    out_.waits_for_ports = true;
    return Parsed::run;
}

Parsed Reader::enable_syslog() {
    if (!system_log_available()) {
        message_.append("--syslog: not in this build");
        return Parsed::usage_error;
    }
    out_.log_to_system = true;
    return Parsed::run;
}

Parsed Reader::read_ready_descriptor(const OptionSpec& spec, std::string_view value) {
    if (out_.ready_descriptor != Readiness::no_descriptor) return refuse_repetition(spec);
    if (!supervisor_available()) {
        message_.append("--ready-fd: not in this build");
        return Parsed::usage_error;
    }
    std::uint64_t number = 0;
    if (!parse_unsigned(value, INT32_MAX, number) || number < 3 ||
        !claim_descriptor(static_cast<int>(number))) {
        return refuse(spec, value, "it must be an open descriptor, 3 or more");
    }
    out_.ready_descriptor = static_cast<int>(number);
    return Parsed::run;
}

Parsed Reader::finish() {
    if (!has_service_ && out_.config_path == nullptr && out_.config_directory == nullptr) {
        message_.append("no service to offer: give --type and --port, or --config");
        return Parsed::usage_error;
    }
    const Parsed parsed = has_service_ ? finish_service() : Parsed::run;
    return parsed == Parsed::run ? read_command() : parsed;
}

Parsed Reader::finish_service() {
    if (!service_.service.has_type()) {
        message_.append("--type is missing: --port, --name, --attr and --check need it");
        return Parsed::usage_error;
    }
    message_.append("--type ").append(service_.service.view().type).append(": ");
    if (!service_.service.has_port()) {
        message_.append(no_port);
    } else if (add_described(out_, service_, out_.default_name.view(), message_)) {
        message_.clear();
        return Parsed::run;
    }
    return Parsed::usage_error;
}

Parsed Reader::read_command() {
    if (!parser_.has_rest()) return Parsed::run;
    out_.command = parser_.rest();
    if (!out_.command.empty() && command_available()) return Parsed::run;
    message_.append(out_.command.empty() ? "a command must follow '--'"
                                         : "this build runs no commands");
    return Parsed::usage_error;
}

Parsed Reader::refuse_repetition(const OptionSpec& spec) {
    append_option_name(message_, spec);
    message_.append(" is given twice");
    return Parsed::usage_error;
}

Parsed Reader::refuse(const OptionSpec& spec, std::string_view value, const char* reason) {
    append_bad_value(message_, spec.long_name(), value, reason);
    return Parsed::usage_error;
}

}  // namespace

Parsed parse_provider_options(Arguments arguments, std::string_view host_name,
                              ProviderArguments& out, TextBuffer& message) {
    // A host's name may be longer than an instance name, so it is cut.
    std::array<char, limits::instance_name_max> name;
    const std::size_t size = to_name_text(host_name, name);
    [[maybe_unused]] const bool fits = out.default_name.assign({name.data(), size});
    expects(fits);
    return Reader(arguments, out, message).run();
}

}  // namespace mpdisc::cli
