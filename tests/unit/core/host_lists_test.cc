// SPDX-License-Identifier: MIT
//
// How a search finds out which hosts exist: the list of its own host, and what a list tells.
#include "tests/unit/core/host_lists_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(HostListsTest, are_not_asked_for_unless_begun) {
    lists.note_attempt(now_us);
    hear("192.0.2.11");
    run_for(1'000 * ms);
    EXPECT_TRUE(sent.empty());
    EXPECT_FALSE(lists.are_settled());
    EXPECT_EQ(lists.next_deadline_us(), never_us);
}

TEST_F(HostListsTest, come_from_this_host) {
    begin();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].to.address, ip("127.0.0.1"));
    EXPECT_TRUE(sent[0].message.wants_list);
    EXPECT_FALSE(lists.are_settled());
    receive_local_list({{1, {"192.0.2.11", "fe80::11"}}, {2, {"198.51.100.12"}, eth1}});
    EXPECT_TRUE(lists.are_settled());
    EXPECT_EQ(neighbours(), (Addresses{"192.0.2.11", "fe80::11", "198.51.100.12"}));
    EXPECT_EQ(lists.known().size(), 3U) << "these two and this one";
    run_for(400 * ms);
    EXPECT_EQ(sent.size(), 1U) << "no other host is asked";
}

TEST_F(HostListsTest, need_an_answer_from_this_host_within_1_ms) {
    begin();
    run_for(ms - 1);
    EXPECT_EQ(sent.size(), 1U);
    run_for(1);
    ASSERT_EQ(broadcasts().size(), 1U);
    EXPECT_FALSE(broadcasts()[0].message.wants_list);
    EXPECT_EQ(broadcasts()[0].message.window_ms, 1U);
    run_for(400 * ms);
    EXPECT_EQ(broadcasts().size(), 1U);
    EXPECT_EQ(sent_to("127.0.0.1"), core::HostListQuery::tries_max);
}

TEST_F(HostListsTest, of_this_host_are_asked_for_again_with_the_next_attempt) {
    begin();
    run_for(100 * ms);
    lists.note_attempt(now_us);
    take_queries();
    EXPECT_EQ(sent_to("127.0.0.1"), core::HostListQuery::tries_max + 1U);
    run_for(ms);
    EXPECT_EQ(broadcasts().size(), 2U);
    EXPECT_NE(broadcasts()[0].message.transaction, broadcasts()[1].message.transaction);
}

TEST_F(HostListsTest, are_asked_for_over_the_family_of_the_search) {
    for (const auto& [family, address] :
         {std::pair{Family::ipv4, "127.0.0.1"}, std::pair{Family::ipv6, "::1"}}) {
        const core::ReachableHosts of_family(interfaces, targets, sources, family);
        core::HostLists fresh(interfaces, targets, of_family, selection, random);
        fresh.begin(now_us, true, {}, never_us);
        core::HostLists::Query query;
        core::ProbeScope scope;
        scope.family = family;
        ASSERT_TRUE(targets.compute(scope, interfaces));
        fresh.note_attempt(now_us);
        ASSERT_TRUE(fresh.next_query(now_us, heard, query));
        EXPECT_EQ(query.to.address, ip(address));
    }
}

TEST_F(HostListsTest, are_asked_for_only_if_there_is_anything_to_ask) {
    core::ProbeScope scope;
    scope.one_interface = true;
    begin(scope);
    EXPECT_TRUE(targets.all().empty());
    EXPECT_TRUE(sent.empty());
}

TEST_F(HostListsTest, may_come_after_the_last_network_has_gone) {
    begin();
    const std::uint64_t transaction = last_to("127.0.0.1").message.transaction;
    core::ProbeScope scope;
    scope.one_interface = true;
    ASSERT_TRUE(targets.compute(scope, interfaces));
    receive_list(transaction, "127.0.0.1", lo, {{1, {"192.0.2.11"}}});
    EXPECT_EQ(neighbours().size(), 0U);
}

TEST_F(HostListsTest, tell_only_of_hosts_that_the_search_can_ask) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}},
                        {2, {"192.0.2.10"}},
                        {3, {"203.0.113.5"}},
                        {4, {"192.0.2.12"}, eth1},
                        {5, {"192.0.2.13"}, 9}});
    EXPECT_EQ(neighbours(), Addresses{"192.0.2.11"})
        << "own, beyond the link, elsewhere, on an unknown interface";
}

TEST_F(HostListsTest, tell_only_of_addresses_of_the_searchs_family) {
    core::ProbeScope scope;
    scope.family = Family::ipv4;
    begin(scope);
    receive_local_list({{1, {"192.0.2.11", "fe80::11"}}, {2, {"fe80::12"}}});
    EXPECT_EQ(neighbours(), Addresses{"192.0.2.11"});
    EXPECT_TRUE(lists.are_settled());
}

TEST_F(HostListsTest, tell_only_of_the_chosen_interface) {
    (void)interfaces.assign(list_of(usual_interfaces(), "eth1"));
    core::ProbeScope scope;
    scope.one_interface = true;
    begin(scope);
    receive_local_list({{1, {"192.0.2.11"}}, {2, {"198.51.100.12"}, eth1}});
    EXPECT_EQ(neighbours(), Addresses{"198.51.100.12"});
    EXPECT_TRUE(lists.are_settled());
}

TEST_F(HostListsTest, say_which_hosts_may_match) {
    begin({}, "_ipp._tcp");
    receive_local_list({{1, {"192.0.2.11"}}, {2, {"192.0.2.12"}, eth0, "_ipp._tcp"}});
    ASSERT_EQ(lists.known().size(), 3U);
    EXPECT_FALSE(lists.known()[1].may_match);
    EXPECT_TRUE(lists.known()[2].may_match);
}

TEST_F(HostListsTest, have_several_pages) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}}}, true, 1);
    EXPECT_FALSE(lists.are_settled());
    EXPECT_EQ(last_to("127.0.0.1").message.page, 1U);
    run_for(core::HostListQuery::gap_us);
    EXPECT_EQ(last_to("127.0.0.1").message.page, 1U) << "the page was lost";
    EXPECT_EQ(sent_to("127.0.0.1"), 3U);
    receive_local_list({{2, {"192.0.2.12"}}});
    EXPECT_TRUE(lists.are_settled());
    EXPECT_EQ(neighbours().size(), 2U);
}

TEST_F(HostListsTest, with_a_page_that_never_comes_are_not_settled) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}}}, true, 1);
    run_for(400 * ms);
    EXPECT_FALSE(lists.are_settled());
    EXPECT_EQ(neighbours().size(), 1U) << "its hosts are awaited all the same";
}

TEST_F(HostListsTest, that_are_not_settled_are_asked_for_again) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}}}, false);
    EXPECT_FALSE(lists.are_settled());
    EXPECT_EQ(neighbours().size(), 1U);
    run_for(20 * ms);
    EXPECT_EQ(sent_to("127.0.0.1"), 1U);
    lists.note_attempt(now_us);
    take_queries();
    EXPECT_EQ(sent_to("127.0.0.1"), 2U);
    EXPECT_EQ(broadcasts().size(), 1U) << "another host may know more";
    receive_local_list({{1, {"192.0.2.11"}}, {2, {"192.0.2.12"}}});
    EXPECT_TRUE(lists.are_settled());
    EXPECT_EQ(neighbours().size(), 2U);
    lists.note_attempt(now_us);
    take_queries();
    EXPECT_EQ(sent.size(), 3U);
}

TEST_F(HostListsTest, keep_both_addresses_of_one_id) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}}, {1, {"192.0.2.66"}}});
    EXPECT_EQ(neighbours().size(), 2U);
}

TEST_F(HostListsTest, name_this_host_if_it_has_services) {
    own_services = 1;
    begin();
    receive_local_list({{1, {"192.0.2.11"}}});
    ASSERT_EQ(lists.known().size(), 2U);
    EXPECT_EQ(lists.known()[0].all_sources()[0].address, ip("127.0.0.1"));
    EXPECT_TRUE(lists.known()[0].may_match) << "the list does not tell its types";
}

TEST_F(HostListsTest, do_not_await_this_host_if_it_has_no_services) {
    begin();
    receive_local_list({});
    ASSERT_EQ(lists.known().size(), 1U);
    EXPECT_FALSE(lists.known()[0].may_match);
}

TEST_F(HostListsTest, of_a_search_of_this_host_name_it_alone) {
    core::ProbeScope scope;
    scope.local_only = true;
    own_services = 1;
    begin(scope);
    receive_local_list({{1, {"192.0.2.11"}}}, false);
    EXPECT_TRUE(lists.are_settled()) << "which neighbours there are does not matter";
    ASSERT_EQ(lists.known().size(), 1U);
    EXPECT_TRUE(lists.known()[0].may_match);
    run_for(400 * ms);
    EXPECT_EQ(sent.size(), 1U);
}

TEST_F(HostListsTest, are_bounded) {
    begin();
    std::uint32_t id = 1;
    for (std::uint32_t page = 1; id <= limits::neighbours_max; ++page) {
        std::vector<Listed> hosts;
        for (int n = 0; n < 200 && id <= limits::neighbours_max; ++n, ++id) {
            const std::string tail = std::to_string(id / 250) + ":" + std::to_string(id % 250);
            hosts.push_back({id, {"fe80::" + tail}});
        }
        receive_local_list(hosts, true, page);
    }
    EXPECT_EQ(lists.known().size(), limits::neighbours_max);
    receive_local_list({{90'000, {"192.0.2.11"}}});
    EXPECT_EQ(lists.known().size(), limits::neighbours_max);
    EXPECT_FALSE(lists.are_settled()) << "a host exists that the search does not know";
}

TEST_F(HostListsTest, cover_a_bounded_number_of_links) {
    std::vector<InterfaceAddress> many = usual_interfaces();
    for (std::uint32_t n = 0; n <= limits::probe_targets_max; ++n) {
        const std::string network = "10." + std::to_string(n / 256) + "." + std::to_string(n % 256);
        many.push_back(interface_address(100 + n, "v" + std::to_string(n), network + ".1/24",
                                         network + ".255"));
    }
    (void)interfaces.assign(list_of(many));
    begin();
    EXPECT_TRUE(targets.is_truncated());
    receive_local_list({});
    EXPECT_TRUE(lists.are_settled()) << "the stop rule knows that networks are not asked";
}

}  // namespace
}  // namespace mpdisc::test
