// SPDX-License-Identifier: MIT
#include "runtime/client_config.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"
#include "mpdisc/name_pattern.h"
#include "runtime/interface_watch.h"
#include "runtime/random_numbers.h"
#include "wire/announcement_port.h"

namespace mpdisc::runtime {
namespace {

void copy_types(std::span<const std::string_view> from, core::Selection& to) {
    for (const std::string_view type : from) {
        const bool is_copied = to.types[to.type_count++].assign(type);
        expects(is_copied);
    }
}

void copy_filter(const ClientOptions& options, core::ProbeConfig& to) {
    const Filter& filter = options.filter;
    const std::string_view pattern = options.name_pattern;
    const bool is_type = filter.type.empty() && options.types.size() == 1;
    std::array<char, limits::name_pattern_max> room;
    // Requests can say a name and a type.
    const bool is_name = filter.name.empty() && !has_wildcards(pattern);
    const bool is_copied = to.type.assign(is_type ? options.types.front() : filter.type) &&
                           to.name.assign(is_name ? plain_name(pattern, room) : filter.name) &&
                           (is_name || to.selection.name_pattern.assign(pattern));
    expects(is_copied);
    to.attributes.assign(filter.attributes);
    if (!is_type) copy_types(options.types, to.selection);
}

/// Whether it is the discovery port or the announcement port.
bool is_taken_by_providers(std::uint16_t port, std::uint16_t discovery_port) {
    return port != 0 && (port == discovery_port || port == wire::announcement_port(discovery_port));
}

}  // namespace

const char* find_bad_option(const ClientOptions& options) {
    const Filter& filter = options.filter;
    if (options.discovery_port == 0) return "discovery_port";
    if (is_taken_by_providers(options.source_port, options.discovery_port)) return "source_port";
    if (!filter.type.empty() && !is_service_type(filter.type)) return "filter.type";
    if (!filter.name.empty() && !is_instance_name(filter.name)) return "filter.name";
    if (options.types.size() > limits::wanted_types_max ||
        !std::ranges::all_of(options.types, is_service_type)) {
        return "types";
    }
    if (!options.name_pattern.empty() &&
        check_name_pattern(options.name_pattern) != ServiceError::none) {
        return "name_pattern";
    }
    if (options.patience_ms > limits::probe_timeout_ms_max) return "patience_ms";
    if (options.targets.size() > limits::probe_targets_max) return "targets";
    if (!InterfaceWatch::is_name(options.interface_name)) return "interface_name";
    return nullptr;
}

OpenError configure(const ClientOptions& options, core::ProbeConfig& config) {
    copy_filter(options, config);
    config.one_interface = !options.interface_name.empty();
    config.discovery_port = options.discovery_port;
    config.patience_ms = options.patience_ms;
    config.local_only = options.local_only;
    config.family = options.family;
    std::copy(options.targets.begin(), options.targets.end(), config.targets.begin());
    config.target_count = options.targets.size();
    if (options.keys != nullptr) config.keys.assign(*options.keys);
    return RandomNumbers().fill(config.seed) ? OpenError::none : OpenError::no_entropy;
}

}  // namespace mpdisc::runtime
