// SPDX-License-Identifier: MIT
// A port that several sockets share for broadcasts and multicasts.
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class SharedPort : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        UdpSocket socket;
        if (socket.open({.family = GetParam()}) == SocketError::unavailable) {
            GTEST_SKIP() << "this host lacks the family";
        }
        port = socket.port();
    }

    [[nodiscard]] UdpSocketOptions shared() const {
        return {.family = GetParam(), .port = port, .is_shared = true};
    }
    [[nodiscard]] UdpSocketOptions exclusive(const IpAddress& address = {}) const {
        return {.family = GetParam(), .address = address, .port = port};
    }
    void open_listeners() {
        for (Peer& each : listeners) ASSERT_EQ(each.open(shared()), SocketError::none);
    }
    /// Each listener has received `text` once, sent to all.
    void expect_at_all(std::string_view text) {
        for (Peer& each : listeners) {
            const Received received = each.receive_one();
            EXPECT_EQ(received.text, text);
            EXPECT_TRUE(received.is_to_all);
            EXPECT_TRUE(each.receive_ready().empty());
        }
    }

    const IpAddress loopback = IpAddress::loopback(GetParam());
    std::uint16_t port = 0;
    Peer listeners[3];
};

TEST_P(SharedPort, HasSeveralSockets) {
    open_listeners();
    for (const Peer& each : listeners) {
        EXPECT_EQ(each.socket.port(), port);
        EXPECT_EQ(each.socket.last_error(), 0);
    }
}

TEST_P(SharedPort, IsNotAPortThatAnotherSocketHasAlone) {
    Peer holder;
    ASSERT_EQ(holder.open(exclusive()), SocketError::none);
    EXPECT_EQ(listeners[0].open(shared()), SocketError::in_use);
    EXPECT_FALSE(listeners[0].socket.is_open());
    EXPECT_NE(listeners[0].socket.last_error(), 0);
    (void)holder.socket.allow_takeover();
    EXPECT_EQ(listeners[0].open(shared()), SocketError::in_use);

    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(GetParam()));
    EXPECT_EQ(sender.send({loopback, 0, port}, "for the holder"), 1u);
    EXPECT_EQ(holder.receive_one().text, "for the holder");
    holder.socket.close();
    EXPECT_EQ(listeners[0].open(shared()), SocketError::none);
}

TEST_P(SharedPort, IsNotAPortThatWasTakenOver) {
    Peer holder;
    ASSERT_EQ(holder.open(exclusive()), SocketError::none);
    if (!holder.socket.allow_takeover()) GTEST_SKIP() << "this system cannot do so";
    Peer newest;
    ASSERT_EQ(newest.take_over(exclusive()), SocketError::none);
    EXPECT_EQ(listeners[0].open(shared()), SocketError::in_use);
    ASSERT_TRUE(newest.socket.allow_takeover());
    EXPECT_EQ(listeners[0].open(shared()), SocketError::in_use);
}

TEST_P(SharedPort, LetsInNoSocketThatWantsItAlone) {
    ASSERT_EQ(listeners[0].open(shared()), SocketError::none);
    Peer other;
    for (const IpAddress& address : {IpAddress{}, loopback}) {
        EXPECT_EQ(other.open(exclusive(address)), SocketError::in_use);
    }
    EXPECT_EQ(other.take_over(exclusive()), SocketError::in_use);
    listeners[0].socket.close();
    EXPECT_EQ(other.open(exclusive()), SocketError::none);
}

TEST_P(SharedPort, IsNotSharedWithTheOtherFamily) {
    open_listeners();
    Peer other;
    const Family family = GetParam() == Family::ipv4 ? Family::ipv6 : Family::ipv4;
    const SocketError error = other.open({.family = family, .port = port});
    if (error == SocketError::unavailable) GTEST_SKIP() << "this host lacks the other family";
    EXPECT_EQ(error, SocketError::none);
}

TEST_P(SharedPort, UnicastReachesOneSocketAndIsTold) {
    open_listeners();
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(GetParam()));
    EXPECT_EQ(sender.send({loopback, 0, port}, "for one"), 1u);
    std::vector<Received> all;
    const TimeUs give_up_us = clock_us() + patience_us;
    while (all.empty() && clock_us() < give_up_us) {
        for (Peer& each : listeners) {
            for (const Received& received : each.receive_ready()) all.push_back(received);
        }
    }
    for (Peer& each : listeners) EXPECT_TRUE(each.receive_ready().empty());
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front().text, "for one");
    EXPECT_FALSE(all.front().is_to_all);
}

INSTANTIATE_TEST_SUITE_P(, SharedPort, testing::Values(Family::ipv4, Family::ipv6),
                         [](const auto& family_info) {
                             return family_info.param == Family::ipv4 ? "ipv4" : "ipv6";
                         });

using Ipv4SharedPort = SharedPort;

TEST_P(Ipv4SharedPort, EachSocketGetsBroadcastsOfTheLoopbackNetwork) {
    open_listeners();
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    if (sender.send({IpAddress::v4(127, 255, 255, 255), 0, port}, "anybody?") == 0) {
        GTEST_SKIP() << "no broadcast on loopback here";
    }
    expect_at_all("anybody?");
    // The others still get them when one leaves, or a further one comes.
    listeners[1].socket.close();
    ASSERT_EQ(listeners[1].open(shared()), SocketError::none);
    EXPECT_EQ(sender.send({IpAddress::v4(127, 255, 255, 255), 0, port}, "again"), 1u);
    expect_at_all("again");
}

TEST_P(Ipv4SharedPort, EachSocketGetsBroadcastsOfItsHostByAnInterface) {
    open_listeners();
    Peer sender;
    ASSERT_EQ(sender.open({.family = Family::ipv4}), SocketError::none);
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.broadcast.family != Family::ipv4) continue;
        SCOPED_TRACE(entry.if_name.view());
        for (const IpAddress& everybody : {entry.broadcast, IpAddress::link_broadcast()}) {
            if (everybody == IpAddress::link_broadcast() && !entry.has_link_broadcast) continue;
            const Endpoint to{everybody, 0, port};
            if (sender.send(to, "anybody?", entry.address, entry.if_index) == 0) continue;
            expect_at_all("anybody?");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(, Ipv4SharedPort, testing::Values(Family::ipv4),
                         [](const auto&) { return "ipv4"; });

using Ipv6SharedPort = SharedPort;

TEST_P(Ipv6SharedPort, EachSocketGetsMulticastsOfAGroupThatItJoined) {
    const std::optional<InterfaceAddress> link = find_multicast_link();
    if (!link) GTEST_SKIP() << "no interface here does IPv6 multicast";
    open_listeners();
    const IpAddress group = link_local_group(3);
    for (Peer& each : listeners) {
        ASSERT_EQ(each.socket.join(group, link->if_index), SocketError::none);
    }
    Peer sender;
    ASSERT_EQ(sender.open({.family = Family::ipv6}), SocketError::none);
    const Endpoint everybody{group, link->if_index, port};
    EXPECT_EQ(sender.send(everybody, "anybody?", link->address, link->if_index), 1u);
    expect_at_all("anybody?");
}

INSTANTIATE_TEST_SUITE_P(, Ipv6SharedPort, testing::Values(Family::ipv6),
                         [](const auto&) { return "ipv6"; });

}  // namespace
}  // namespace mpdisc::platform
