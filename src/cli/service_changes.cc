// SPDX-License-Identifier: MIT
#include "cli/service_changes.h"

#include <algorithm>

namespace mpdisc::cli {

namespace {

bool is_same(const ServiceView& a, const ServiceView& b) {
    return a.port == b.port && a.name == b.name && a.type == b.type &&
           std::ranges::equal(a.attributes.packed(), b.attributes.packed());
}

}  // namespace

ServiceChanges compare(const ServiceSet& before, const ServiceSet& after) {
    ServiceChanges changes;
    std::size_t kept = 0;
    ServiceView service;
    ServiceView other;
    for (std::size_t position = 0; after.next(position, service);) {
        if (!before.find(service.name, service.type, other)) {
            ++changes.added;
            continue;
        }
        ++kept;
        if (!is_same(service, other)) ++changes.changed;
    }
    std::size_t count = 0;
    for (std::size_t position = 0; before.next(position, other);) ++count;
    changes.removed = count - kept;
    return changes;
}

}  // namespace mpdisc::cli
