// SPDX-License-Identifier: MIT
#include "core/takeover/unregistered_peers.h"

#include <gtest/gtest.h>

#include <vector>

namespace mpdisc::core {
namespace {

constexpr TimeUs ms = 1'000;
constexpr TimeUs second = 1'000'000;
constexpr std::uint16_t first = 0x1234;
constexpr std::uint16_t other = 0x5678;

class UnregisteredPeersTest : public testing::Test {
   protected:
    void expect(TimeUs announcement_us, TimeUs until_us, const std::vector<std::uint8_t>& ports,
                bool first_hangs = false) {
        Array<std::uint8_t> list;
        EXPECT_TRUE(list.append(ports));
        peers.assign(announcement_us, until_us, list, first_hangs);
    }

    UnregisteredPeers peers;
};

TEST_F(UnregisteredPeersTest, are_called_every_second_until_they_register_or_their_leases_end) {
    expect(50 * ms, 10 * second, {0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC});
    EXPECT_EQ(peers.count(), 3U);
    EXPECT_EQ(peers.next_announcement_us(), 50 * ms);
    peers.note_announcement(50 * ms);
    EXPECT_EQ(peers.next_announcement_us(), 1050 * ms);
    EXPECT_TRUE(peers.remove(other));
    EXPECT_FALSE(peers.remove(0x3456)) << "these are halves of two other ports";
    ASSERT_EQ(peers.count(), 2U);
    EXPECT_EQ(wire::peer_at(peers.ports(), 0), first);
    EXPECT_EQ(wire::peer_at(peers.ports(), 1), 0x9ABC);
    peers.note_announcement(10 * second - 1);
    EXPECT_EQ(peers.count(), 2U);
    peers.note_announcement(11 * second - 1);
    EXPECT_EQ(peers.count(), 0U) << "the leases have ended";
}

TEST_F(UnregisteredPeersTest, leave_the_list_when_they_have_registered) {
    expect(0, second, {0x12, 0x34, 0x56, 0x78});
    EXPECT_TRUE(peers.remove(first));
    EXPECT_TRUE(peers.remove(other));
    EXPECT_FALSE(peers.remove(other));
    EXPECT_EQ(peers.count(), 0U);
}

TEST_F(UnregisteredPeersTest, are_the_peers_of_the_last_list) {
    expect(0, second, {0x12, 0x34, 0x56, 0x78});
    expect(0, second, {0x9A, 0xBC});
    ASSERT_EQ(peers.count(), 1U);
    EXPECT_EQ(wire::peer_at(peers.ports(), 0), 0x9ABC);
    expect(0, second, {});
    EXPECT_EQ(peers.count(), 0U);
    expect(0, second, {0x12, 0x34});
    peers.clear();
    EXPECT_EQ(peers.count(), 0U);
}

TEST_F(UnregisteredPeersTest, first_peer_is_called_while_it_hangs) {
    expect(0, second, {0x12, 0x34, 0x56, 0x78}, true);
    peers.note_announcement(0);
    EXPECT_EQ(peers.count(), 2U);
    peers.note_announcement(second);
    ASSERT_EQ(peers.count(), 1U) << "the other one's lease has ended";
    EXPECT_EQ(wire::peer_at(peers.ports(), 0), first);
    peers.note_announcement(3600 * second);
    EXPECT_EQ(peers.count(), 1U);
    EXPECT_TRUE(peers.remove(first));
    EXPECT_EQ(peers.count(), 0U);

    expect(0, second, {0x12, 0x34, 0x56, 0x78}, true);
    EXPECT_TRUE(peers.remove(first));
    peers.note_announcement(second);
    EXPECT_EQ(peers.count(), 0U) << "the second peer does not hang";
}

}  // namespace
}  // namespace mpdisc::core
