// SPDX-License-Identifier: MIT
#include "cli/service_list.h"

#include <cstdlib>
#include <type_traits>

#include "mpdisc/memory.h"

namespace mpdisc::cli {

static_assert(std::is_trivially_copyable_v<ListedService>, "grow_memory() moves them");

ServiceError ServiceList::add(const ListedService& service) {
    if (size_ == limits::provider_services_max) return ServiceError::provider_full;
    if (size_ == capacity_) {
        const std::size_t wanted = capacity_ == 0 ? 1 : capacity_ * 2;
        void* grown = grow_memory(items_, size_ * sizeof *items_, wanted * sizeof *items_);
        if (grown == nullptr) return ServiceError::no_memory;
        items_ = static_cast<ListedService*>(grown);
        capacity_ = wanted;
    }
    items_[size_++] = service;
    return ServiceError::none;
}

void ServiceList::clear() {
    std::free(items_);
    items_ = nullptr;
    size_ = 0;
    capacity_ = 0;
}

}  // namespace mpdisc::cli
