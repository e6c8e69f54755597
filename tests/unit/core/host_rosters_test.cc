// SPDX-License-Identifier: MIT
#include "core/search/host_rosters.h"

#include "mpdisc/limits.h"
#include "tests/unit/core/host_rosters_fixture.h"

namespace mpdisc::core {
namespace {

class HostRostersTest : public HostRostersFixture {};

TEST_F(HostRostersTest, there_are_no_hosts_at_first) {
    expect(0, 0, 0);
    EXPECT_EQ(hosts.size(), 0U);
    EXPECT_EQ(hosts.number_of(HostRosters::none), HostRosters::none);
    hosts.add_found(HostRosters::none);
    hosts.join(HostRosters::none, HostRosters::none);
    expect(0, 0, 0);
}

TEST_F(HostRostersTest, host_is_complete_when_all_matching_services_were_found) {
    const HostRosters::Merged noted = note({.matching = 3});
    EXPECT_NE(noted.news, HostRosters::News::none);
    expect(1, 1, 3);
    find(noted.host, 2);
    expect(1, 1, 1);
    EXPECT_TRUE(hosts.is_incomplete(noted.host));
    find(noted.host, 1);
    expect(1, 0, 0);
    EXPECT_FALSE(hosts.is_incomplete(noted.host));
    find(noted.host, 1);
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, same_roster_is_no_news) {
    const std::uint32_t host = host_of({.matching = 2});
    const HostRosters::Merged again = note({.matching = 2});
    EXPECT_EQ(again.host, host);
    EXPECT_EQ(again.news, HostRosters::News::none);
    expect(1, 1, 2);
}

TEST_F(HostRostersTest, newer_roster_counts_and_older_does_not) {
    note({.matching = 5, .revision = 7});
    EXPECT_NE(note({.matching = 3, .revision = 8}).news, HostRosters::News::none);
    expect(1, 1, 3);
    EXPECT_EQ(note({.matching = 9, .revision = 7}).news, HostRosters::News::none);
    expect(1, 1, 3);
    EXPECT_EQ(note({.matching = 9, .revision = 7, .attempt = 5}).news, HostRosters::News::none)
        << "even if it answers a later attempt";
    expect(1, 1, 3);
}

TEST_F(HostRostersTest, greater_count_of_one_revision_counts) {
    note({.matching = 3});
    EXPECT_NE(note({.matching = 5}).news, HostRosters::News::none);
    EXPECT_EQ(note({.matching = 4}).news, HostRosters::News::none);
    expect(1, 1, 5);
}

TEST_F(HostRostersTest, roster_is_final_if_one_of_its_revision_is) {
    const std::uint32_t host = host_of({.settled = false});
    find(host, 1);
    expect(1, 1, 0);
    EXPECT_NE(note({.settled = true}).news, HostRosters::News::none);
    expect(1, 0, 0);
    EXPECT_EQ(note({.settled = false}).news, HostRosters::News::none);
    expect(1, 0, 0);
    EXPECT_NE(note({.revision = 2, .settled = false}).news, HostRosters::News::none);
    expect(1, 1, 0);
}

TEST_F(HostRostersTest, after_a_newer_roster_counting_services_is_not_enough) {
    const std::uint32_t host = host_of({.matching = 3});
    find(host, 2);
    // One of the two found services is gone, or the third one.
    note({.matching = 2, .revision = 2});
    expect(1, 1, 0);
    note({.matching = 2, .revision = 2, .attempt = 2});
    expect(1, 1, 0);
    note({.matching = 2, .revision = 2, .attempt = 2, .is_confirmed = true});
    expect(1, 0, 0);
    find(host, 1);
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, greater_count_or_final_roster_of_one_revision_needs_no_confirmation) {
    const std::uint32_t host = host_of({.matching = 1, .settled = false});
    find(host, 1);
    EXPECT_NE(note({.matching = 2, .settled = true, .attempt = 2}).news, HostRosters::News::none);
    expect(1, 1, 1);
    find(host, 1);
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, newer_roster_needs_no_confirmation_if_nothing_was_found_yet) {
    const std::uint32_t host = host_of({.matching = 3});
    note({.matching = 2, .revision = 2});
    find(host, 2);
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, primary_confirms_its_newest_roster_only) {
    const std::uint32_t host = host_of({.matching = 1, .revision = 2});
    find(host, 1);
    note({.matching = 1, .revision = 3});
    note({.matching = 1, .revision = 2, .attempt = 2, .is_confirmed = true});
    expect(1, 1, 0);
    note({.matching = 1, .revision = 4, .attempt = 3, .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, confirmation_does_not_replace_missing_services) {
    note({.matching = 2, .is_confirmed = true});
    expect(1, 1, 2);
    note({.matching = 0, .revision = 2, .attempt = 2, .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, another_primary_needs_no_confirmation_if_nothing_was_found_before) {
    const std::uint32_t host = host_of({.primary = 1, .matching = 3});
    note({.primary = 2, .matching = 2, .attempt = 2});
    find(host, 2);
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, later_of_two_primaries_that_answer_one_attempt_counts) {
    note({.primary = 1, .matching = 9, .attempt = 2});
    EXPECT_NE(note({.primary = 2, .matching = 2, .attempt = 2}).news, HostRosters::News::none);
    expect(1, 1, 2);
}

TEST_F(HostRostersTest, services_found_under_two_rosters_of_joined_hosts_need_confirmation) {
    // One primary died after its answer. The next one answers from another address of the host.
    const std::uint32_t former = host_of({.primary = 1, .matching = 2, .from = "192.0.2.1"});
    find(former, 1);
    const std::uint32_t newer =
        host_of({.primary = 2, .matching = 2, .attempt = 2, .from = "198.51.100.1"});
    find(newer, 1);
    hosts.join(former, newer);
    // Two services match and two were found, but the first one may be gone.
    EXPECT_EQ(hosts.incomplete_hosts(), 1U);
}

TEST_F(HostRostersTest, confirmation_over_one_path_does_not_count_for_paths_that_reach_more) {
    const std::uint32_t host = host_of({.matching = 3});
    find(host, 3);
    // One service is gone, and another one has started. Not every path reaches that one.
    note({.matching = 3, .revision = 2, .attempt = 2});
    note({.matching = 2, .revision = 2, .attempt = 2, .is_confirmed = true});
    expect(1, 1, 0);
    note({.matching = 3, .revision = 2, .attempt = 3, .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostRostersTest, service_that_was_removed_is_missing_again) {
    const std::uint32_t host = host_of({.matching = 2});
    find(host, 2);
    hosts.remove_found(host);
    expect(1, 1, 1);
    find(host, 1);
    expect(1, 0, 0);
    for (int n = 0; n < 3; ++n) hosts.remove_found(host);
    expect(1, 1, 2);
    hosts.remove_found(HostRosters::none);
}

TEST_F(HostRostersTest, host_with_too_many_services_stays_incomplete) {
    const std::uint32_t host = host_of({.matching = 2});
    find(host, 2);
    expect(1, 0, 0);
    hosts.remove_found(host);
    hosts.note_truncated(host);
    expect(1, 1, 1);
    find(host, 1);
    expect(1, 1, 1);
    // A host may claim to have fewer services than it sends.
    const std::uint32_t liar = host_of({.primary = 2, .matching = 1, .from = "192.0.2.2"});
    find(liar, 1);
    hosts.note_truncated(liar);
    expect(2, 2, 2);
    hosts.join(liar, host);
    EXPECT_TRUE(hosts.is_incomplete(host));
    hosts.remove_found(HostRosters::none);
    hosts.note_truncated(HostRosters::none);
    EXPECT_EQ(hosts.incomplete_hosts(), 2U);
}

TEST_F(HostRostersTest, missing_services_do_not_wrap) {
    for (std::uint32_t n = 1; n <= 3; ++n) {
        const std::string from = "192.0.2." + std::to_string(n);
        note({.primary = n, .matching = UINT32_MAX, .from = from});
    }
    expect(3, 3, UINT32_MAX);
    hosts.join(0, 1);
    hosts.join(1, 2);
    expect(1, 1, UINT32_MAX);
    note({.primary = 3, .matching = 1, .revision = 2, .from = "192.0.2.3"});
    expect(1, 1, 1);
}

}  // namespace
}  // namespace mpdisc::core
