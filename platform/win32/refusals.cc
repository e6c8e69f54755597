// SPDX-License-Identifier: MIT
#include "platform/win32/refusals.h"

#include <array>
#include <new>

#include "platform/common/refusal_queue.h"
#include "platform/common/sockaddr.h"
#include "platform/win32/udp_table.h"

// A socket with reports sends itself an empty datagram, so that it becomes readable. The system
// gives its address to no other, so that nobody can make one up.

namespace mpdisc::platform {
namespace {

struct Reports {
    SOCKET socket;
    Endpoint local;
    RefusalQueue waiting;
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

/// The destinations that can be looked up.
std::size_t choose(std::span<const DatagramToSend> sent, std::span<Endpoint> out) {
    std::size_t count = 0;
    for (const DatagramToSend& datagram : sent) {
        if (count == out.size()) break;
        if (can_be_refused(datagram.to.address)) out[count++] = datagram.to;
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
    if (memory != nullptr) *place = new (memory) Reports{socket, local, {}};
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
    if (reports == nullptr || reports->waiting.is_full()) return;
    std::array<Endpoint, RefusalQueue::size_max> asked;
    const std::size_t count = choose(sent, asked);
    const std::uint64_t unbound = find_unbound({asked.data(), count});
    const bool had_none = reports->waiting.is_empty();
    for (std::size_t i = 0; i < count && !reports->waiting.is_full(); ++i) {
        if ((unbound >> i & 1) != 0) reports->waiting.push(asked[i]);
    }
    if (had_none && !reports->waiting.is_empty()) wake(*reports);
}

WakeUp refusals_take_wake_up(SOCKET socket, const ReceivedDatagram& came) {
    if (!came.bytes.empty() || !came.from.address.is_loopback()) return WakeUp::none;
    const Locked locked;
    const Reports* const reports = find(socket);
    if (reports == nullptr || came.from != reports->local) return WakeUp::none;
    if (reports->waiting.is_empty()) return WakeUp::spent;
    wake(*reports);
    return WakeUp::renewed;
}

bool refusals_next(SOCKET socket, Endpoint& to) {
    const Locked locked;
    Reports* const reports = find(socket);
    return reports != nullptr && reports->waiting.pop(to);
}

}  // namespace mpdisc::platform
