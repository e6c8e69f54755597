// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/host/service_offsets.h"
#include "core/kit/array.h"
#include "mpdisc/service.h"
#include "wire/service_list.h"

namespace mpdisc::core {

/// The services of one provider, encoded as in messages.
class ServiceSet {
   public:
    [[nodiscard]] ServiceError add(const ServiceView& service);
    /// Replaces port and attributes of the service with that name and type, which keeps its place.
    /// Sets `is_changed` if anything differs. After an error the old service stays.
    [[nodiscard]] ServiceError update(const ServiceView& service, bool& is_changed);
    [[nodiscard]] ServiceError remove(std::string_view name, std::string_view type);
    /// Makes this set a copy of `other`. False if there is no memory; then nothing has changed.
    [[nodiscard]] bool assign(const ServiceSet& other);
    void swap(ServiceSet& other);

    [[nodiscard]] bool find(std::string_view name, std::string_view type, ServiceView& out) const;
    [[nodiscard]] bool has(const ServiceView& service) const {
        wire::ServiceList::Item item;
        return find_item(service.name, service.type, item);
    }
    /// Reads the services one by one, see mpdisc::ServiceSet::next().
    [[nodiscard]] bool next(std::size_t& position, ServiceView& out) const;

    [[nodiscard]] wire::ServiceList list() const { return wire::ServiceList(encoded()); }
    /// The SERVICE fields, in sequence.
    [[nodiscard]] wire::Bytes encoded() const { return encoded_.view(); }
    [[nodiscard]] std::uint32_t count() const { return count_; }

   private:
    [[nodiscard]] bool find_item(std::string_view name, std::string_view type,
                                 wire::ServiceList::Item& out) const;
    [[nodiscard]] std::size_t offset_of(const wire::ServiceList::Item& item) const;

    Array<std::uint8_t> encoded_;
    std::uint32_t count_ = 0;
    /// Lists all services, until a change moves some of them: then too few, and it is not used.
    ServiceOffsets offsets_;
};

}  // namespace mpdisc::core
