// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class Multicast : public testing::Test {
   protected:
    void SetUp() override {
        if (receiver.open({.family = Family::ipv6}) == SocketError::unavailable) {
            GTEST_SKIP() << "no IPv6 here";
        }
        ASSERT_EQ(sender.open({.family = Family::ipv6}), SocketError::none);
        for (const InterfaceAddress& entry : all_interfaces()) {
            if (entry.address.family == Family::ipv6) if_index = entry.if_index;
        }
        if (if_index == 0) GTEST_SKIP() << "no interface has IPv6";
    }

    Peer receiver;
    Peer sender;
    std::uint32_t if_index = 0;
};

TEST_F(Multicast, JoiningTwiceIsNoError) {
    const IpAddress group = link_local_group(1);
    EXPECT_EQ(receiver.socket.join(group, if_index), SocketError::none);
    EXPECT_EQ(receiver.socket.join(group, if_index), SocketError::none);
    EXPECT_EQ(receiver.socket.last_error(), 0);
}

TEST_F(Multicast, JoiningOnNoInterfaceIsAnError) {
    EXPECT_NE(receiver.socket.join(link_local_group(1), 0x7ffffff0), SocketError::none);
    EXPECT_NE(receiver.socket.last_error(), 0);
}

TEST_F(Multicast, ArrivesOnlyFromJoinedGroups) {
    const std::optional<InterfaceAddress> link = find_multicast_link();
    if (!link) GTEST_SKIP() << "no interface here does IPv6 multicast";
    const IpAddress ours = link_local_group(1);
    const IpAddress others = link_local_group(2);
    ASSERT_EQ(receiver.socket.join(ours, link->if_index), SocketError::none);
    Peer another;  // the host receives its group, but the receiver must not
    ASSERT_EQ(another.open({.family = Family::ipv6}), SocketError::none);
    ASSERT_EQ(another.socket.join(others, link->if_index), SocketError::none);

    const auto send_to_group = [&](const IpAddress& group, std::string_view text) {
        const Endpoint to{group, link->if_index, receiver.socket.port()};
        EXPECT_EQ(sender.send(to, text, link->address, link->if_index), 1u);
    };
    send_to_group(others, "for others");
    send_to_group(ours, "for us");
    const Received received = receiver.receive_one();
    EXPECT_EQ(received.text, "for us");
    EXPECT_EQ(received.to, ours);
    EXPECT_EQ(received.if_index, link->if_index);
    EXPECT_EQ(received.from, (Endpoint{link->address, link->if_index, sender.socket.port()}));

    // The answer comes from the address of the interface, and goes to the scope of the asker.
    EXPECT_EQ(receiver.send(received.from, "answer", link->address, link->if_index), 1u);
    EXPECT_EQ(sender.receive_one().text, "answer");
}

TEST_F(Multicast, ReachesBothSocketsAfterATakeover) {
    const std::optional<InterfaceAddress> link = find_multicast_link();
    if (!link) GTEST_SKIP() << "no interface here does IPv6 multicast";
    const std::uint16_t port = receiver.socket.port();
    if (!receiver.socket.allow_takeover()) GTEST_SKIP() << "this system has no takeover";
    Peer newest;
    ASSERT_EQ(newest.take_over({.family = Family::ipv6, .port = port}), SocketError::none);
    const IpAddress group = link_local_group(1);
    for (Peer* const peer : {&receiver, &newest}) {
        ASSERT_EQ(peer->socket.join(group, link->if_index), SocketError::none);
    }
    const Endpoint everybody{group, link->if_index, port};
    EXPECT_EQ(sender.send(everybody, "anybody?", {}, link->if_index), 1u);
    EXPECT_EQ(newest.receive_one().text, "anybody?");
    EXPECT_EQ(receiver.receive_one().text, "anybody?");
}

}  // namespace
}  // namespace mpdisc::platform
