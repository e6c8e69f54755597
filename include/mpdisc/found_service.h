// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"

namespace mpdisc {

/// A service that was found. A view: valid until the next call of process() or close().
struct FoundService {
    ServiceView service;
    /// Its host's name; empty where no advertisement had room for it.
    std::string_view host;
    /// What the provider says it is reached by on the network the request came in by: of these the
    /// ones on a link that both are on, if there are any.
    std::span<const IpAddress> addresses;
    /// The one to use from here.
    IpAddress address;
    /// Name of the interface that the answer came in by; the scope of link-local addresses.
    std::string_view interface_name;
    ProviderId provider;
    Role role = Role::none;
    /// From the request to this answer, as this host's clock saw it.
    std::uint32_t rtt_us = 0;
    /// How long the provider says this holds without being asked again.
    std::uint32_t lifetime_s = 0;
};

/// How a probe ended.
enum class ProbeOutcome : std::uint8_t {
    /// Still going on.
    running,
    /// Every host that answered has said all, or `count` was reached.
    complete,
    /// Some host has more than arrived; perhaps nothing of it arrived at all. Or some networks were
    /// not asked: Probe::has_unasked_networks().
    incomplete,
    /// Nothing matching was found, or fewer than `count`, on hosts that said all.
    not_found,
    /// Nobody could be asked: there was no interface to ask on, or the system refused to send each
    /// request. system_error() then tells why; 0: there was nobody to ask.
    not_asked,
};

/// A way by which the system refused to send a request. A view: valid until close().
struct UnsentPath {
    /// Empty: the request was to go by no certain interface.
    std::string_view interface_name;
    /// Where it was to go, if there is no interface.
    IpAddress address;
};

/// A host that has more services than arrived. A view: valid until the next call of process() or
/// close().
struct IncompleteHost {
    std::string_view host;
    /// From where it answered, and by which interface.
    IpAddress address;
    std::string_view interface_name;
    /// 0: its list may grow, but nobody knows by how many.
    std::uint32_t missing_services = 0;
};

}  // namespace mpdisc
