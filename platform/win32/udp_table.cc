// SPDX-License-Identifier: MIT
#include "platform/win32/udp_table.h"

#include <cstdlib>
#include <span>

#include "platform/win32/system.h"

#include <iphlpapi.h>

namespace mpdisc::platform {
namespace {

/// The table may grow between the question how large it is and the one for itself.
constexpr int attempts_max = 4;

/// To be freed; null where the system refuses.
void* read_table(ULONG address_family) {
    ULONG size = 16 * 1024;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        void* const memory = std::malloc(size);
        if (memory == nullptr) return nullptr;
        const DWORD error =
            GetExtendedUdpTable(memory, &size, FALSE, address_family, UDP_TABLE_OWNER_PID, 0);
        if (error == NO_ERROR) return memory;
        std::free(memory);
        if (error != ERROR_INSUFFICIENT_BUFFER) return nullptr;
        size += 4096;
    }
    return nullptr;
}

template <class Table>
bool find_in(const void* memory, std::uint16_t port, std::uint32_t& process_id) {
    const auto& table = *static_cast<const Table*>(memory);
    for (const auto& row : std::span(table.table, table.dwNumEntries)) {
        if (ntohs(static_cast<std::uint16_t>(row.dwLocalPort)) != port) continue;
        process_id = row.dwOwningPid;
        return true;
    }
    return false;
}

}  // namespace

bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id) {
    const bool is_v4 = family == Family::ipv4;
    void* const table = read_table(is_v4 ? AF_INET : AF_INET6);
    if (table == nullptr) return false;
    const bool found = is_v4 ? find_in<MIB_UDPTABLE_OWNER_PID>(table, port, process_id)
                             : find_in<MIB_UDP6TABLE_OWNER_PID>(table, port, process_id);
    std::free(table);
    return found;
}

}  // namespace mpdisc::platform
