// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/described_service.h"
#include "cli/help.h"
#include "cli/options.h"

/// The options of mpdisc-provider.
namespace mpdisc::cli {

/// The options of a service have the numbers of its fields.
constexpr std::uint8_t id_of(ServiceField field) {
    return static_cast<std::uint8_t>(field);
}

enum ProviderOption : std::uint8_t {
    option_wait_for_port = id_of(ServiceField::last) + 1,
    option_config,
    option_config_directory,
    option_check_config,
    option_discovery_port,
    option_interface,
    option_ipv4,
    option_ipv6,
    option_key_file,
    option_allow,
    option_heartbeat,
    option_lease,
    option_client_rate,
    option_host_rate,
    option_announce,
    option_verbose,
    option_quiet,
    option_syslog,
    option_ready_descriptor,
    option_help,
    option_version,
};

inline constexpr OptionSpec provider_option_specs[] = {
    {id_of(ServiceField::type), 't', "type\0TYPE"},
    {id_of(ServiceField::port), 'p', "port\0PORT"},
    {id_of(ServiceField::name), 'n', "name\0NAME"},
    {id_of(ServiceField::attribute), 'a', "attr\0KEY[=VALUE]"},
    {id_of(ServiceField::check), '\0', "check\0CHECK"},
    {id_of(ServiceField::check_interval), '\0', "check-interval\0SEC"},
    {id_of(ServiceField::check_timeout), '\0', "check-timeout\0SEC"},
    {id_of(ServiceField::check_fall), '\0', "check-fall\0N"},
    {id_of(ServiceField::check_rise), '\0', "check-rise\0N"},
    {option_wait_for_port, '\0', "wait-for-port"},
    {option_config, 'c', "config\0FILE"},
    {option_config_directory, '\0', "config-dir\0DIR"},
    {option_check_config, '\0', "check-config"},
    {option_discovery_port, 'P', "discovery-port\0N"},
    {option_interface, 'i', "interface\0IF"},
    {option_ipv4, '4', ""},
    {option_ipv6, '6', ""},
    {option_key_file, 'k', "key-file\0FILE"},
    {option_allow, '\0', "allow\0CIDR"},
    {option_heartbeat, '\0', "heartbeat\0SEC"},
    {option_lease, '\0', "lease\0SEC"},
    {option_client_rate, '\0', "client-rate\0KIB"},
    {option_host_rate, '\0', "host-rate\0KIB"},
    {option_announce, '\0', "announce\0SEC"},
    {option_verbose, 'v', "verbose"},
    {option_quiet, 'q', "quiet"},
    {option_syslog, '\0', "syslog"},
    {option_ready_descriptor, '\0', "ready-fd\0N"},
    {option_help, 'h', "help"},
    {option_version, 'V', "version"},
};
static_assert(std::size(provider_option_specs) == provider_option_count);

}  // namespace mpdisc::cli
