// SPDX-License-Identifier: MIT
#include "platform/win32/local_addresses.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "mpdisc/limits.h"
#include "platform/clock.h"
#include "platform/common/sockaddr.h"

#include <iphlpapi.h>

// The system tells the destination address in the packet. It does not tell which address of this
// host it accepted the packet for, nor reliably whether the destination is a broadcast address. So
// both are looked up here.

namespace mpdisc::platform {
namespace {

/// Addresses change rarely, but broadcasts may come by the thousand.
constexpr TimeUs listed_for_us = 1'000'000;

struct LocalAddress {
    std::uint32_t if_index;
    /// In host byte order, like the mask.
    std::uint32_t address;
    std::uint32_t mask;
};

struct LocalAddresses {
    std::array<LocalAddress, limits::interface_addresses_max> all;
    std::size_t count;
    TimeUs due_us;
};

SRWLOCK lock = SRWLOCK_INIT;
/// Guarded by the lock.
LocalAddresses known;

std::uint32_t make_mask(unsigned prefix_bits) {
    return prefix_bits == 0 ? 0 : ~std::uint32_t{0} << (32 - std::min(prefix_bits, 32U));
}

/// If the system refuses, the last list stays.
void list_addresses() {
    MIB_UNICASTIPADDRESS_TABLE* table = nullptr;
    if (GetUnicastIpAddressTable(AF_INET, &table) != NO_ERROR) return;
    known.count = 0;
    for (ULONG i = 0; i < table->NumEntries && known.count < known.all.size(); ++i) {
        const MIB_UNICASTIPADDRESS_ROW& row = table->Table[i];
        known.all[known.count++] = {row.InterfaceIndex, ntohl(row.Address.Ipv4.sin_addr.s_addr),
                                    make_mask(row.OnLinkPrefixLength)};
    }
    FreeMibTable(table);
}

/// Finds the address of this host that has `destination` as its broadcast address on that
/// interface. Null if there is none.
const LocalAddress* find_broadcast_owner(std::uint32_t destination, std::uint32_t if_index) {
    for (std::size_t i = 0; i < known.count; ++i) {
        const LocalAddress& own = known.all[i];
        const bool is_meant =
            destination == ~std::uint32_t{0} ||
            (destination == (own.address | ~own.mask) && destination != own.address);
        if (own.if_index == if_index && is_meant) return &own;
    }
    return nullptr;
}

}  // namespace

IpAddress find_answer_address(const IpAddress& destination, std::uint32_t if_index) {
    // The last address of a network of four or more addresses ends with two bits that are set.
    if ((destination.bytes[3] & 3) != 3) return destination;
    const std::uint32_t wanted = ntohl(to_in_addr(destination).s_addr);
    IpAddress result = destination;
    AcquireSRWLockExclusive(&lock);
    const TimeUs now_us = clock_us();
    if (now_us >= known.due_us) {
        list_addresses();
        known.due_us = now_us + listed_for_us;
    }
    if (const LocalAddress* const own = find_broadcast_owner(wanted, if_index)) {
        in_addr raw;
        raw.s_addr = htonl(own->address);
        result = to_ip_address(raw);
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

}  // namespace mpdisc::platform
