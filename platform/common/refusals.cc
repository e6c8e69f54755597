// SPDX-License-Identifier: MIT
#include "platform/common/refusals.h"

#include <cstdlib>
#include <new>

#include "platform/common/sockaddr.h"
#include "platform/common/unbound_ports.h"

namespace mpdisc::platform {
namespace {

/// No host refuses a datagram to a broadcast address.
bool can_be_refused(const IpAddress& to) {
    return to.is_loopback() && to != IpAddress::v4(127, 255, 255, 255);
}

/// Moves destinations that may have refused their datagram from `sent` to `out`, until `out` is
/// full. Returns how many.
std::size_t take_destinations(std::span<const DatagramToSend>& sent, std::span<Endpoint> out) {
    std::size_t count = 0;
    while (!sent.empty() && count < out.size()) {
        const Endpoint& to = sent.front().to;
        if (can_be_refused(to.address)) out[count++] = to;
        sent = sent.subspan(1);
    }
    return count;
}

Endpoint local_endpoint(NativeSocket socket) {
    SocketAddress address{};
    socklen_t size = sizeof address;
    return getsockname(socket, &address.any, &size) == 0 ? to_endpoint(address) : Endpoint{};
}

}  // namespace

constinit Refusals Refusals::none_yet_;

void Refusals::begin(Refusals*& refusals, const UdpSocketOptions& options) {
    if (options.reports_refusals && options.address.is_loopback()) refusals = &none_yet_;
}

void Refusals::end(Refusals*& refusals) {
    if (refusals != &none_yet_) std::free(refusals);
    refusals = nullptr;
}

void Refusals::check(Refusals*& refusals, Handle socket, std::span<const DatagramToSend> sent) {
    if (refusals == nullptr) return;
    const bool had_none = refusals->count_ == 0;
    while (!sent.empty() && !refusals->is_full()) {
        std::array<Endpoint, unbound_asked_max> asked;
        const std::size_t asked_count = take_destinations(sent, asked);
        const std::uint64_t unbound = find_unbound(std::span(asked).first(asked_count));
        if (unbound == 0) continue;
        if (refusals == &none_yet_) {
            void* const memory = std::malloc(sizeof(Refusals));
            if (memory == nullptr) return;
            refusals = new (memory) Refusals;
            refusals->local_ = local_endpoint(static_cast<NativeSocket>(socket));
        }
        for (std::size_t i = 0; i < asked_count && !refusals->is_full(); ++i) {
            if ((unbound >> i & 1) != 0) refusals->waiting_[refusals->count_++] = asked[i];
        }
    }
    if (had_none) refusals->renew_notice(socket);
}

bool Refusals::is_notice(const ReceivedDatagram& received) const {
    return received.bytes.empty() && received.from == local_;
}

void Refusals::renew_notice(Handle socket) const {
    if (count_ == 0) return;
    SocketAddress address;
    const socklen_t size = to_socket_address(local_, address);
    (void)sendto(static_cast<NativeSocket>(socket), "", 0, 0, &address.any, size);
}

bool Refusals::next(Endpoint& to) {
    if (count_ == 0) return false;
    to = waiting_[0];
    --count_;
    std::copy_n(waiting_.begin() + 1, count_, waiting_.begin());
    return true;
}

bool UdpSocket::next_refused(Endpoint& to) {
    return refusals_ != nullptr && refusals_->next(to);
}

}  // namespace mpdisc::platform
