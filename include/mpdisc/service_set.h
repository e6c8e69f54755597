// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "mpdisc/owned.h"
#include "mpdisc/service.h"

namespace mpdisc {

/// Services that one provider can offer together, for Provider::set_services(). It owns its memory:
/// about as much as the services take in a message.
class ServiceSet {
   public:
    ServiceSet();
    ~ServiceSet();
    ServiceSet(ServiceSet&& other) noexcept;
    ServiceSet& operator=(ServiceSet&& other) noexcept;
    ServiceSet(const ServiceSet&) = delete;
    ServiceSet& operator=(const ServiceSet&) = delete;

    /// Refuses what Provider::add() refuses of a provider with these services. If it fails, the set
    /// stays as it was.
    [[nodiscard]] ServiceError add(const Service& service);
    /// Makes this set a copy of `other`. False if there is no memory; then nothing has changed.
    [[nodiscard]] bool assign(const ServiceSet& other);
    /// Finds the service of that name and type, without regard to ASCII case. False if there is
    /// none.
    [[nodiscard]] bool find(std::string_view name, std::string_view type, ServiceView& out) const;
    /// Reads the services in the order of add(). `position` is 0 at the beginning, and then what
    /// the last call has left there. False after the last service. `position` and `out` are valid
    /// until the set changes.
    [[nodiscard]] bool next(std::size_t& position, ServiceView& out) const;
    [[nodiscard]] bool is_empty() const;
    /// Removes all services and frees the memory.
    void clear();

   private:
    friend class Provider;

    struct Impl;
    Owned<Impl> impl_;
};

}  // namespace mpdisc
