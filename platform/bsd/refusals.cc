// SPDX-License-Identifier: MIT
#include "platform/bsd/refusals.h"

#include <pthread.h>
#include <unistd.h>

#include <array>

#include "platform/common/refusal_queue.h"
#include "platform/common/sockaddr.h"
#include "platform/posix/descriptors.h"

// A socket with reports sends itself an empty datagram, so that it becomes readable. The system
// gives its address to no other, so that nobody can make one up.

namespace mpdisc::platform {
namespace {

struct Reports {
    int socket;
    bool is_wanted;
    RefusalQueue waiting;
};

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/// Guarded by the mutex. Each provider has one such socket; one that finds its place taken takes
/// it, and the other one has no more reports.
constinit std::array<Reports, 32> all_reports{};

class Lock {
   public:
    Lock() { pthread_mutex_lock(&mutex); }
    ~Lock() { pthread_mutex_unlock(&mutex); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
};

Reports& place_of(int socket) {
    return all_reports[static_cast<std::size_t>(socket) % all_reports.size()];
}

/// Null where there are none of this socket.
Reports* find(int socket) {
    Reports& reports = place_of(socket);
    return reports.is_wanted && reports.socket == socket ? &reports : nullptr;
}

Endpoint local_endpoint(int socket) {
    SocketAddress address{};
    socklen_t size = sizeof address;
    if (getsockname(socket, &address.any, &size) != 0) return {};
    return to_endpoint(address);
}

/// Where the system says anything else than that it can be bound, nothing is proven.
/// Who wants that port at this very moment finds it taken, and tries again.
bool is_nobodys(const Endpoint& endpoint) {
    const int family = endpoint.address.family == Family::ipv4 ? AF_INET : AF_INET6;
    const int trial = make_udp_socket(family);
    if (trial == -1) return false;
    SocketAddress address;
    const socklen_t size = to_socket_address(endpoint, address);
    const bool is_bound = bind(trial, &address.any, size) == 0;
    close(trial);
    return is_bound;
}

void wake(int socket) {
    SocketAddress address;
    const socklen_t size = to_socket_address(local_endpoint(socket), address);
    (void)sendto(socket, "", 0, 0, &address.any, size);
}

}  // namespace

void prepare_refusals(int socket, const UdpSocketOptions& options) {
    const bool is_wanted = options.reports_refusals && options.address.is_loopback();
    const Lock lock;
    if (!is_wanted && find(socket) == nullptr) return;
    Reports& reports = place_of(socket);
    reports.socket = socket;
    reports.is_wanted = is_wanted;
    reports.waiting = {};
}

void check_refusals(int socket, std::span<const DatagramToSend> sent) {
    const Lock lock;
    Reports* const reports = find(socket);
    if (reports == nullptr) return;
    const bool had_none = reports->waiting.is_empty();
    for (const DatagramToSend& datagram : sent) {
        if (reports->waiting.is_full()) break;
        if (!can_be_refused(datagram.to.address) || !is_nobodys(datagram.to)) continue;
        reports->waiting.push(datagram.to);
    }
    if (had_none && !reports->waiting.is_empty()) wake(socket);
}

bool is_refusal_notice(int socket, const ReceivedDatagram& datagram) {
    if (!datagram.bytes.empty() || !datagram.from.address.is_loopback()) return false;
    const Lock lock;
    return find(socket) != nullptr && datagram.from == local_endpoint(socket);
}

void renew_refusal_notice(int socket) {
    const Lock lock;
    const Reports* const reports = find(socket);
    if (reports != nullptr && !reports->waiting.is_empty()) wake(socket);
}

bool next_refusal(int socket, Endpoint& to) {
    const Lock lock;
    Reports* const reports = find(socket);
    return reports != nullptr && reports->waiting.pop(to);
}

}  // namespace mpdisc::platform
