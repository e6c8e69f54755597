// SPDX-License-Identifier: MIT
//
// Which host an answer belongs to: hosts are told apart, joined and removed, and their number is
// bounded.
#include "core/search/host_rosters.h"

#include "mpdisc/limits.h"
#include "tests/unit/core/host_rosters_fixture.h"

namespace mpdisc::core {
namespace {

using test::eth0;
using test::eth1;
using test::id_of;
using test::ip;

class HostTableTest : public HostRostersFixture {};

TEST_F(HostTableTest, host_is_known_by_a_bounded_number_of_addresses) {
    constexpr std::uint32_t known = limits::host_sources_max;
    const auto address = [](std::uint32_t n) { return "192.0.2." + std::to_string(n); };
    for (std::uint32_t n = 1; n <= known + 1; ++n) note({.from = address(n)});
    const std::uint32_t host = host_of({.primary = 2, .from = address(known)});
    EXPECT_EQ(host_of({.primary = 1}), host) << "the same host, by its address";
    EXPECT_NE(host_of({.primary = 3, .from = address(known + 1)}), host)
        << "this address was one too many";
}

TEST_F(HostTableTest, sender_that_claims_to_be_a_host_displaces_none_of_its_addresses) {
    const std::uint32_t host = host_of({.from = "192.0.2.1"});
    const auto is_source = [&](std::string_view text) {
        return std::ranges::any_of(hosts.sources(host), [&](const AnswerSource& source) {
            return source.address == ip(text);
        });
    };
    for (std::uint8_t attempt = 1; attempt < 50; ++attempt) {
        for (int n = 0; n < 20; ++n) {
            const std::string liar = "10.0." + std::to_string(attempt) + "." + std::to_string(n);
            note({.attempt = attempt, .from = liar});
        }
        ASSERT_TRUE(is_source("192.0.2.1")) << int{attempt};
        note({.attempt = attempt, .from = "192.0.2.1"});
    }
    EXPECT_EQ(hosts.size(), 1U);
    // An address that does not answer any more makes room for a new one.
    note({.attempt = 60, .from = "192.0.2.2"});
    EXPECT_TRUE(is_source("192.0.2.2"));
}

TEST_F(HostTableTest, hosts_differ_by_primary_and_address) {
    const std::uint32_t one = host_of({.primary = 1, .from = "192.0.2.1"});
    const std::uint32_t two = host_of({.primary = 2, .from = "192.0.2.2"});
    const std::uint32_t three = host_of({.primary = 3, .from = "192.0.2.1", .if_index = eth1});
    EXPECT_NE(one, two);
    EXPECT_NE(one, three) << "the same address on another network";
    expect(3, 3, 3);
    EXPECT_EQ(hosts.size(), 3U);
}

TEST_F(HostTableTest, one_primary_answers_from_many_addresses) {
    const std::uint32_t host = host_of({.from = "192.0.2.1"});
    EXPECT_EQ(host_of({.from = "2001:db8::1"}), host);
    EXPECT_EQ(host_of({.from = "198.51.100.1", .if_index = eth1}), host);
    expect(1, 1, 1);
}

TEST_F(HostTableTest, sources_list_each_path_to_a_host_once) {
    const std::uint32_t host = host_of({.attempt = 2, .from = "192.0.2.1"});
    note({.attempt = 3, .from = "198.51.100.1", .if_index = eth1});
    note({.attempt = 1, .from = "2001:db8::1"});
    note({.attempt = 4, .from = "192.0.2.1"});
    ASSERT_EQ(hosts.sources(host).size(), 3U);
    EXPECT_EQ(hosts.sources(host)[0].address, ip("192.0.2.1"));
    EXPECT_EQ(hosts.sources(host)[1].address, ip("198.51.100.1"));
    EXPECT_EQ(hosts.sources(host)[1].if_index, eth1);
    EXPECT_EQ(hosts.sources(host)[2].address, ip("2001:db8::1"));
    for (int n = 1; n < 9; ++n) note({.from = "203.0.113." + std::to_string(n)});
    EXPECT_EQ(hosts.sources(host).size(), limits::host_sources_max);
}

TEST_F(HostTableTest, another_primary_at_the_same_address_belongs_to_the_same_host) {
    const std::uint32_t host = host_of({.primary = 1, .matching = 3, .revision = 50});
    find(host, 1);
    const HostRosters::Merged taken = note({.primary = 2, .matching = 2, .attempt = 2});
    EXPECT_EQ(taken.host, host);
    EXPECT_NE(taken.news, HostRosters::News::none);
    expect(1, 1, 1);
    find(host, 1);
    EXPECT_EQ(hosts.size(), 1U);
    expect(1, 1, 0);
    note({.primary = 2, .matching = 2, .attempt = 3, .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostTableTest, another_primary_at_any_address_of_a_host_belongs_to_that_host) {
    const std::uint32_t host = host_of({.primary = 1, .from = "192.0.2.1"});
    note({.primary = 1, .from = "2001:db8::1"});
    EXPECT_EQ(host_of({.primary = 2, .attempt = 2, .from = "2001:db8::1"}), host);
    EXPECT_EQ(hosts.size(), 1U);
}

TEST_F(HostTableTest, late_answers_do_not_bring_the_former_primary_back) {
    note({.primary = 1, .matching = 9, .attempt = 1});
    note({.primary = 2, .matching = 2, .attempt = 2});
    EXPECT_EQ(note({.primary = 1, .matching = 9, .revision = 99, .attempt = 1}).news,
              HostRosters::News::none);
    expect(1, 1, 2);
    EXPECT_EQ(note({.primary = 1, .matching = 0, .attempt = 1, .is_confirmed = true}).news,
              HostRosters::News::none);
    expect(1, 1, 2);
    EXPECT_NE(note({.primary = 1, .matching = 9, .attempt = 3}).news, HostRosters::News::none)
        << "it is the primary again";
    expect(1, 1, 9);
}

TEST_F(HostTableTest, late_answer_of_an_unknown_primary_belongs_to_the_host_of_its_address) {
    const std::uint32_t host = host_of({.primary = 2, .matching = 2, .attempt = 2});
    const HostRosters::Merged noted = note({.primary = 1, .matching = 9, .attempt = 1});
    EXPECT_EQ(noted.host, host);
    EXPECT_EQ(noted.news, HostRosters::News::none);
    expect(1, 1, 2);
}

TEST_F(HostTableTest, joined_hosts_count_as_one) {
    const std::uint32_t former = host_of({.primary = 1, .matching = 3, .from = "192.0.2.1"});
    const std::uint32_t newer = host_of({.primary = 2, .matching = 4, .from = "198.51.100.1"});
    find(former, 2);
    find(newer, 1);
    expect(2, 2, 4);
    hosts.join(former, newer);
    EXPECT_EQ(hosts.number_of(former), newer);
    EXPECT_EQ(hosts.number_of(newer), newer);
    EXPECT_EQ(hosts.size(), 2U);
    expect(1, 1, 1);
    EXPECT_FALSE(hosts.is_incomplete(former)) << "the other number stands for both";
    EXPECT_TRUE(hosts.is_incomplete(newer));
    find(former, 1);
    expect(1, 1, 0);
    note({.primary = 2, .matching = 4, .from = "198.51.100.1", .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostTableTest, joining_joined_hosts_changes_nothing) {
    const std::uint32_t one = host_of({.primary = 1, .from = "192.0.2.1"});
    const std::uint32_t two = host_of({.primary = 2, .from = "192.0.2.2"});
    hosts.join(one, one);
    hosts.join(one, HostRosters::none);
    hosts.join(HostRosters::none, one);
    expect(2, 2, 2);
    hosts.join(one, two);
    hosts.join(one, two);
    hosts.join(two, one);
    EXPECT_EQ(hosts.number_of(one), two);
    expect(1, 1, 1);
}

TEST_F(HostTableTest, chains_of_joined_hosts_are_one) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t n = 1; n <= 6; ++n) {
        const std::string from = "192.0.2." + std::to_string(n);
        numbers.push_back(host_of({.primary = n, .matching = 6, .from = from}));
        find(numbers.back(), 1);
    }
    expect(6, 6, 30);
    hosts.join(numbers[0], numbers[1]);
    hosts.join(numbers[2], numbers[3]);
    hosts.join(numbers[0], numbers[2]);
    hosts.join(numbers[4], numbers[5]);
    hosts.join(numbers[3], numbers[5]);
    for (const std::uint32_t number : numbers) {
        EXPECT_EQ(hosts.number_of(number), numbers[5]);
        EXPECT_EQ(hosts.is_incomplete(number), number == numbers[5]);
    }
    note({.primary = 6, .matching = 6, .from = "192.0.2.6", .is_confirmed = true});
    expect(1, 0, 0);
}

TEST_F(HostTableTest, each_primary_and_address_of_joined_hosts_stands_for_both) {
    const std::uint32_t former = host_of({.primary = 1, .matching = 3, .from = "192.0.2.1"});
    const std::uint32_t newer = host_of({.primary = 2, .matching = 3, .from = "198.51.100.1"});
    hosts.join(former, newer);
    EXPECT_EQ(host_of({.primary = 1, .matching = 3, .from = "192.0.2.1"}), newer);
    EXPECT_EQ(host_of({.primary = 3, .matching = 5, .attempt = 2, .from = "192.0.2.1"}), newer);
    expect(1, 1, 5);
    EXPECT_EQ(hosts.size(), 2U);
}

/// For many hash keys, because a mistake would depend on the slots of the addresses in the index.
TEST(HostTable, replaced_address_is_the_only_one_that_a_host_is_not_known_by) {
    for (std::uint64_t key = 0; key < 200; ++key) {
        HostRosters hosts(key);
        const auto host_of = [&](std::uint32_t primary, const char* from, std::uint32_t attempt) {
            const wire::Roster roster{id_of(primary), 1, 1, true};
            return hosts.merge(roster, AnswerSource{ip(from), eth0, attempt}).host;
        };
        for (const char* from : {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"}) {
            ASSERT_EQ(host_of(1, from, 1), 0U);
        }
        for (const char* from : {"10.0.0.1", "10.0.0.3", "10.0.0.4"}) {
            ASSERT_EQ(host_of(1, from, 5), 0U);
        }
        ASSERT_EQ(host_of(1, "10.0.0.5", 5), 0U);
        std::uint32_t primary = 1;
        for (const char* from : {"10.0.0.1", "10.0.0.3", "10.0.0.4", "10.0.0.5"}) {
            EXPECT_EQ(host_of(++primary, from, 5), 0U) << key << ' ' << from;
        }
        EXPECT_EQ(host_of(++primary, "10.0.0.2", 5), 1U) << key;
    }
}

TEST_F(HostTableTest, hosts_beyond_the_table_count_as_one_that_is_never_complete) {
    // The other half of the table is for other groups.
    constexpr std::uint32_t most = limits::probe_hosts_max / 2;
    for (std::uint32_t n = 0; n < most; ++n) {
        const std::string from = "10.0." + std::to_string(n / 256) + "." + std::to_string(n % 256);
        const std::uint32_t host = host_of({.primary = n, .from = from});
        ASSERT_EQ(host, n);
        find(host, 1);
    }
    expect(most, 0, 0);
    for (std::uint32_t n = 0; n < 3; ++n) {
        const HostRosters::Merged noted =
            note({.primary = 99'000 + n, .matching = 7, .from = "10.1.0.1"});
        EXPECT_EQ(noted.host, HostRosters::none);
        EXPECT_EQ(noted.news, HostRosters::News::none);
    }
    expect(most + 1, 1, 0);
    EXPECT_EQ(host_of({.primary = 5, .from = "10.0.0.5"}), 5U) << "known hosts are still followed";
    expect(most + 1, 1, 0);
}

TEST_F(HostTableTest, hosts_of_one_group_leave_room_for_those_of_others) {
    std::uint32_t primary = 0;
    const auto add_many = [&](std::uint64_t group) {
        std::uint32_t added = 0;
        const auto second = static_cast<std::uint8_t>(group);
        for (; added <= limits::probe_hosts_max; ++added, ++primary) {
            AnswerSource source{IpAddress::v4(10, second, static_cast<std::uint8_t>(primary >> 8),
                                              static_cast<std::uint8_t>(primary)),
                                eth0, 1};
            source.group = group;
            const wire::Roster roster{id_of(primary), 0, 1, true};
            if (hosts.merge(roster, source).host == HostRosters::none) break;
        }
        return added;
    };
    constexpr std::uint32_t most = limits::probe_hosts_max / 2;
    EXPECT_EQ(add_many(1), most);
    EXPECT_EQ(add_many(2), most / 2);
    EXPECT_EQ(add_many(3), most / 4);
    EXPECT_EQ(add_many(1), 0U);
    EXPECT_LE(hosts.size(), limits::probe_hosts_max);
}

TEST_F(HostTableTest, ids_of_one_host_leave_room_for_those_of_others) {
    for (std::uint32_t n = 0; n < 3 * limits::probe_hosts_max; ++n) {
        ASSERT_EQ(host_of({.primary = n, .matching = 0}), 0U);
    }
    EXPECT_EQ(hosts.size(), 1U);
    EXPECT_EQ(host_of({.primary = 99'000, .matching = 0, .from = "192.0.2.2"}), 1U);
    // The host is known by its latest ids, from any address.
    for (std::uint32_t n = 1; n <= limits::host_primaries_max; ++n) {
        const auto last = static_cast<std::uint32_t>(3 * limits::probe_hosts_max - n);
        EXPECT_EQ(
            host_of({.primary = last, .matching = 0, .from = "192.0.2.1" + std::to_string(n)}), 0U);
    }
}

TEST_F(HostTableTest, removed_host_is_forgotten_by_all_of_its_ids_and_addresses) {
    const std::uint32_t host = host_of({.primary = 1, .matching = 3, .from = "192.0.2.1"});
    note({.primary = 2, .matching = 3, .attempt = 2, .from = "192.0.2.1"});
    note({.primary = 2, .matching = 3, .attempt = 2, .from = "2001:db8::1"});
    find(host, 1);
    const std::uint32_t other = host_of({.primary = 9, .matching = 2, .from = "192.0.2.9"});
    expect(2, 2, 4);
    hosts.remove(host);
    expect(1, 1, 2);
    EXPECT_FALSE(hosts.is_incomplete(host));
    EXPECT_TRUE(hosts.sources(host).empty());
    EXPECT_TRUE(hosts.is_incomplete(other));
    // Each of them is another host now.
    const HostRosters::Merged noted = note({.primary = 1, .matching = 1, .from = "192.0.2.3"});
    EXPECT_EQ(noted.host, host) << "the number was free";
    EXPECT_EQ(noted.news, HostRosters::News::first);
    EXPECT_EQ(host_of({.primary = 2, .from = "192.0.2.4"}), 2U);
    EXPECT_EQ(host_of({.primary = 3, .from = "192.0.2.1"}), 3U);
    EXPECT_EQ(host_of({.primary = 4, .from = "2001:db8::1"}), 4U);
    expect(5, 5, 6);
}

TEST_F(HostTableTest, removed_host_takes_those_that_were_joined_to_it_along) {
    const std::uint32_t one = host_of({.primary = 1, .from = "192.0.2.1"});
    const std::uint32_t two = host_of({.primary = 2, .from = "192.0.2.2"});
    const std::uint32_t three = host_of({.primary = 3, .from = "192.0.2.3"});
    hosts.join(three, one);
    expect(2, 2, 2);
    hosts.remove(three);
    expect(1, 1, 1);
    EXPECT_TRUE(hosts.is_incomplete(two));
    for (const std::uint32_t number : {three, one}) {
        EXPECT_FALSE(hosts.is_incomplete(number));
        EXPECT_TRUE(hosts.sources(number).empty());
    }
    EXPECT_EQ(host_of({.primary = 4, .from = "192.0.2.1"}), three);
    EXPECT_EQ(host_of({.primary = 5, .from = "192.0.2.3"}), one);
    EXPECT_EQ(host_of({.primary = 6, .from = "192.0.2.6"}), 3U);
    expect(4, 4, 4);
    hosts.remove(HostRosters::none);
    expect(4, 4, 4);
}

TEST_F(HostTableTest, removed_hosts_give_their_groups_share_back) {
    constexpr std::uint32_t most = limits::probe_hosts_max / 2;
    const auto address = [](std::uint32_t n) {
        return "10.0." + std::to_string(n / 256) + "." + std::to_string(n % 256);
    };
    for (std::uint32_t n = 0; n < most; ++n) {
        ASSERT_EQ(host_of({.primary = n, .matching = 0, .from = address(n)}), n);
    }
    hosts.remove(77);
    hosts.remove(4);
    expect(most - 2, 0, 0);
    EXPECT_EQ(host_of({.primary = 90'001, .matching = 0, .from = "10.1.0.1"}), 4U);
    EXPECT_EQ(host_of({.primary = 90'002, .matching = 0, .from = "10.1.0.2"}), 77U);
    EXPECT_EQ(hosts.incomplete_hosts(), 0U);
    EXPECT_EQ(host_of({.primary = 90'003, .matching = 0, .from = "10.1.0.3"}), HostRosters::none);
    EXPECT_EQ(hosts.size(), most);
}

}  // namespace
}  // namespace mpdisc::core
