// SPDX-License-Identifier: MIT
#include "cli/service_check.h"

#include <algorithm>

#include "cli/number.h"
#include "mpdisc/text.h"
#include "program/command.h"

namespace mpdisc::cli {

namespace {

constexpr std::uint32_t time_ms_min = 100;
constexpr std::uint32_t time_ms_max = 86'400'000;
constexpr std::uint8_t count_max = 100;
/// A service whose program has ended is then found no longer than one whose host is lost
/// (limits::lost_after_ms_default).
constexpr std::uint32_t interval_ms_default = 5'000;
constexpr std::uint32_t timeout_ms_default = 1'000;

static_assert(time_ms_min == 100 && time_ms_max == 86'400'000 && count_max == 100 &&
                  check_command_bytes_max == 511,
              "the texts below name these bounds");

const char* read_time(std::string_view text, std::uint32_t& out_ms) {
    std::uint32_t ms = 0;
    if (!parse_seconds(text, time_ms_max, ms) || ms < time_ms_min) {
        return "it must be 0.1 to 86400 seconds, with up to three decimals";
    }
    out_ms = ms;
    return nullptr;
}

const char* read_count(std::string_view text, std::uint8_t& out) {
    std::uint64_t count = 0;
    if (!parse_unsigned(text, count_max, count) || count == 0) return "it must be 1 to 100";
    out = static_cast<std::uint8_t>(count);
    return nullptr;
}

const char* read_command(std::string_view text, ServiceCheck& out) {
    if (command_shell() == nullptr) return "this system has no shell for a command";
    if (text.empty() || text.find('\0') != std::string_view::npos ||
        text.size() > check_command_bytes_max || !out.command.assign(text) ||
        !out.command.append({"\0", 1})) {
        return "a command must have 1 to 511 bytes, none NUL";
    }
    out.kind = CheckKind::command;
    return nullptr;
}

const char* read_check(std::string_view text, ServiceCheck& out) {
    constexpr std::string_view tcp = "tcp";
    constexpr std::string_view with_port = "tcp:";
    constexpr std::string_view with_command = "exec:";
    if (begins_with(text, with_command)) return read_command(slice(text, with_command.size()), out);
    if (begins_with(text, with_port)) {
        if (const char* reason = read_port(slice(text, with_port.size()), out.port)) return reason;
    } else if (text != tcp) {
        return "it must be tcp, tcp:PORT or exec:COMMAND";
    }
    out.kind = CheckKind::tcp;
    return nullptr;
}

bool is_over_tcp(const ServiceView& service) {
    constexpr std::string_view end = "_tcp";
    return equals_ignoring_case(slice(service.type, service.type.size() - end.size()), end);
}

}  // namespace

bool checks_available() {
    return true;
}

const char* set_field(ServiceCheck& check, ServiceField field, std::string_view value) {
    switch (field) {
        case ServiceField::check:
            return read_check(value, check);
        case ServiceField::check_interval:
            return read_time(value, check.interval_ms);
        case ServiceField::check_timeout:
            return read_time(value, check.timeout_ms);
        case ServiceField::check_fall:
            return read_count(value, check.fall);
        case ServiceField::check_rise:
            return read_count(value, check.rise);
        default:
            return nullptr;
    }
}

bool is_set(const ServiceCheck& check, ServiceField field) {
    switch (field) {
        case ServiceField::check:
            return check.kind != CheckKind::none;
        case ServiceField::check_interval:
            return check.interval_ms != 0;
        case ServiceField::check_timeout:
            return check.timeout_ms != 0;
        case ServiceField::check_fall:
            return check.fall != 0;
        case ServiceField::check_rise:
            return check.rise != 0;
        default:
            return false;
    }
}

const char* complete(ServiceCheck& check, const ServiceView& service) {
    if (check.kind == CheckKind::none) {
        return check == ServiceCheck{}
                   ? nullptr
                   : "check-interval, check-timeout, check-fall and check-rise need a check";
    }
    if (check.kind == CheckKind::tcp && check.port == 0 && !is_over_tcp(service)) {
        return "the check of a UDP service needs a port: tcp:PORT";
    }
    if (check.port == 0) check.port = service.port;
    if (check.interval_ms == 0) check.interval_ms = interval_ms_default;
    if (check.timeout_ms == 0) check.timeout_ms = timeout_ms_default;
    if (check.fall == 0) check.fall = 1;
    if (check.rise == 0) check.rise = 1;
    check.wait_ms = check.interval_ms;
    return nullptr;
}

void wait_for_port(ServiceCheck& check, const ServiceView& service, std::uint32_t wait_ms) {
    if (!is_over_tcp(service)) return;
    check.kind = CheckKind::tcp;
    (void)complete(check, service);
    check.wait_ms = wait_ms;
    check.interval_ms = 0;
}

}  // namespace mpdisc::cli
