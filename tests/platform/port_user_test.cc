// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

#include <gtest/gtest.h>

#include <map>

#include "peer.h"
#include "platform/host.h"

namespace mpdisc::platform {
namespace {

class PortUser : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        UdpSocket socket;
        if (socket.open({.family = GetParam(), .address = loopback}) == SocketError::unavailable) {
            GTEST_SKIP() << "this host lacks the family";
        }
        if (answer_for(1) == PortUserAnswer::never) GTEST_SKIP() << "this system cannot tell";
    }

    [[nodiscard]] PortUserAnswer answer_for(std::uint16_t port) {
        return udp_port_user({loopback, 0, port}, user);
    }

    std::uint32_t user = 0;

    const IpAddress loopback = IpAddress::loopback(GetParam());
};

TEST_P(PortUser, IsTheEffectiveUserOfTheProcess) {
    for (const IpAddress& address : {loopback, IpAddress{}}) {
        UdpSocket socket;
        ASSERT_EQ(socket.open({.family = GetParam(), .address = address}), SocketError::none);
        EXPECT_EQ(answer_for(socket.port()), PortUserAnswer::told);
        EXPECT_EQ(user, user_id());
    }
}

TEST_P(PortUser, IsNotToldWithoutASocket) {
    UdpSocket other;
    UdpSocket socket;
    ASSERT_EQ(other.open({.family = GetParam()}), SocketError::none);
    ASSERT_EQ(socket.open({.family = GetParam(), .address = loopback}), SocketError::none);
    const std::uint16_t port = socket.port();
    socket.close();
    EXPECT_EQ(answer_for(port), PortUserAnswer::not_now);
}

TEST_P(PortUser, IsNotToldForTheSamePortOfAnotherAddress) {
    if (GetParam() != Family::ipv4) GTEST_SKIP() << "only IPv4 has a second loopback address";
    UdpSocket socket;
    const IpAddress elsewhere = IpAddress::v4(127, 9, 8, 7);
    if (socket.open({.family = GetParam(), .address = elsewhere}) != SocketError::none) {
        GTEST_SKIP() << "only IPv4 has a second loopback address";
    }
    EXPECT_EQ(answer_for(socket.port()), PortUserAnswer::not_now);
}

TEST_P(PortUser, IsToldForAllSocketsAtOnce) {
    std::map<std::uint16_t, std::uint32_t> told;
    UdpSocket exact;
    UdpSocket wildcard;
    ASSERT_EQ(exact.open({.family = GetParam(), .address = loopback}), SocketError::none);
    ASSERT_EQ(wildcard.open({.family = GetParam()}), SocketError::none);
    const PortUserAnswer answer = tell_udp_port_users(
        loopback, &told, [](void* to, std::uint16_t port, std::uint32_t user_id) {
            (*static_cast<std::map<std::uint16_t, std::uint32_t>*>(to))[port] = user_id;
        });
    EXPECT_EQ(answer, PortUserAnswer::told);
    for (const std::uint16_t port : {exact.port(), wildcard.port()}) {
        ASSERT_EQ(told.count(port), 1U);
        EXPECT_EQ(told[port], user_id());
    }
}

INSTANTIATE_TEST_SUITE_P(, PortUser, both_families, family_name);

}  // namespace
}  // namespace mpdisc::platform
