// SPDX-License-Identifier: MIT
#include "runtime/client_config.h"

#include <algorithm>

#include "mpdisc/text.h"
#include "runtime/random_numbers.h"

namespace mpdisc::runtime {
namespace {

bool copy_attributes(const Attributes& from, AttributeSet& to) {
    for (const Attribute attribute : from) {
        const std::size_t size =
            attribute.key.size() + (attribute.has_value ? 1 + attribute.value.size() : 0);
        // In the packed form, the key, `=` and the value follow each other.
        if (to.add({attribute.key.data(), size}) != ServiceError::none) return false;
    }
    return true;
}

bool copy_filter(const Filter& from, core::ProbeConfig& to) {
    return (from.type.empty() || is_service_type(from.type)) && is_name_text(from.name) &&
           to.type.assign(from.type) && to.name.assign(from.name) &&
           copy_attributes(from.attributes, to.attributes);
}

}  // namespace

OpenError configure(const ClientOptions& options, core::ProbeConfig& config) {
    if (!copy_filter(options.filter, config) || options.discovery_port == 0 ||
        options.patience_ms > limits::probe_timeout_ms_max ||
        options.targets.size() > config.targets.size()) {
        return OpenError::bad_option;
    }
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
