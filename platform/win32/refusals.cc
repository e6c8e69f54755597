// SPDX-License-Identifier: MIT
#include "platform/win32/refusals.h"

#include <algorithm>
#include <array>
#include <new>

#include "platform/win32/sockaddr.h"
#include "platform/win32/udp_table.h"

// A socket with reports sends itself an empty datagram, so that it becomes readable. The system
// gives its address to no other, so that nobody can make one up.

namespace mpdisc::platform {
namespace {

constexpr std::size_t reports_max = 64;

struct Reports {
    SOCKET socket;
    Endpoint local;
    /// The oldest first; further ones are lost.
    std::array<Endpoint, reports_max> to;
    std::size_t count;
};

SRWLOCK lock = SRWLOCK_INIT;
/// Guarded by the lock; null where none is. Each provider has one such socket.
std::array<Reports*, 64> all_reports;

class Locked {
   public:
    Locked() { AcquireSRWLockExclusive(&lock); }
    ~Locked() { ReleaseSRWLockExclusive(&lock); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
};

/// Where a socket's reports stand, or INVALID_SOCKET's: the first free place. Null where there is
/// none.
Reports** find_place(SOCKET socket) {
    for (Reports*& place : all_reports) {
        if ((place == nullptr ? INVALID_SOCKET : place->socket) == socket) return &place;
    }
    return nullptr;
}

/// Null where it has none.
Reports* find(SOCKET socket) {
    Reports** const place = find_place(socket);
    return place == nullptr ? nullptr : *place;
}

/// The destinations that can be looked up: this host's own, and no broadcast address, which nobody
/// refuses.
std::size_t choose(std::span<const DatagramToSend> sent, std::span<Endpoint> out) {
    const IpAddress everybody = IpAddress::v4(127, 255, 255, 255);
    std::size_t count = 0;
    for (const DatagramToSend& datagram : sent) {
        const IpAddress& to = datagram.to.address;
        if (count == out.size()) break;
        if (to.is_loopback() && to != everybody) out[count++] = datagram.to;
    }
    return count;
}

void wake(const Reports& reports) {
    SocketAddress address;
    const int size = to_socket_address(reports.local, address);
    (void)sendto(reports.socket, "", 0, 0, &address.any, size);
}

}  // namespace

void refusals_begin(SOCKET socket, const Endpoint& local) {
    const Locked locked;
    Reports** const place = find_place(INVALID_SOCKET);
    void* const memory =
        place == nullptr ? nullptr : HeapAlloc(GetProcessHeap(), 0, sizeof(Reports));
    if (memory != nullptr) *place = new (memory) Reports{socket, local, {}, 0};
}

void refusals_end(SOCKET socket) {
    const Locked locked;
    Reports** const place = find_place(socket);
    if (place == nullptr) return;
    HeapFree(GetProcessHeap(), 0, *place);
    *place = nullptr;
}

void refusals_check(SOCKET socket, std::span<const DatagramToSend> sent) {
    const Locked locked;
    Reports* const reports = find(socket);
    // What would be lost is not worth the look.
    if (reports == nullptr || reports->count == reports_max) return;
    std::array<Endpoint, reports_max> asked;
    const std::size_t count = choose(sent, asked);
    const std::uint64_t unbound = find_unbound({asked.data(), count});
    const bool had_none = reports->count == 0;
    for (std::size_t i = 0; i < count && reports->count < reports_max; ++i) {
        if ((unbound >> i & 1) != 0) reports->to[reports->count++] = asked[i];
    }
    if (had_none && reports->count != 0) wake(*reports);
}

WakeUp refusals_take_wake_up(SOCKET socket, const ReceivedDatagram& came) {
    if (!came.bytes.empty() || !came.from.address.is_loopback()) return WakeUp::none;
    const Locked locked;
    const Reports* const reports = find(socket);
    if (reports == nullptr || came.from != reports->local) return WakeUp::none;
    if (reports->count == 0) return WakeUp::spent;
    wake(*reports);
    return WakeUp::renewed;
}

bool refusals_next(SOCKET socket, Endpoint& to) {
    const Locked locked;
    Reports* const reports = find(socket);
    if (reports == nullptr || reports->count == 0) return false;
    to = reports->to[0];
    --reports->count;
    std::copy_n(reports->to.begin() + 1, reports->count, reports->to.begin());
    return true;
}

}  // namespace mpdisc::platform
