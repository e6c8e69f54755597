// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"
#include "platform/linux/proc_lines.h"

namespace mpdisc::platform {

struct UdpTableEntry {
    IpAddress address;
    std::uint16_t port = 0;
    std::uint32_t user = 0;
    std::uint64_t inode = 0;
};

/// The table of the bound UDP sockets of one family in this network namespace, as the kernel shows
/// it.
class UdpTable {
   public:
    explicit UdpTable(Family family);

    /// False also if the system is short of descriptors or memory now.
    [[nodiscard]] bool is_open() const { return lines_.is_open(); }
    /// Whether the system hides the table from this process.
    [[nodiscard]] bool is_hidden() const { return lines_.is_hidden(); }
    /// The next entry. False at the end, and if the table cannot be read. A socket may be missing
    /// if another one closes meanwhile, because the kernel finds its place by counting entries.
    [[nodiscard]] bool next(UdpTableEntry& out);

   private:
    ProcLines lines_;
};

}  // namespace mpdisc::platform
