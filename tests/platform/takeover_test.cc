// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class Takeover : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        if (holder.open({.family = GetParam()}) == SocketError::unavailable) {
            GTEST_SKIP() << "this host lacks the family";
        }
        port = holder.socket.port();
        Peer other;
        ASSERT_EQ(other.open({.family = GetParam()}), SocketError::none);
        if (!other.socket.allow_takeover()) GTEST_SKIP() << "this system has no takeover";
    }

    [[nodiscard]] SocketError bind_plainly(const IpAddress& address = {}) {
        UdpSocket socket;
        return socket.open({.family = GetParam(), .address = address, .port = port});
    }

    [[nodiscard]] SocketError take_over(Peer& peer) {
        const SocketError error = peer.take_over({.family = GetParam(), .port = port});
        EXPECT_EQ(peer.socket.port(), error == SocketError::none ? port : 0);
        return error;
    }

    /// Sends from 64 ports, which a hash would spread over the sockets.
    void expect_all_at(Peer& newest, std::initializer_list<Peer*> others = {}) {
        const Endpoint to{IpAddress::loopback(GetParam()), 0, port};
        for (int i = 0; i < 64; ++i) {
            Peer sender;
            ASSERT_TRUE(sender.open_on_loopback(GetParam()));
            EXPECT_EQ(sender.send(to, "request"), 1u);
        }
        EXPECT_EQ(newest.receive(64).size(), 64u);
        for (Peer* const other : others) EXPECT_TRUE(other->receive_ready().empty());
    }

    Peer holder;
    std::uint16_t port = 0;
};

TEST_P(Takeover, IsRefusedUnlessAllowed) {
    Peer newest;
    EXPECT_EQ(take_over(newest), SocketError::in_use);
    EXPECT_FALSE(newest.socket.is_open());
    EXPECT_NE(newest.socket.last_error(), 0);
    EXPECT_EQ(take_over(newest), SocketError::in_use);
    expect_all_at(holder);
}

TEST_P(Takeover, PlainBindsStayRefused) {
    const IpAddress loopback = IpAddress::loopback(GetParam());
    EXPECT_EQ(bind_plainly(), SocketError::in_use);
    ASSERT_TRUE(holder.socket.allow_takeover());
    EXPECT_EQ(bind_plainly(), SocketError::in_use);
    EXPECT_EQ(bind_plainly(loopback), SocketError::in_use);
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    EXPECT_EQ(bind_plainly(), SocketError::in_use);
    holder.socket.close();
    EXPECT_EQ(bind_plainly(), SocketError::in_use);
    newest.socket.close();
    EXPECT_EQ(bind_plainly(), SocketError::none);
}

TEST_P(Takeover, GetsAllUnicasts) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    expect_all_at(holder);
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    expect_all_at(newest, {&holder});
}

TEST_P(Takeover, LeavesReceivedDatagramsToTheOldSocket) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(GetParam()));
    EXPECT_EQ(sender.send({IpAddress::loopback(GetParam()), 0, port}, "before"), 1u);
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    EXPECT_EQ(holder.receive_one().text, "before");
    EXPECT_TRUE(newest.receive_ready().empty());
}

TEST_P(Takeover, LastsWhenTheOldSocketCloses) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    holder.socket.close();
    expect_all_at(newest);
}

TEST_P(Takeover, EndsWhenTheNewSocketCloses) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    newest.socket.close();
    expect_all_at(holder);
    ASSERT_EQ(take_over(newest), SocketError::none);
    expect_all_at(newest, {&holder});
}

TEST_P(Takeover, CanBeRepeated) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer second;
    ASSERT_EQ(take_over(second), SocketError::none);
    Peer third;
    ASSERT_EQ(take_over(third), SocketError::none);
    expect_all_at(third, {&holder, &second});

    second.socket.close();
    holder.socket.close();
    expect_all_at(third);
    Peer fourth;
    ASSERT_TRUE(third.socket.allow_takeover());
    ASSERT_EQ(take_over(fourth), SocketError::none);
    expect_all_at(fourth, {&third});
}

TEST_P(Takeover, OfAFreePortIsAPlainBind) {
    holder.socket.close();
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    Peer other;
    EXPECT_EQ(take_over(other), SocketError::in_use);
    ASSERT_TRUE(newest.socket.allow_takeover());
    EXPECT_EQ(take_over(other), SocketError::none);
    expect_all_at(other, {&newest});
}

TEST_P(Takeover, IgnoresSocketsOfTheOtherFamily) {
    Peer other_family;
    const Family family = GetParam() == Family::ipv4 ? Family::ipv6 : Family::ipv4;
    if (other_family.open({.family = family, .port = port}) != SocketError::none) {
        GTEST_SKIP() << "this host lacks the other family";
    }
    ASSERT_TRUE(other_family.socket.allow_takeover());
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    expect_all_at(newest, {&holder, &other_family});
}

INSTANTIATE_TEST_SUITE_P(, Takeover, both_families, family_name);

using Ipv4Takeover = Takeover;

TEST_P(Ipv4Takeover, LeavesBroadcastsToBoth) {
    ASSERT_TRUE(holder.socket.allow_takeover());
    Peer newest;
    ASSERT_EQ(take_over(newest), SocketError::none);
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    if (sender.send({IpAddress::v4(127, 255, 255, 255), 0, port}, "anybody?") == 0) {
        GTEST_SKIP() << "no broadcast on loopback here";
    }
    EXPECT_EQ(newest.receive_one().text, "anybody?");
    EXPECT_EQ(holder.receive_one().text, "anybody?");
}

INSTANTIATE_TEST_SUITE_P(, Ipv4Takeover, testing::Values(Family::ipv4), family_name);

}  // namespace
}  // namespace mpdisc::platform
