// SPDX-License-Identifier: MIT
#include "platform/win32/udp_table.h"

#include <cstdlib>
#include <cstring>

#include "mpdisc/expects.h"
#include "platform/common/sockaddr.h"
#include "platform/common/unbound_ports.h"

#include <iphlpapi.h>

namespace mpdisc::platform {
namespace {

/// The table may grow between two calls.
constexpr int attempts_max = 4;

/// The table of one family in one of its forms. A form with more details takes the system longer.
template <class Table>
class UdpTable {
   public:
    UdpTable(ULONG address_family, UDP_TABLE_CLASS form) {
        ULONG size = 16 * 1024;
        for (int attempt = 0; attempt < attempts_max && !is_read_; ++attempt) {
            std::free(table_);
            table_ = static_cast<Table*>(std::malloc(size));
            if (table_ == nullptr) return;
            const DWORD error = GetExtendedUdpTable(table_, &size, FALSE, address_family, form, 0);
            is_read_ = error == NO_ERROR;
            if (error != ERROR_INSUFFICIENT_BUFFER) return;
            size += 4096;
        }
    }
    ~UdpTable() { std::free(table_); }
    UdpTable(const UdpTable&) = delete;
    UdpTable& operator=(const UdpTable&) = delete;

    /// False if the system refused.
    [[nodiscard]] bool is_read() const { return is_read_; }
    [[nodiscard]] auto rows() const {
        return std::span(table_->table, is_read_ ? table_->dwNumEntries : 0);
    }

   private:
    Table* table_ = nullptr;
    bool is_read_ = false;
};

std::uint16_t port_of(const auto& row) {
    return ntohs(static_cast<std::uint16_t>(row.dwLocalPort));
}

IpAddress address_of(const MIB_UDPROW& row) {
    in_addr address;
    address.s_addr = row.dwLocalAddr;
    return to_ip_address(address);
}

IpAddress address_of(const MIB_UDP6ROW& row) {
    return to_ip_address(row.dwLocalAddr);
}

template <class Table>
bool find_owner(ULONG address_family, std::uint16_t port, std::uint32_t& process_id) {
    const UdpTable<Table> table(address_family, UDP_TABLE_OWNER_PID);
    if (!table.is_read()) return false;
    for (const auto& row : table.rows()) {
        if (port_of(row) != port) continue;
        process_id = row.dwOwningPid;
        return true;
    }
    return false;
}

/// Clears the bits in `unbound` of the endpoints at which sockets of this table receive. Clears all
/// bits if the system refuses to show the table.
template <class Table>
void remove_bound(ULONG address_family, std::span<const Endpoint> endpoints,
                  std::uint64_t& unbound) {
    const UdpTable<Table> table(address_family, UDP_TABLE_BASIC);
    if (!table.is_read()) unbound = 0;
    if (unbound == 0) return;
    for (const auto& row : table.rows()) {
        const IpAddress address = address_of(row);
        for (std::size_t i = 0; i < endpoints.size(); ++i) {
            const bool takes = port_of(row) == endpoints[i].port &&
                               (address.is_unspecified() || address == endpoints[i].address);
            if (takes) unbound &= ~(std::uint64_t{1} << i);
        }
    }
}

}  // namespace

bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id) {
    return family == Family::ipv4 ? find_owner<MIB_UDPTABLE_OWNER_PID>(AF_INET, port, process_id)
                                  : find_owner<MIB_UDP6TABLE_OWNER_PID>(AF_INET6, port, process_id);
}

std::uint64_t find_unbound(std::span<const Endpoint> endpoints) {
    expects(endpoints.size() <= unbound_asked_max);
    if (endpoints.empty()) return 0;
    std::uint64_t unbound = UINT64_MAX >> (64 - endpoints.size());
    if (endpoints.front().address.family == Family::ipv4) {
        remove_bound<MIB_UDPTABLE>(AF_INET, endpoints, unbound);
    }
    // An IPv6 socket may receive IPv4, too.
    remove_bound<MIB_UDP6TABLE>(AF_INET6, endpoints, unbound);
    return unbound;
}

}  // namespace mpdisc::platform
