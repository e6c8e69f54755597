// SPDX-License-Identifier: MIT
// The announcement port and its memberships in the discovery group, on real sockets.
#include "runtime/announcement_port.h"

#include <gtest/gtest.h>

#include <set>

#include "runtime/discovery_port.h"
#include "tests/platform/peer.h"
#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

using platform::find_multicast_link;
using platform::Peer;
using platform::SocketError;

/// What comes to a socket that belongs to another object.
class Reader {
   public:
    Reader() { EXPECT_TRUE(batch_.create(2048)); }

    /// Waits for a datagram and returns its text.
    [[nodiscard]] std::string receive_one(platform::UdpSocket& socket) {
        const TimeUs give_up_us = platform::clock_us() + platform::patience_us;
        while (platform::clock_us() < give_up_us) {
            const PollEntry entry = socket.poll_entry();
            EXPECT_TRUE(platform::poll_wait({&entry, 1}, platform::patience_us));
            if (std::string text = receive_ready(socket); !text.empty()) return text;
        }
        return "nothing came";
    }
    /// The text of a datagram that has come; otherwise an empty text.
    [[nodiscard]] std::string receive_ready(platform::UdpSocket& socket) {
        platform::ReceivedDatagram received[1];
        if (socket.receive(batch_, received) == 0) return "";
        return {received[0].bytes.begin(), received[0].bytes.end()};
    }

   private:
    platform::ReceiveBatch batch_;
};

class AnnouncementPortTest : public testing::Test {
   protected:
    void SetUp() override {
        platform::UdpSocket socket;
        ASSERT_EQ(socket.open({}), SocketError::none);
        discovery = static_cast<std::uint16_t>(socket.port() - 1);
        number = socket.port();
    }

    std::uint16_t discovery = 0;
    std::uint16_t number = 0;
    Reader reader;
};

TEST_F(AnnouncementPortTest, is_the_port_after_the_discovery_port) {
    AnnouncementPort port(discovery);
    ASSERT_TRUE(port.reserve());
    EXPECT_FALSE(port.v4().is_open());
    ASSERT_EQ(port.open(), SocketError::none);
    EXPECT_EQ(port.v4().port(), number);
    if (port.v6().is_open()) {
        EXPECT_EQ(port.v6().port(), number);
    }
    port.close();
    EXPECT_FALSE(port.v4().is_open());
    EXPECT_FALSE(port.v6().is_open());
}

TEST_F(AnnouncementPortTest, does_not_exist_after_the_last_port) {
    EXPECT_EQ(wire::announcement_port(6737), 6738);
    EXPECT_EQ(wire::announcement_port(65'534), 65'535);
    EXPECT_EQ(wire::announcement_port(65'535), 0);
    AnnouncementPort port(65'535);
    ASSERT_TRUE(port.reserve());
    EXPECT_EQ(port.open(), SocketError::none);
    EXPECT_FALSE(port.v4().is_open());
    EXPECT_FALSE(port.v6().is_open());
    port.join_groups(platform::all_interfaces());
    port.close();
}

TEST_F(AnnouncementPortTest, is_shared_by_all_listeners_of_the_host) {
    AnnouncementPort ports[] = {AnnouncementPort(discovery), AnnouncementPort(discovery)};
    for (AnnouncementPort& each : ports) ASSERT_EQ(each.open(), SocketError::none);
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    if (sender.send({IpAddress::v4(127, 255, 255, 255), 0, number}, "here I am") == 0) {
        GTEST_SKIP() << "no broadcast on loopback here";
    }
    for (AnnouncementPort& each : ports) EXPECT_EQ(reader.receive_one(each.v4()), "here I am");
}

TEST_F(AnnouncementPortTest, leaves_the_discovery_port_to_the_primary) {
    DiscoveryPort primary(number);
    ASSERT_TRUE(primary.reserve());
    ASSERT_EQ(primary.claim(false), SocketError::none);
    AnnouncementPort port(discovery);  // its port is the discovery port of another configuration
    EXPECT_EQ(port.open(), SocketError::in_use);
    primary.close();
    EXPECT_EQ(port.open(), SocketError::none);
    EXPECT_EQ(primary.claim(false), SocketError::in_use);
    EXPECT_EQ(primary.claim(true), SocketError::in_use);
}

TEST_F(AnnouncementPortTest, opens_what_is_missing_when_it_is_opened_again) {
    platform::UdpSocket holder;
    const SocketError error = holder.open({.family = Family::ipv6, .port = number});
    if (error == SocketError::unavailable) GTEST_SKIP() << "no IPv6 here";
    ASSERT_EQ(error, SocketError::none);
    AnnouncementPort port(discovery);
    EXPECT_EQ(port.open(), SocketError::in_use);
    EXPECT_TRUE(port.v4().is_open());
    EXPECT_FALSE(port.v6().is_open());
    const Handle kept = port.v4().poll_entry().handle;
    holder.close();
    EXPECT_EQ(port.open(), SocketError::none);
    EXPECT_EQ(port.v4().poll_entry().handle, kept);
    EXPECT_TRUE(port.v6().is_open());
}

class AnnouncementGroupTest : public AnnouncementPortTest {
   protected:
    void SetUp() override {
        AnnouncementPortTest::SetUp();
        const std::optional<InterfaceAddress> found = find_multicast_link();
        if (!found) GTEST_SKIP() << "no interface here does IPv6 multicast";
        link = *found;
        ASSERT_TRUE(port.emplace(discovery).reserve());
        ASSERT_EQ(port->open(), SocketError::none);
        ASSERT_EQ(sender.open({.family = Family::ipv6}), SocketError::none);
    }

    void send_to_group(std::string_view text) {
        const Endpoint to{wire::discovery_group(), link.if_index, number};
        EXPECT_EQ(sender.send(to, text, link.address, link.if_index), 1u);
    }
    /// Sends a datagram to the group, and then a unicast, which shows that nothing came before it.
    void expect_membership(bool is_member) {
        send_to_group("to the group");
        const Endpoint unicast{IpAddress::loopback(Family::ipv6), 0, number};
        EXPECT_EQ(sender.send(unicast, "to the port"), 1u);
        std::set<std::string> received{reader.receive_one(port->v6())};
        if (is_member) received.insert(reader.receive_one(port->v6()));
        EXPECT_EQ(received.count("to the group"), is_member ? 1u : 0u);
        EXPECT_EQ(received.count("to the port"), 1u);
        EXPECT_EQ(reader.receive_ready(port->v6()), "");
    }
    [[nodiscard]] platform::InterfaceLosses loss_on_the_link() const {
        platform::InterfaceLosses losses;
        losses.add(link.if_index);
        return losses;
    }

    InterfaceAddress link;
    Peer sender;
    std::optional<AnnouncementPort> port;
};

TEST_F(AnnouncementGroupTest, joins_the_group_on_interfaces_with_ipv6_and_leaves_it_on_others) {
    expect_membership(false);
    port->join_groups({&link, 1});
    expect_membership(true);
    port->join_groups({&link, 1});
    expect_membership(true);
    port->join_groups({});
    expect_membership(false);
    port->join_groups({&link, 1});
    expect_membership(true);
    InterfaceAddress without_multicast = link;
    without_multicast.can_multicast = false;
    port->join_groups({&without_multicast, 1});
    expect_membership(false);
}

TEST_F(AnnouncementGroupTest, renews_memberships_that_the_system_may_have_ended) {
    port->join_groups({&link, 1});
    port->v6().leave(wire::discovery_group(), link.if_index);
    port->join_groups({&link, 1});
    expect_membership(false);  // nobody told that it is lost
    port->note_losses(loss_on_the_link());
    port->join_groups({&link, 1});
    expect_membership(true);
}

TEST_F(AnnouncementGroupTest, joins_again_after_it_was_closed) {
    port->join_groups({&link, 1});
    port->close();
    port->join_groups({&link, 1});
    ASSERT_EQ(port->open(), SocketError::none);
    expect_membership(false);
    port->join_groups({&link, 1});
    expect_membership(true);
}

}  // namespace
}  // namespace mpdisc::runtime
