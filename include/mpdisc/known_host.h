// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc {

/// A host that others know (mpdisc.7, NEIGHBOURHOOD). A view: valid until the next call of
/// process() or close().
struct KnownHost {
    /// Stays the same as long as the host has a provider.
    HostId id;
    /// All zeros for the host of the search itself, unless another host lists it.
    ProviderId primary;
    struct Address {
        IpAddress address;
        /// The interface of this host that leads there.
        std::string_view interface_name;
    };
    /// At least one.
    std::array<Address, limits::neighbour_addresses_max> addresses{};
    std::size_t address_count = 0;
    /// How many services the host offers.
    std::uint32_t services = 0;
    /// How long ago the listing host heard it.
    std::uint32_t age_s = 0;
    /// Grows with each change of the services, as long as the primary is the same.
    std::uint32_t revision = 0;
};

}  // namespace mpdisc
