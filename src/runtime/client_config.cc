// SPDX-License-Identifier: MIT
#include "runtime/client_config.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "runtime/interface_watch.h"
#include "runtime/random_numbers.h"
#include "wire/announcement_port.h"

namespace mpdisc::runtime {
namespace {

void copy_filter(const Filter& from, core::ProbeConfig& to) {
    const bool is_copied = to.type.assign(from.type) && to.name.assign(from.name);
    expects(is_copied);
    to.attributes.assign(from.attributes);
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
    if (options.patience_ms > limits::probe_timeout_ms_max) return "patience_ms";
    if (options.targets.size() > limits::probe_targets_max) return "targets";
    if (!InterfaceWatch::is_name(options.interface_name)) return "interface_name";
    return nullptr;
}

OpenError configure(const ClientOptions& options, core::ProbeConfig& config) {
    copy_filter(options.filter, config);
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
