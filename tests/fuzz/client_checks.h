// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <tuple>

#include "core/kit/datagram.h"
#include "core/search/client.h"
#include "mpdisc/found_service.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"
#include "tests/vectors/any_message.h"

/// What must hold of each search and of each watch.
namespace mpdisc::fuzz {

/// Checks a datagram that the client sends, and returns the message in it.
[[nodiscard]] testing::Decoded check_sent(const core::Outbound& out,
                                          const core::ProbeConfig& config);
/// Checks a service that the client gives its owner.
void check_found(const FoundServiceView& found, const core::ProbeConfig& config);

/// The provider, name and type of a service. Several senders may offer services with the same key.
using ServiceKey = std::tuple<std::array<std::uint8_t, 16>, std::string, std::string>;
/// Names and types are compared without regard to case.
[[nodiscard]] ServiceKey key_of(const ProviderId& provider, const ServiceView& service);

}  // namespace mpdisc::fuzz
