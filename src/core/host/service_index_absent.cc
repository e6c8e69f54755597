// SPDX-License-Identifier: MIT
#include "core/host/service_index.h"

// For builds without an index. Each request looks through all services.

namespace mpdisc::core {

bool ServiceIndex::is_kept() {
    return false;
}

bool ServiceIndex::add(std::uint32_t, wire::Bytes, std::uint32_t& out) {
    out = none;
    return true;
}

void ServiceIndex::remove(std::uint32_t) {}

std::uint32_t ServiceIndex::first(const Filter&) const {
    return none;
}

}  // namespace mpdisc::core
