// SPDX-License-Identifier: MIT
#include "core/neighbourhood/neighbourhood.h"

#include <gtest/gtest.h>

#include "tests/support/scarce_memory.h"
#include "tests/unit/core/neighbourhood_fixture.h"

namespace mpdisc::core {
namespace {

using namespace test_neighbours;

using NeighbourhoodTest = NeighbourhoodFixture;

TEST_F(NeighbourhoodTest, enters_a_host_after_it_has_answered) {
    EXPECT_FALSE(announce(announcement(1), ipv4(1)));
    EXPECT_EQ(size(), 0U);
    const auto asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].source.address, ipv4(1).address);
    EXPECT_TRUE(answer(announcement(1), asked[0]));
    ASSERT_EQ(size(), 1U);
    EXPECT_EQ(table.entries()[0].host.host, host_id(1));
    EXPECT_TRUE(advance(10 * second).empty()) << "it has answered, so nothing is asked again";
}

TEST_F(NeighbourhoodTest, believes_no_answer_with_another_transaction_or_source_or_of_old) {
    announce(announcement(1), ipv4(1));
    const auto asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    Question wrong = asked[0];
    wrong.transaction ^= std::uint64_t{1} << 40;
    answer(announcement(1), wrong);
    wrong = asked[0];
    wrong.source = ipv4(2);
    answer(announcement(1), wrong);
    wrong = asked[0];
    wrong.source.if_index = 3;
    answer(announcement(1), wrong);
    now += 4 * second;
    answer(announcement(1), asked[0]);
    EXPECT_EQ(size(), 0U);
}

TEST_F(NeighbourhoodTest, asks_three_times) {
    announce(announcement(1), ipv4(1));
    EXPECT_EQ(advance(0).size(), 1U);
    EXPECT_EQ(advance(Neighbourhood::try_gap_us).size(), 1U);
    EXPECT_EQ(advance(Neighbourhood::try_gap_us).size(), 1U);
    EXPECT_EQ(advance(100 * second).size(), 0U);
    EXPECT_EQ(table.next_deadline_us(), never_us);
}

TEST_F(NeighbourhoodTest, ignores_unknown_hosts_that_leave) {
    wire::HostAnnouncement farewell = announcement(2);
    farewell.lifetime_s = 0;
    announce(farewell, ipv4(2));
    wire::HostAnnouncement empty = announcement(3);
    empty.types = {};
    announce(empty, ipv4(3));
    EXPECT_TRUE(advance(10 * second).empty());
}

TEST_F(NeighbourhoodTest, takes_a_change_from_an_announcement) {
    enter(1);
    wire::HostAnnouncement changed = announcement(1);
    changed.summary.revision = 2;
    changed.summary.services = 7;
    EXPECT_TRUE(announce(changed, ipv4(1)));
    EXPECT_FALSE(announce(changed, ipv4(1)));
    EXPECT_EQ(find(ipv4(1))->host.summary.services, 7U);
    changed.primary.bytes[0] = 2;
    EXPECT_TRUE(announce(changed, ipv4(1)));
}

TEST_F(NeighbourhoodTest, drops_a_type_only_when_the_host_answers) {
    enter(1);
    announce(announcement(1, "_ipp._tcp"), ipv4(1));
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_http._tcp"));
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_ipp._tcp"));
    std::size_t asked = 0;
    for (int n = 0; n < 300; ++n) {
        for (const Question& each : advance(Neighbourhood::lost_type_window_us / 300)) {
            ++asked;
            answer(announcement(1, "_ipp._tcp"), each);
        }
    }
    EXPECT_EQ(asked, 1U);
    EXPECT_FALSE(find(ipv4(1))->host.types.may_contain("_http._tcp"));
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_ipp._tcp"));
}

TEST_F(NeighbourhoodTest, contains_every_type_if_filters_of_two_sizes_meet) {
    enter(1);
    wire::HostAnnouncement other = announcement(1);
    other.types = wire::TypeFilter(std::size_t{1});
    other.types.add("_ipp._tcp");
    announce(other, ipv4(1));
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_http._tcp"));
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_any._tcp"));
    const auto asked = advance(Neighbourhood::lost_type_window_us);
    ASSERT_GE(asked.size(), 1U);
}

TEST_F(NeighbourhoodTest, asks_a_host_that_said_farewell_before_it_removes_it) {
    enter(1);
    now += 10 * second;
    wire::HostAnnouncement farewell = announcement(1);
    farewell.lifetime_s = 0;
    announce(farewell, ipv4(1));
    auto asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    answer(announcement(1), asked[0]);
    EXPECT_TRUE(advance(100 * second).empty());
    EXPECT_EQ(size(), 1U) << "the farewell was forged";

    announce(farewell, ipv4(1));
    asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_TRUE(answer(farewell, asked[0]));
    EXPECT_EQ(size(), 0U);
}

TEST_F(NeighbourhoodTest, removes_a_host_that_said_farewell_and_is_silent_within_a_second) {
    enter(1);
    now += 10 * second;
    wire::HostAnnouncement farewell = announcement(1);
    farewell.lifetime_s = 0;
    announce(farewell, ipv4(1));
    EXPECT_EQ(advance(2 * Neighbourhood::farewell_gap_us).size(), 3U);
    EXPECT_EQ(size(), 1U);
    EXPECT_TRUE(advance(Neighbourhood::farewell_gap_us).empty());
    EXPECT_EQ(size(), 0U);
    EXPECT_EQ(table.digest(link_ipv4), 0U);
}

TEST_F(NeighbourhoodTest, forged_farewells_do_not_hasten_the_questions) {
    enter(1);
    now += 10 * second;
    wire::HostAnnouncement farewell = announcement(1);
    farewell.lifetime_s = 0;
    std::size_t asked = 0;
    for (int n = 0; n < 800; ++n) {
        announce(farewell, ipv4(1));
        asked += advance(millisecond).size();
    }
    EXPECT_EQ(asked, 3U);
    EXPECT_EQ(size(), 1U);
}

TEST_F(NeighbourhoodTest, asks_a_suspected_host_at_most_once_in_two_seconds) {
    enter(1);
    wire::HostAnnouncement farewell = announcement(1);
    farewell.lifetime_s = 0;
    std::size_t asked = 0;
    for (int n = 0; n < 20'000; ++n) {
        announce(farewell, ipv4(1));
        for (const Question& each : advance(millisecond)) {
            ++asked;
            answer(announcement(1), each);
        }
    }
    EXPECT_LE(asked, 20 * second / Neighbourhood::suspicion_gap_us);
    EXPECT_EQ(size(), 1U);
}

TEST_F(NeighbourhoodTest, asks_a_host_whose_announcements_stay_away_and_removes_it) {
    enter(1);
    EXPECT_TRUE(advance(179 * second).empty());
    EXPECT_EQ(advance(second).size(), 1U);
    EXPECT_EQ(advance(2 * Neighbourhood::try_gap_us).size(), 2U);
    EXPECT_EQ(size(), 1U);
    EXPECT_TRUE(advance(Neighbourhood::try_gap_us).empty());
    EXPECT_EQ(size(), 0U);
    EXPECT_EQ(table.next_deadline_us(), never_us);
}

TEST_F(NeighbourhoodTest, keeps_a_host_that_announces_itself) {
    enter(1);
    for (int n = 0; n < 60; ++n) {
        EXPECT_TRUE(advance(60 * second).empty());
        announce(announcement(1), ipv4(1));
    }
    EXPECT_EQ(size(), 1U);
}

TEST_F(NeighbourhoodTest, bounds_the_lifetime) {
    wire::HostAnnouncement forever = announcement(1);
    forever.lifetime_s = UINT32_MAX;
    enter(forever, ipv4(1));
    EXPECT_EQ(advance(TimeUs{limits::neighbour_lifetime_s_max} * second).size(), 1U);
}

TEST_F(NeighbourhoodTest, asks_a_host_that_a_client_could_not_reach) {
    enter(1);
    now += 10 * second;
    table.note_silent(now, host_id(2));
    EXPECT_TRUE(advance(0).empty());
    table.note_silent(now, host_id(1));
    announce(announcement(1), ipv4(1));
    EXPECT_EQ(advance(0).size(), 1U);
    announce(announcement(1), ipv4(1));
    EXPECT_EQ(advance(3 * Neighbourhood::try_gap_us).size(), 2U);
    EXPECT_EQ(size(), 0U) << "announcements, which may be forged, prove nothing";
}

TEST_F(NeighbourhoodTest, has_one_host_for_each_address) {
    enter(1);
    now += 10 * second;
    // It may have started anew, or somebody forges its address.
    announce(announcement(2), ipv4(1));
    auto asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(find(ipv4(1))->host.host, host_id(1));
    EXPECT_TRUE(answer(announcement(2), asked[0]));
    ASSERT_EQ(size(), 1U);
    EXPECT_EQ(find(ipv4(1))->host.host, host_id(2));
}

TEST_F(NeighbourhoodTest, keeps_what_each_address_of_a_host_says) {
    enter(announcement(1), ipv4(1));
    enter(announcement(1), ipv6(1));
    // Another host claims to be this one.
    enter(announcement(1, "_other._tcp"), ipv4(66));
    EXPECT_EQ(size(), 3U);
    EXPECT_TRUE(find(ipv4(1))->host.types.may_contain("_http._tcp"));
    EXPECT_TRUE(find(ipv6(1))->host.types.may_contain("_http._tcp"));
}

TEST_F(NeighbourhoodTest, ignores_recorded_sealed_announcements) {
    enter(1);
    wire::HostAnnouncement newer = announcement(1);
    newer.summary.revision = 2;
    EXPECT_TRUE(table.note(now, newer, ipv4(1), 5'000));
    EXPECT_FALSE(table.note(now, announcement(1), ipv4(1), 4'999));
    EXPECT_EQ(find(ipv4(1))->host.summary.revision, 2U);
}

TEST_F(NeighbourhoodTest, settles_when_it_has_listened_and_asked) {
    EXPECT_FALSE(table.is_settled(now));
    now += Neighbourhood::settling_us;
    EXPECT_TRUE(table.is_settled(now));
    announce(announcement(1), ipv4(1));
    EXPECT_FALSE(table.is_settled(now));
    for (const Question& each : advance(0)) answer(announcement(1), each);
    EXPECT_TRUE(table.is_settled(now));
}

/// A forger may have claimed it, or unicasts do not reach it.
TEST_F(NeighbourhoodTest, is_not_settled_while_an_announced_host_does_not_answer) {
    now += Neighbourhood::settling_us;
    announce(announcement(1), ipv4(1));
    for (int n = 0; n < 10; ++n) (void)advance(Neighbourhood::try_gap_us);
    EXPECT_EQ(table.entries().size(), 0U);
    EXPECT_FALSE(table.is_settled(now));
    (void)advance(Neighbourhood::doubt_us);
    EXPECT_TRUE(table.is_settled(now));
}

TEST_F(NeighbourhoodTest, settles_when_a_host_answers_that_did_not_answer_before) {
    now += Neighbourhood::settling_us;
    announce(announcement(1), ipv4(1));
    for (int n = 0; n < 10; ++n) (void)advance(Neighbourhood::try_gap_us);
    EXPECT_FALSE(table.is_settled(now));
    enter(1);
    EXPECT_TRUE(table.is_settled(now));
}

TEST_F(NeighbourhoodTest, digest_does_not_depend_on_the_order_of_events) {
    enter(1);
    const std::uint64_t one = table.digest(link_ipv4);
    enter(2);
    EXPECT_NE(table.digest(link_ipv4), one);
    EXPECT_EQ(table.digest(link_ipv4), wire::digest_of(announcement(1), ipv4(1).address) ^
                                           wire::digest_of(announcement(2), ipv4(2).address));
    enter(announcement(3), ipv6(3));
    EXPECT_EQ(table.digest(link_local_ipv6), wire::digest_of(announcement(3), ipv6(3).address));
    const std::uint64_t without_own = table.digest(link_ipv4);
    table.add_own_share(link_ipv4, 77);
    table.clear_own_shares();
    EXPECT_EQ(table.digest(link_ipv4), without_own);
    table.add_own_share(link_ipv4, 78);
    table.add_own_share(link_ipv4, 1);
    EXPECT_EQ(table.digest(link_ipv4) ^ without_own, 79U);
}

class ListTest : public NeighbourhoodFixture {
   protected:
    /// Two hosts that know something else.
    ListTest() {
        other.summary.digest = 99;
        other.address_token = 5;
        enter(other, ipv4(1));
    }
    /// Lets time pass in which the host answers, and counts the requests for its list.
    int lists(TimeUs time_us) {
        int count = 0;
        const TimeUs end = now + time_us;
        while (now < end) {
            for (const Question& each : advance(100 * millisecond)) answer(other, each);
            for (Neighbourhood::ListRequest next; table.next_list_request(next);) {
                EXPECT_EQ(next.source.address, ipv4(1).address);
                EXPECT_EQ(next.address_token, 5U);
                ++count;
            }
        }
        return count;
    }
    wire::HostAnnouncement other = announcement(1);
};

TEST_F(ListTest, asks_a_host_with_another_digest_for_its_list) {
    EXPECT_FALSE(table.is_settled(now + Neighbourhood::settling_us));
    EXPECT_EQ(lists(Neighbourhood::list_gap_us_min * 2), 1);
}

TEST_F(ListTest, asks_for_no_list_if_the_digests_agree_meanwhile) {
    other.summary.digest = table.digest(link_ipv4);
    EXPECT_EQ(lists(60 * second), 0);
    EXPECT_TRUE(table.is_settled(now));
}

TEST_F(ListTest, asks_more_and_more_seldom_if_lists_do_not_help) {
    int asked = 0;
    for (int n = 0; n < 360; ++n) {
        announce(other, ipv4(1));
        asked += lists(10 * second);
    }
    EXPECT_GE(asked, 24);
    EXPECT_LE(asked, 40) << "in an hour";
    EXPECT_TRUE(table.is_settled(now));
}

TEST_F(ListTest, asks_a_listed_host) {
    wire::Neighbour listed;
    static_cast<wire::HostDescription&>(listed) = announcement(2);
    table.note_listed(now, listed, ipv4(2));
    const auto asked = advance(0);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_TRUE(answer(announcement(2), asked[0]));
}

TEST_F(ListTest, asks_a_known_host_if_the_list_is_newer) {
    wire::Neighbour listed;
    static_cast<wire::HostDescription&>(listed) = announcement(1);
    now += 10 * second;
    (void)questions();
    (void)lists(10 * second);
    listed.summary.revision = 2;
    listed.age_s = 100;
    table.note_listed(now, listed, ipv4(1));
    EXPECT_TRUE(advance(0).empty());
    now += 200 * millisecond;
    other.summary.digest = table.digest(link_ipv4);
    announce(other, ipv4(1));
    now += 5 * second;
    listed.age_s = 0;
    table.note_listed(now, listed, ipv4(1));
    EXPECT_EQ(advance(0).size(), 1U);
}

class NeighbourhoodMemory : public NeighbourhoodFixture {};

TEST_F(NeighbourhoodMemory, want_of_it_loses_only_the_announcement) {
    for (std::size_t granted = 0;; ++granted) {
        bool has_denied = false;
        {
            const mpdisc::test::ScarceMemory scarce(granted);
            announce(announcement(1), ipv4(1));
            Question question;
            if (table.next_question(now, question)) answer(announcement(1), question);
            has_denied = scarce.has_denied();
        }
        if (size() == 1) {
            EXPECT_EQ(granted, 3U);
            EXPECT_FALSE(has_denied);
            break;
        }
        ASSERT_TRUE(has_denied);
        EXPECT_EQ(table.digest(link_ipv4), 0U);
        ASSERT_LT(granted, 20U);
        (void)advance(10 * second);
    }
    EXPECT_EQ(table.digest(link_ipv4), wire::digest_of(announcement(1), ipv4(1).address));
}

TEST_F(NeighbourhoodMemory, is_bounded_and_each_group_may_use_what_others_leave) {
    const auto fill = [&](std::uint32_t count, auto source_of) {
        const std::size_t before = size();
        for (std::uint32_t n = 1; n <= count; ++n) {
            announce(announcement(n), source_of(n));
            for (const Question& each : advance(10 * millisecond)) {
                answer(announcement(n), each);
            }
        }
        return size() - before;
    };
    EXPECT_EQ(fill(5'000, ipv6), limits::neighbours_max / 2);
    // A host that the filter of this round takes for another one is asked in the next round.
    const std::size_t first = fill(100, ipv4);
    EXPECT_GE(first, 90U);
    (void)advance(Neighbourhood::round_us);
    EXPECT_EQ(first + fill(100, ipv4), 100U);
    EXPECT_NE(find(ipv6(1)), nullptr);
}

}  // namespace
}  // namespace mpdisc::core
