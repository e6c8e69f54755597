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

/// Where a list is to be written.
struct InterfaceRoom {
    std::span<InterfaceAddress> addresses;
    /// Empty: routes are not looked for.
    std::span<OnLinkRoute> routes;
};

/// Lists the addresses of every interface that is up, in the system's order, and the networks that
/// routes put on their links. `out` views `room`. Interfaces that are ports of a bridge, a bond or
/// a team are left out: what comes in by a port belongs to its master. So are addresses that cannot
/// be used yet (tentative ones). Where there is too little room, each interface gets a share.
/// False where the system refuses: that says nothing of the interfaces.
[[nodiscard]] bool list_interfaces(const InterfaceRoom& room, InterfaceList& out);

/// The index of the interface of that name, up or down, with or without addresses; 0 where there is
/// none. Linux knows alternative names too, and the labels of aliases (`eth0:1`).
[[nodiscard]] std::uint32_t interface_index(std::string_view name);

/// The interfaces of which notices told that they are gone, or lost an IPv6 address. Then the
/// system may have forgotten the IPv6 groups that sockets joined there, and the sockets do not know
/// it.
class InterfaceLosses {
   public:
    void add(std::uint32_t if_index);
    /// Some notices did not come.
    void add_all() { has_all_ = true; }
    [[nodiscard]] bool has(std::uint32_t if_index) const;
    [[nodiscard]] bool any() const { return count_ != 0 || has_all_; }

   private:
    std::array<std::uint32_t, limits::interface_notices_max> indices_{};
    std::size_t count_ = 0;
    bool has_all_ = false;
};

/// Tells that interfaces, addresses or on-link routes may have changed.
class InterfaceMonitor {
   public:
    InterfaceMonitor() = default;
    ~InterfaceMonitor() { close(); }
    InterfaceMonitor(const InterfaceMonitor&) = delete;
    InterfaceMonitor& operator=(const InterfaceMonitor&) = delete;

    /// False where the system has no such notice; then the owner lists anew from time to time.
    [[nodiscard]] bool open();
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    /// Readable when something may have changed.
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, false}; }
    /// Takes the notices that have come; true if there were any, or if some were lost. Adds what
    /// they say of losses, where the system tells that.
    [[nodiscard]] bool changed(InterfaceLosses& losses);

   private:
    Handle handle_ = -1;
};

}  // namespace mpdisc::platform
