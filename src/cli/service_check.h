// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/settings.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/service.h"

/// The check of a service, as options and the configuration file describe it.
namespace mpdisc::cli {

enum class CheckKind : std::uint8_t {
    none,
    /// A program listens at a TCP port.
    tcp,
    /// A command ends with status 0.
    command,
};

inline constexpr std::size_t check_command_bytes_max = 511;

/// What is 0 was not given, or complete() has not been called yet.
struct ServiceCheck {
    CheckKind kind = CheckKind::none;
    /// So many failures in a row end the offer, and so many successes in a row begin it again.
    std::uint8_t fall = 0;
    std::uint8_t rise = 0;
    /// The port that is checked. A command is told it.
    std::uint16_t port = 0;
    std::uint32_t timeout_ms = 0;
    /// From one start to the next before the first success, and after it. If the latter is 0, the
    /// first success is the last check.
    std::uint32_t wait_ms = 0;
    std::uint32_t interval_ms = 0;
    /// With a NUL at its end.
    FixedString<check_command_bytes_max + 1> command;

    friend bool operator==(const ServiceCheck&, const ServiceCheck&) = default;
};

/// False in builds that check no services. They refuse all that belongs to a check, with this
/// reason.
[[nodiscard]] bool checks_available();
inline constexpr const char* no_checks = "this build has no health checks";

/// For the fields from ServiceField::check on.
[[nodiscard]] const char* set_field(ServiceCheck& check, ServiceField field,
                                    std::string_view value);
[[nodiscard]] bool is_set(const ServiceCheck& check, ServiceField field);

/// Fills in what was not given. Returns null, or the reason why this service cannot be checked so.
[[nodiscard]] const char* complete(ServiceCheck& check, const ServiceView& service);

/// Makes it a check that ends with its first success: a program listens at the port of the service,
/// which is looked at each `wait_ms`. It stays without a kind if the service is not reached over
/// TCP.
void wait_for_port(ServiceCheck& check, const ServiceView& service, std::uint32_t wait_ms);

}  // namespace mpdisc::cli
