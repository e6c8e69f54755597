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

/// The kernel's table of the UDP sockets of one family that are bound, in this network namespace.
class UdpTable {
   public:
    explicit UdpTable(Family family);

    /// False also if the system is short of something now, as of descriptors.
    [[nodiscard]] bool is_open() const { return lines_.is_open(); }
    /// Whether the system shows this process no such table.
    [[nodiscard]] bool is_hidden() const { return lines_.is_hidden(); }
    /// False at the end, and where the table cannot be read. A socket may be missing if another one
    /// closes meanwhile: the kernel goes on by counting.
    [[nodiscard]] bool next(UdpTableEntry& out);

   private:
    ProcLines lines_;
};

}  // namespace mpdisc::platform
