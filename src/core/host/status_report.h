// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/host/registry.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_status.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What a primary tells about its host.
struct StatusReport {
    ProviderStatus self;
    wire::Bytes own_services;
    const Registry& registry;
    /// The secondary that is the deputy; `Registry::none` where there is none.
    Registry::Slot deputy = Registry::none;
    const Counters& counters;
};

/// Encodes the page that was asked for, with as many providers as fit a loopback datagram. Pages
/// are numbered by registry slots: who registers or leaves in between moves nobody else.
[[nodiscard]] std::size_t encode_page(const StatusReport& report, TimeUs now_us,
                                      const wire::StatusRequest& request,
                                      std::span<std::uint8_t> out);

}  // namespace mpdisc::core
