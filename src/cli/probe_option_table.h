// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/help.h"
#include "cli/options.h"

/// The options of mpdisc-probe.
namespace mpdisc::cli {

enum ProbeOption : std::uint8_t {
    option_type,
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
    option_from_port,
    option_key_file,
    option_format,
    option_set,
    option_sort,
    option_output,
    option_on_update,
    option_settle,
    option_no_header,
    option_null,
    option_repeat,
    option_interval,
    option_watch,
    option_live,
    option_time,
    option_exec,
    option_wait,
    option_gone,
    option_lost_after,
    option_hosts,
    option_status,
    option_explain,
    option_trace,
    option_help,
    option_version,
};

inline constexpr OptionSpec probe_option_specs[] = {
    {option_type, 't', "type\0TYPE"},
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
    {option_from_port, '\0', "from-port\0N"},
    {option_key_file, 'k', "key-file\0FILE"},
    {option_format, 'f', "format\0FORMAT"},
    {option_set, '\0', "set\0KEY=VALUE"},
    {option_sort, '\0', "sort\0FIELD"},
    {option_output, '\0', "output\0FILE"},
    {option_on_update, '\0', "on-update\0COMMAND"},
    {option_settle, '\0', "settle\0MS"},
    {option_no_header, '\0', "no-header"},
    {option_null, '0', "null"},
    {option_repeat, '\0', "repeat\0N"},
    {option_interval, '\0', "interval\0SEC"},
    {option_watch, '\0', "watch"},
    {option_live, '\0', "live"},
    {option_time, '\0', "time"},
    {option_exec, '\0', "exec"},
    {option_wait, '\0', "wait"},
    {option_gone, '\0', "gone"},
    {option_lost_after, '\0', "lost-after\0SEC"},
    {option_hosts, '\0', "hosts"},
    {option_status, '\0', "status"},
    {option_explain, '\0', "explain"},
    {option_trace, '\0', "trace"},
    {option_help, 'h', "help"},
    {option_version, 'V', "version"},
};
static_assert(std::size(probe_option_specs) == probe_option_count);

/// A set of options.
using ProbeOptionSet = std::uint64_t;
static_assert(probe_option_count <= 64);

constexpr ProbeOptionSet bit(ProbeOption option) {
    return ProbeOptionSet{1} << option;
}

}  // namespace mpdisc::cli
