// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/host/registry.h"
#include "core/kit/drop_sources.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_status.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What a primary reports about its host.
struct StatusReport {
    ProviderStatus self;
    wire::Bytes own_services;
    const Registry& registry;
    /// The secondary that is the deputy; `Registry::none` if there is none.
    Registry::Slot deputy = Registry::none;
    const Counters& counters;
    const DropSources& drop_sources;
    NeighbourhoodStatus neighbourhood;
};

/// Encodes the page that was asked for, with as many providers as fit into `out`. The numbers of
/// pages are slots of the registry, so a provider that registers or leaves between two pages does
/// not move the others.
[[nodiscard]] std::size_t encode_page(const StatusReport& report, TimeUs now_us,
                                      const wire::StatusRequest& request,
                                      std::span<std::uint8_t> out);

}  // namespace mpdisc::core
