// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/clock.h"
#include "platform/interfaces.h"
#include "platform/poller.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {

/// Whether this system has every feature that the porting contract makes optional (mpdisc.7,
/// PORTABILITY). If so, a test of such a feature fails instead of being skipped.
#if defined(__linux__) || defined(_WIN32)
inline constexpr bool is_proven_here = true;
#else
inline constexpr bool is_proven_here = false;
#endif

/// Long enough for any machine. A test that passes never waits this long.
inline constexpr std::uint64_t patience_us = 10'000'000;

/// For the tests that run once for each family.
inline const auto both_families = testing::Values(Family::ipv4, Family::ipv6);
inline std::string family_name(const testing::TestParamInfo<Family>& test) {
    return test.param == Family::ipv4 ? "ipv4" : "ipv6";
}

/// Whether the descriptor becomes readable within this time.
inline bool becomes_readable(const PollEntry& entry, std::uint64_t timeout_us = patience_us) {
    const TimeUs end_us = clock_us() + timeout_us;
    EXPECT_TRUE(poll_wait({&entry, 1}, timeout_us));
    return clock_us() < end_us;
}

inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A datagram with its own memory.
struct Received {
    Endpoint from;
    IpAddress to;
    std::uint32_t if_index = 0;
    std::string text;
    bool truncated = false;
    bool is_to_all = false;
};

/// A socket with its receive buffers, for tests.
class Peer {
   public:
    explicit Peer(std::size_t datagram_max = 2048) { EXPECT_TRUE(batch_.create(datagram_max)); }

    [[nodiscard]] SocketError open(const UdpSocketOptions& options) { return socket.open(options); }
    [[nodiscard]] SocketError take_over(const UdpSocketOptions& options) {
        return socket.take_over(options);
    }

    /// Opens it on the loopback address of `family`. False if the host has none.
    [[nodiscard]] bool open_on_loopback(Family family) {
        loopback_ = IpAddress::loopback(family);
        const SocketError error = open({.family = family, .address = loopback_});
        if (error == SocketError::unavailable) return false;
        EXPECT_EQ(error, SocketError::none);
        return true;
    }

    /// The endpoint at which other sockets of this host reach it.
    [[nodiscard]] Endpoint endpoint() const { return {loopback_, 0, socket.port()}; }

    /// Receives all datagrams that have come, without waiting.
    [[nodiscard]] std::vector<Received> receive_ready() {
        std::vector<Received> all;
        ReceivedDatagram datagrams[ReceiveBatch::capacity];
        while (const std::size_t count = socket.receive(batch_, datagrams)) {
            for (const ReceivedDatagram& datagram : std::span(datagrams, count)) {
                all.push_back({datagram.from, datagram.to, datagram.if_index,
                               std::string(datagram.bytes.begin(), datagram.bytes.end()),
                               datagram.truncated, datagram.is_to_all});
            }
        }
        return all;
    }

    /// Waits for `count` datagrams. Returns fewer if they do not come.
    [[nodiscard]] std::vector<Received> receive(std::size_t count) {
        std::vector<Received> all;
        const TimeUs give_up_us = clock_us() + patience_us;
        // A signal may end poll_wait(), for example SIGCHLD.
        while (all.size() < count && clock_us() < give_up_us) {
            const PollEntry entry = socket.poll_entry();
            EXPECT_TRUE(poll_wait({&entry, 1}, patience_us));
            const std::vector<Received> more = receive_ready();
            all.insert(all.end(), more.begin(), more.end());
        }
        EXPECT_EQ(all.size(), count);
        return all;
    }

    /// The next datagram. If none comes, an empty one without a sender.
    [[nodiscard]] Received receive_one() {
        const std::vector<Received> all = receive(1);
        return all.empty() ? Received{} : all.front();
    }

    std::size_t send(const Endpoint& to, std::string_view text, const IpAddress& source = {},
                     std::uint32_t if_index = 0) {
        DatagramToSend datagram{to, source, if_index, as_bytes(text)};
        return socket.send({&datagram, 1});
    }

    UdpSocket socket;

   private:
    ReceiveBatch batch_;
    IpAddress loopback_ = IpAddress::loopback(Family::ipv4);
};

inline std::vector<InterfaceAddress> all_interfaces() {
    std::vector<InterfaceAddress> all(512);
    InterfaceList list;
    EXPECT_TRUE(list_interfaces({all, {}}, list));
    all.resize(list.addresses.size());
    return all;
}

/// A group for tests, with `last` as its last byte.
inline IpAddress link_local_group(std::uint8_t last) {
    return {Family::ipv6, {0xff, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0x6d, 0x70, 0x64, 0x69, 0x73, last}};
}

/// An interface with an IPv6 link-local address that carries multicast.
inline std::optional<InterfaceAddress> find_multicast_link() {
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.can_multicast && !entry.is_loopback && entry.address.is_link_local() &&
            entry.address.family == Family::ipv6) {
            return entry;
        }
    }
    return std::nullopt;
}

/// The index of the loopback interface; 0 if the host has none.
inline std::uint32_t loopback_index() {
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.is_loopback) return entry.if_index;
    }
    return 0;
}

}  // namespace mpdisc::platform
