// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "platform/linux/netlink.h"

namespace mpdisc::platform {

/// The interfaces that are up, without ports of other interfaces. Needed while addresses are read.
class LinkTable {
   public:
    void clear() {
        count_ = 0;
        is_full_ = false;
    }
    /// Adds the interface of an RTM_NEWLINK message. Ignores other messages.
    void add(const NetlinkMessage& message);
    /// Writes what is known of the interface `entry.if_index` to `entry`, with the broadcast
    /// address that follows from it. False if the interface is not in the table.
    [[nodiscard]] bool describe(InterfaceAddress& entry) const;
    [[nodiscard]] bool has(std::uint32_t if_index) const { return find(if_index) != nullptr; }
    /// Whether interfaces were left out for lack of room.
    [[nodiscard]] bool is_full() const { return is_full_; }

   private:
    struct Link {
        std::uint32_t index;
        /// IFF_*
        std::uint32_t flags;
        std::array<char, 16> name;
    };
    [[nodiscard]] const Link* find(std::uint32_t if_index) const;

    std::array<Link, limits::interfaces_max> links_;
    std::size_t count_ = 0;
    bool is_full_ = false;
};

}  // namespace mpdisc::platform
