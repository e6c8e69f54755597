// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/service.h"

namespace mpdisc::cli {

/// A service to offer, and the place of its description.
struct ListedService {
    Service service;
    /// Line in the configuration file; 0: the command line.
    std::size_t line = 0;
};

/// The services that a provider offers; at most limits::provider_services_max.
class ServiceList {
   public:
    ServiceList() = default;
    ~ServiceList() { clear(); }
    ServiceList(const ServiceList&) = delete;
    ServiceList& operator=(const ServiceList&) = delete;

    /// Refuses with `provider_full` or `no_memory`.
    [[nodiscard]] ServiceError add(const ListedService& service);
    [[nodiscard]] std::span<const ListedService> items() const { return {items_, size_}; }
    /// Removes all services and frees the memory.
    void clear();

   private:
    ListedService* items_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace mpdisc::cli
