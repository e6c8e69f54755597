// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/types.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"

namespace mpdisc {

/// Finds out whether datagrams from the network can reach a socket of this host. It sends a
/// broadcast by each interface. The system hands a broadcast also to its own host, as if it came
/// from the network, so a firewall treats it so. IPv4 only.
class BroadcastCheck {
   public:
    /// How long a datagram may take within this host.
    static constexpr TimeUs duration_us = 300'000;
    static constexpr std::size_t addresses_max = 32;

    /// Finds out the addresses of this host; none if the system refuses.
    void list();
    /// Sends. Does nothing if the system refuses: then no path was tried.
    void begin(TimeUs now_us);
    /// Receives.
    void process();
    [[nodiscard]] bool is_running(TimeUs now_us) const {
        return now_us < end_us_ && std::ranges::count(state_, State::sent) != 0;
    }
    [[nodiscard]] TimeUs end_us() const { return end_us_; }
    /// While it is running.
    [[nodiscard]] PollEntry poll_entry() const { return socket_.poll_entry(); }

    /// The addresses of this host.
    [[nodiscard]] std::span<const InterfaceAddress> addresses() const { return list_.addresses; }
    /// Whether a datagram was sent by the interface of the n-th address.
    [[nodiscard]] bool is_sent(std::size_t n) const { return state_[n] != State::unsent; }
    /// Whether it came back.
    [[nodiscard]] bool has_arrived(std::size_t n) const { return state_[n] == State::arrived; }

   private:
    enum class State : std::uint8_t { unsent, sent, arrived };

    void send(std::size_t n);

    platform::UdpSocket socket_;
    platform::ReceiveBatch batch_;
    std::array<InterfaceAddress, addresses_max> room_;
    InterfaceList list_;
    std::array<State, addresses_max> state_{};
    TimeUs end_us_ = 0;
};

}  // namespace mpdisc
