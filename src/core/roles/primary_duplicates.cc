// SPDX-License-Identifier: MIT
#include "core/roles/primary.h"

// Finds two providers of one host that offer a service of the same name and type. The time for one
// registration is bounded, for any content and any number of equal names.

namespace mpdisc::core {
namespace {

/// How many services of one registration are compared with the services of others.
constexpr std::size_t compared_services_max = 64;

}  // namespace

ProviderId Primary::find_duplicate(Registry::Slot slot) const {
    const Registrant& registrant = registry_[slot];
    const bool meets_own = registrant.reach.overlaps(state_.reach());
    wire::ServiceList::Reader services = registrant.services_list().read();
    std::size_t left = compared_services_max;
    for (wire::ServiceList::Item item; left != 0 && services.next(item); --left) {
        if (meets_own && state_.services.has(item.service)) return state_.config.id;
        const Registry::Slot other = registry_.find_duplicate(item.service, registrant.reach, slot);
        if (other != Registry::none) return registry_[other].id;
    }
    return {};
}

void Primary::warn_of_duplicate(const ServiceView& service) {
    const Registry::Slot other = registry_.find_duplicate(service, state_.reach(), Registry::none);
    if (other == Registry::none) return;
    state_.emit(ProviderEventType::duplicate_service, registry_[other].id);
}

}  // namespace mpdisc::core
