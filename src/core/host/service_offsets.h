// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/kit/hash_index.h"
#include "wire/service_list.h"

namespace mpdisc::core {

/// The offsets of services among their SERVICE fields, by name and type. It makes the time to find
/// one independent of their number.
class ServiceOffsets {
   public:
    /// Whether it lists `count` services, so that find() tells of all of them. Never so in builds
    /// without offsets.
    [[nodiscard]] bool has_all(std::size_t count) const;
    /// Makes room for one more service. The next add() cannot fail then.
    [[nodiscard]] bool reserve_one();
    void add(const ServiceView& service, std::size_t offset);
    /// Finds a service that is listed, in the fields of all.
    [[nodiscard]] bool find(wire::Bytes fields, std::string_view name, std::string_view type,
                            wire::ServiceList::Item& out) const;
    /// Lists exactly the services of these fields. False if there is no memory.
    [[nodiscard]] bool assign(wire::Bytes fields);
    void clear();
    void swap(ServiceOffsets& other);

   private:
    HashIndex offsets_;
};

}  // namespace mpdisc::core
