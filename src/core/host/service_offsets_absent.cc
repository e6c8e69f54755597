// SPDX-License-Identifier: MIT
#include "core/host/service_offsets.h"

// For builds without offsets. To find a service they look through all.

namespace mpdisc::core {

bool ServiceOffsets::has_all(std::size_t) const {
    return false;
}

bool ServiceOffsets::reserve_one() {
    return true;
}

void ServiceOffsets::add(const ServiceView&, std::size_t) {}

bool ServiceOffsets::find(wire::Bytes, std::string_view, std::string_view,
                          wire::ServiceList::Item&) const {
    return false;
}

bool ServiceOffsets::assign(wire::Bytes) {
    return true;
}

void ServiceOffsets::clear() {}

void ServiceOffsets::swap(ServiceOffsets&) {}

}  // namespace mpdisc::core
