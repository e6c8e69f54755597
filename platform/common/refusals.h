// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "platform/udp_socket.h"

namespace mpdisc::platform {

/// The reports of UdpSocket::next_refused() on systems whose own reports are of no use. The BSDs
/// and macOS report to connected sockets only. On Windows a report blocks the socket and does not
/// name the destination.
///
/// So this class looks up each destination on this host after a datagram was sent there. A
/// destination without a socket has refused the datagram. That is cheap enough, because a socket
/// with reports has a loopback address and sends little. The socket then sends itself an empty
/// datagram, a notice, and so becomes readable. No other socket can have its address, so nobody can
/// forge a notice.
class Refusals {
   public:
    /// Begins the reports of a socket. `refusals` stays null if the options ask for none, or the
    /// address is not a loopback address. Needs no memory before the first report.
    static void begin(Refusals*& refusals, const UdpSocketOptions& options);
    /// Ends the reports, if there are any, and sets `refusals` to null.
    static void end(Refusals*& refusals);
    /// Call this with the datagrams that `socket` has just sent. If memory is short, reports are
    /// lost.
    static void check(Refusals*& refusals, Handle socket, std::span<const DatagramToSend> sent);

    /// Whether a received datagram is a notice, which no peer sent.
    [[nodiscard]] bool is_notice(const ReceivedDatagram& received) const;
    /// Call this after a notice was received. Sends another one if there are reports left.
    void renew_notice(Handle socket) const;
    /// False if there is no report.
    [[nodiscard]] bool next(Endpoint& to);

   private:
    [[nodiscard]] bool is_full() const { return count_ == waiting_.size(); }

    /// Stands for the reports of each socket that has had none.
    // NOLINTNEXTLINE(bugprone-dynamic-static-initializers): a declaration without initialiser.
    static Refusals none_yet_;

    /// The address of the socket.
    Endpoint local_;
    /// The destinations of refused datagrams, the oldest first. When it is full, further reports
    /// are lost.
    std::array<Endpoint, 64> waiting_{};
    std::size_t count_ = 0;
};

enum class Received { datagram, error, nothing };

/// UdpSocket::receive() for systems that receive one datagram in a call. `receive_one(buffer, out)`
/// receives one datagram, or one error that a peer or the network caused.
template <typename ReceiveOne>
std::size_t receive_one_by_one(Handle socket, const Refusals* refusals, const ReceiveBatch& batch,
                               std::span<ReceivedDatagram> out, ReceiveOne receive_one) {
    // A peer that makes errors faster than they are read must not hold the caller here. If errors
    // are left, poll() returns at once.
    constexpr int errors_max = 16;
    const std::size_t wanted = std::min(out.size(), ReceiveBatch::capacity);
    bool has_notice = false;
    std::size_t count = 0;
    for (int errors = 0; count < wanted && errors < errors_max;) {
        const Received received = receive_one(batch.buffer(count), out[count]);
        if (received == Received::nothing) break;
        if (received == Received::error) {
            ++errors;
        } else if (refusals != nullptr && refusals->is_notice(out[count])) {
            has_notice = true;
        } else {
            ++count;
        }
    }
    if (has_notice) refusals->renew_notice(socket);
    return count;
}

}  // namespace mpdisc::platform
