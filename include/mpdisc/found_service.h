// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"

namespace mpdisc {

/// A service that was found. A view: valid until the next call of process() or close(), and for a
/// watch also of next_event().
struct FoundServiceView {
    ServiceView service;
    /// The name of its host; empty if no advertisement had room for it.
    std::string_view host;
    /// The addresses at which the provider says it is reached, on the network by which the request
    /// came in. If some of them are on a link of this host, only these are here.
    std::span<const IpAddress> addresses;
    /// The address to use from this host.
    IpAddress address;
    /// The name of the interface by which the answer came in. It is the scope of link-local
    /// addresses.
    std::string_view interface_name;
    ProviderId provider;
    Role role = Role::none;
    /// The time from the request to this answer, on this host's clock.
    std::uint32_t rtt_us = 0;
    /// How long this information stays valid, as the provider says.
    std::uint32_t lifetime_s = 0;
};

/// A service that was found, with its own memory. It can be kept as long as its owner wants.
class FoundService {
   public:
    FoundService() = default;
    ~FoundService();
    FoundService(FoundService&& other) noexcept;
    FoundService& operator=(FoundService&& other) noexcept;
    FoundService(const FoundService&) = delete;
    FoundService& operator=(const FoundService&) = delete;

    /// Copies everything that `found` shows. False if there is no memory; then nothing has changed.
    [[nodiscard]] bool assign(const FoundServiceView& found);
    /// Valid until this object changes or is destroyed.
    [[nodiscard]] const FoundServiceView& view() const { return view_; }

   private:
    FoundServiceView view_;
    /// The texts and addresses to which `view_` points.
    void* memory_ = nullptr;
};

/// How a probe ended.
enum class ProbeOutcome : std::uint8_t {
    /// The search goes on.
    running,
    /// Every host that answered has told all its matching services, or `count` was reached.
    complete,
    /// Some host offers more than arrived; perhaps nothing of it arrived. Or some networks were not
    /// asked: see Probe::has_unasked_networks().
    incomplete,
    /// The list is complete, and contains no matching service, or fewer than `count`.
    not_found,
    /// No request was sent: there was no interface to ask on, or the system refused to send each
    /// request. system_error() then gives the reason; it is 0 if there was no interface.
    not_asked,
};

/// "running", "complete", "incomplete", "not-found" or "not-asked".
[[nodiscard]] const char* to_text(ProbeOutcome outcome);

/// An interface or address for which the system refused to send a request. A view: valid until
/// close().
struct UnsentPath {
    /// Empty if the request was for no particular interface.
    std::string_view interface_name;
    /// The destination, if there is no interface.
    IpAddress address;
};

/// A host that offers more services than arrived, or that did not answer at all. A view: valid
/// until the next call of process() or close().
struct IncompleteHost {
    std::string_view host;
    /// An address from which it answered, and the interface by which the answer came in. If there
    /// are several, an IPv4 address, or else one that is not link-local.
    IpAddress address;
    std::string_view interface_name;
    /// How many of its services are missing. 0 means that the number is unknown.
    std::uint32_t missing_services = 0;
    /// The host is known to its neighbours, but it did not answer. Then `host` is empty.
    bool is_silent = false;
};

}  // namespace mpdisc
