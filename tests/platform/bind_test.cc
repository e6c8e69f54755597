// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

// Documentation addresses (RFC 5737, 3849): no host has them.
const IpAddress foreign_v4 = IpAddress::v4(203, 0, 113, 77);
const IpAddress foreign_v6 = {Family::ipv6, {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7}};

class Bind : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        UdpSocket socket;
        if (socket.open({.family = GetParam(), .address = loopback}) == SocketError::unavailable) {
            GTEST_SKIP() << "this host lacks the family";
        }
    }

    UdpSocketOptions options(const IpAddress& address, std::uint16_t port = 0) const {
        return {.family = GetParam(), .address = address, .port = port};
    }

    const IpAddress loopback = IpAddress::loopback(GetParam());
    const IpAddress wildcard{};
};

TEST_P(Bind, ChoosesAPortIfNoneIsGiven) {
    UdpSocket first;
    UdpSocket second;
    ASSERT_EQ(first.open(options(wildcard)), SocketError::none);
    ASSERT_EQ(second.open(options(wildcard)), SocketError::none);
    EXPECT_TRUE(first.is_open());
    EXPECT_NE(first.port(), 0);
    EXPECT_NE(second.port(), 0);
    EXPECT_NE(first.port(), second.port());
}

TEST_P(Bind, IsExclusive) {
    for (const IpAddress& held : {wildcard, loopback}) {
        for (const IpAddress& wanted : {wildcard, loopback}) {
            UdpSocket holder;
            ASSERT_EQ(holder.open(options(held)), SocketError::none);
            UdpSocket other;
            EXPECT_EQ(other.open(options(wanted, holder.port())), SocketError::in_use);
            EXPECT_FALSE(other.is_open());
            EXPECT_EQ(other.port(), 0);
            EXPECT_NE(other.last_error(), 0);
        }
    }
}

TEST_P(Bind, GetsThePortOnceItIsFree) {
    UdpSocket holder;
    ASSERT_EQ(holder.open(options(wildcard)), SocketError::none);
    const std::uint16_t port = holder.port();
    UdpSocket other;
    ASSERT_EQ(other.open(options(wildcard, port)), SocketError::in_use);
    holder.close();
    EXPECT_FALSE(holder.is_open());
    EXPECT_EQ(other.open(options(wildcard, port)), SocketError::none);
    EXPECT_EQ(other.port(), port);
    EXPECT_EQ(other.last_error(), 0);
}

/// This also holds on systems without takeovers.
TEST_P(Bind, TakesOverNoPortUnlessItsHolderAllowsIt) {
    UdpSocket holder;
    ASSERT_EQ(holder.open(options(wildcard)), SocketError::none);
    const UdpSocketOptions taking = options(wildcard, holder.port());
    UdpSocket other;
    EXPECT_EQ(other.take_over(taking), SocketError::in_use);
    holder.close();
    EXPECT_EQ(other.take_over(taking), SocketError::none);
    EXPECT_EQ(other.count_rivals(), 0U);
    EXPECT_EQ(holder.open(options(wildcard, other.port())), SocketError::in_use);
}

TEST_P(Bind, HasNoPortAfterAnError) {
    // No socket can receive from the other family.
    const Family other = GetParam() == Family::ipv4 ? Family::ipv6 : Family::ipv4;
    UdpSocketOptions impossible = options(loopback);
    impossible.only_from = {IpAddress::loopback(other), 0, 9};
    UdpSocket socket;
    EXPECT_EQ(socket.open(impossible), SocketError::unavailable);
    EXPECT_FALSE(socket.is_open());
    EXPECT_EQ(socket.port(), 0);
}

TEST_P(Bind, DestructorFreesThePort) {
    std::uint16_t port = 0;
    {
        UdpSocket holder;
        ASSERT_EQ(holder.open(options(loopback)), SocketError::none);
        port = holder.port();
    }
    UdpSocket other;
    EXPECT_EQ(other.open(options(loopback, port)), SocketError::none);
}

TEST_P(Bind, ClosesTwiceAndOpensAgain) {
    UdpSocket socket;
    socket.close();
    ASSERT_EQ(socket.open(options(loopback)), SocketError::none);
    socket.close();
    socket.close();
    EXPECT_EQ(socket.open(options(loopback)), SocketError::none);
}

TEST_P(Bind, RefusesAnAddressOfAnotherHost) {
    const IpAddress foreign = GetParam() == Family::ipv4 ? foreign_v4 : foreign_v6;
    UdpSocket socket;
    EXPECT_EQ(socket.open(options(foreign)), SocketError::unavailable);
    EXPECT_NE(socket.last_error(), 0);
}

TEST_P(Bind, BindsAnAddressThatMayBeDown) {
    UdpSocketOptions down = options(GetParam() == Family::ipv4 ? foreign_v4 : foreign_v6);
    down.address_may_be_down = true;
    UdpSocket socket;
    const SocketError error = socket.open(down);
    if (error == SocketError::unavailable)
        GTEST_SKIP() << "this system cannot bind an address that is down";
    EXPECT_EQ(error, SocketError::none);
    EXPECT_NE(socket.port(), 0);
}

TEST_P(Bind, SendOnlySocketSends) {
    UdpSocketOptions sender_options = options(loopback);
    sender_options.send_only = true;
    Peer sender;
    ASSERT_EQ(sender.open(sender_options), SocketError::none);
    Peer receiver;
    ASSERT_TRUE(receiver.open_on_loopback(GetParam()));
    EXPECT_EQ(sender.send(receiver.endpoint(), "one way"), 1u);
    EXPECT_EQ(receiver.receive_one().text, "one way");
}

INSTANTIATE_TEST_SUITE_P(, Bind, both_families, family_name);

TEST(BindOfBothFamilies, BothCanHaveTheSamePort) {
    Peer v4;
    Peer v6;
    ASSERT_EQ(v4.open({.family = Family::ipv4}), SocketError::none);
    const SocketError error = v6.open({.family = Family::ipv6, .port = v4.socket.port()});
    if (error == SocketError::unavailable) GTEST_SKIP() << "no IPv6 here";
    ASSERT_EQ(error, SocketError::none);

    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    EXPECT_EQ(sender.send(v4.endpoint(), "for IPv4"), 1u);
    EXPECT_EQ(v4.receive_one().text, "for IPv4");
    EXPECT_TRUE(v6.receive_ready().empty());
}

TEST(BindOfBothFamilies, AnIpv6SocketReceivesNoIpv4) {
    Peer v6;
    if (v6.open({.family = Family::ipv6}) == SocketError::unavailable) {
        GTEST_SKIP() << "no IPv6 here";
    }
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    sender.send({IpAddress::loopback(Family::ipv4), 0, v6.socket.port()}, "for IPv4");
    EXPECT_TRUE(v6.receive_ready().empty());
}

}  // namespace
}  // namespace mpdisc::platform
