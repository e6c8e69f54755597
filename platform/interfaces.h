// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

/// The memory for a list.
struct InterfaceRoom {
    std::span<InterfaceAddress> addresses;
    /// Empty: no routes are listed.
    std::span<OnLinkRoute> routes;
};

/// Lists the addresses of every interface that is up, in the order of the system, and the networks
/// that routes declare to be on the link. `out` is a view of `room`. Ports of a bridge, bond or
/// team are left out, because their master receives their datagrams. Addresses that cannot be used
/// yet (tentative ones) are left out, too. If there is too little room, each interface gets a
/// share. False if the system refuses; this does not mean that there are no interfaces.
[[nodiscard]] bool list_interfaces(const InterfaceRoom& room, InterfaceList& out);

/// The index of the interface with this name, which may be down and may have no address. 0 if there
/// is no such interface. Linux also accepts alternative names, and labels of aliases (`eth0:1`).
[[nodiscard]] std::uint32_t interface_index(std::string_view name);

/// The interfaces that are gone or lost an IPv6 address, according to notices. The system may have
/// ended memberships in IPv6 groups there, and does not tell the sockets.
class InterfaceLosses {
   public:
    void add(std::uint32_t if_index);
    /// Call this if notices were lost.
    void add_all() { has_all_ = true; }
    [[nodiscard]] bool has(std::uint32_t if_index) const;
    [[nodiscard]] bool any() const { return count_ != 0 || has_all_; }

   private:
    std::array<std::uint32_t, limits::interface_notices_max> indices_{};
    std::size_t count_ = 0;
    bool has_all_ = false;
};

/// Tells when interfaces, addresses or on-link routes may have changed.
class InterfaceMonitor {
   public:
    InterfaceMonitor() = default;
    ~InterfaceMonitor() { close(); }
    InterfaceMonitor(const InterfaceMonitor&) = delete;
    InterfaceMonitor& operator=(const InterfaceMonitor&) = delete;

    /// False if the system has no such notices. Then the owner lists the interfaces from time to
    /// time.
    [[nodiscard]] bool open();
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    /// Readable when something may have changed.
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, false}; }
    /// Reads the notices that have come. True if there were any, or some were lost. Adds the losses
    /// to `losses`, if the system tells them.
    [[nodiscard]] bool changed(InterfaceLosses& losses);

   private:
    Handle handle_ = -1;
};

}  // namespace mpdisc::platform
