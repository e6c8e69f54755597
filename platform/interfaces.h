// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/poll.h"

namespace mpdisc::platform {

/// Writes the addresses of every interface that is up, in the system's order, and how many were
/// written. Addresses that cannot be used yet or any more (tentative, deprecated) are left out
/// where the system tells. False where the system refuses: that says nothing of the interfaces.
[[nodiscard]] bool list_interfaces(std::span<InterfaceAddress> out, std::size_t& count);

/// Whether there is an interface of that name, up or down, with or without addresses.
[[nodiscard]] bool interface_exists(std::string_view name);

/// Tells that interfaces or addresses may have changed.
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
    /// Takes the notices that have come; true if there were any, or if some were lost.
    [[nodiscard]] bool changed();

   private:
    Handle handle_ = -1;
};

}  // namespace mpdisc::platform
