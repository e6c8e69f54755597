// SPDX-License-Identifier: MIT
//
// How a search finds out which hosts exist.
#include "core/search/host_lists.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

constexpr TimeUs ms = 1'000;

/// A host in a list.
struct Listed {
    std::uint32_t id = 1;
    std::vector<std::string> addresses;
    std::uint32_t if_index = eth0;
    std::string type = "_http._tcp";
};

class HostListsTest : public testing::Test {
   protected:
    HostListsTest() { (void)interfaces.assign(list_of(usual_interfaces())); }

    void begin(core::ProbeScope scope = {}, std::string_view type = "_http._tcp") {
        scope.discovery_port = 6737;
        ASSERT_TRUE(targets.compute(scope, interfaces));
        lists.begin(now_us, scope.family, true, type, 1'000 * ms);
        lists.note_attempt(now_us);
        take_queries();
    }
    void take_queries() {
        for (core::HostLists::Query query; lists.next_query(now_us, heard, query);) {
            sent.push_back(query);
        }
    }
    void run_for(TimeUs duration_us) {
        const TimeUs end_us = now_us + duration_us;
        while (lists.next_deadline_us() <= end_us) {
            now_us = std::max(now_us, lists.next_deadline_us());
            take_queries();
        }
        now_us = end_us;
    }
    /// The last query to that address; it must be there.
    [[nodiscard]] const core::HostLists::Query& last_to(std::string_view address) const {
        for (auto each = sent.rbegin(); each != sent.rend(); ++each) {
            if (each->to.address == ip(address)) return *each;
        }
        ADD_FAILURE() << "no query to " << address;
        return sent.front();
    }
    [[nodiscard]] std::size_t sent_to(std::string_view address) const {
        const IpAddress to = ip(address);
        return static_cast<std::size_t>(
            std::ranges::count(sent, to, [](const auto& each) { return each.to.address; }));
    }
    [[nodiscard]] std::vector<core::HostLists::Query> broadcasts() const {
        std::vector<core::HostLists::Query> found = sent;
        std::erase_if(found,
                      [](const auto& each) { return each.to.address.family != Family::any; });
        return found;
    }
    static wire::Neighbour neighbour_of(const Listed& listed) {
        wire::Neighbour made;
        made.host.bytes = id_of(listed.id).bytes;
        made.primary = id_of(1'000 + listed.id);
        made.types = wire::TypeFilter(1);
        made.types.add(listed.type);
        for (const std::string& address : listed.addresses) {
            made.sources[made.source_count++] = {ip(address), listed.if_index};
        }
        return made;
    }
    static core::Inbound inbound(std::string_view from, std::uint32_t if_index) {
        return {core::Channel::client, endpoint(from, 6737), {}, if_index, {}};
    }
    /// A list of the host with that address, which has the number 99.
    void receive_list(std::uint64_t transaction, std::string_view from, std::uint32_t if_index,
                      const std::vector<Listed>& hosts, bool is_settled = true,
                      std::uint32_t next_page = 0) {
        Bytes bytes(limits::loopback_datagram_max);
        wire::HostSummary summary;
        summary.services = own_services;
        summary.knows_neighbours = is_settled;
        HostId lister;
        lister.bytes = id_of(99).bytes;
        wire::HostListWriter writer(bytes, transaction, lister, summary);
        for (const Listed& each : hosts) EXPECT_TRUE(writer.add(neighbour_of(each)));
        bytes.resize(writer.finish(next_page));
        lists.on_list(inbound(from, if_index), read<wire::HostList>(bytes));
        take_queries();
    }
    void receive_local_list(const std::vector<Listed>& hosts, bool is_settled = true,
                            std::uint32_t next_page = 0) {
        receive_list(last_to("127.0.0.1").message.transaction, "127.0.0.1", lo, hosts, is_settled,
                     next_page);
    }
    /// A host on a link answers the search, and then the queries to it.
    void hear(std::string_view address, std::uint32_t if_index = eth0) {
        const core::AnswerSource source{ip(address), if_index, 1};
        (void)heard.merge({id_of(++primaries)}, source);
        lists.note_heard(source);
        take_queries();
    }
    void receive_token(std::uint64_t transaction, std::string_view from,
                       std::uint32_t if_index = eth0, bool keeps_list = true) {
        wire::HostAnnouncement announcement;
        announcement.transaction = transaction;
        announcement.host.bytes = id_of(99).bytes;
        announcement.address_token = 42;
        announcement.summary.knows_neighbours = keeps_list;
        announcement.types = wire::TypeFilter(1);
        announcement.types.add("_http._tcp");
        lists.on_announcement(inbound(from, if_index), announcement);
        take_queries();
    }
    void receive_list_of_link(std::string_view lister, std::uint32_t if_index,
                              const std::vector<Listed>& hosts, bool is_settled = true) {
        hear(lister, if_index);
        receive_token(last_to(lister).message.transaction, lister, if_index);
        receive_list(last_to(lister).message.transaction, lister, if_index, hosts, is_settled);
    }
    /// The addresses of all known hosts but this one.
    [[nodiscard]] std::vector<std::string> neighbours() const {
        std::vector<std::string> all;
        for (std::uint32_t n = 0; n < lists.known().size(); ++n) {
            for (const core::AnswerSource& each : lists.known()[n].all_sources()) {
                if (each.if_index != lo) all.emplace_back(to_text(each.address).view());
            }
        }
        return all;
    }
    [[nodiscard]] bool is_expected(std::uint64_t transaction, std::string_view from) const {
        return lists.is_expected(transaction, ip(from));
    }

    TimeUs now_us = 1'000'000;
    core::Random random{{UINT64_C(0x9e3779b97f4a7c15), 2, 3, UINT64_C(0xbf58476d1ce4e5b9)}};
    core::InterfaceTable interfaces;
    core::ProbeTargets targets;
    core::AnswerSources sources{interfaces, true, Family::any};
    core::HostLists lists{interfaces, targets, sources, random};
    core::HostRosters heard{8};
    std::vector<core::HostLists::Query> sent;
    std::uint32_t primaries = 0;
    /// How many services the lister has.
    std::uint32_t own_services = 0;
};

using Addresses = std::vector<std::string>;

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
        core::HostLists fresh(interfaces, targets, sources, random);
        fresh.begin(now_us, family, true, {}, never_us);
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

TEST_F(HostListsTest, come_from_another_host_for_its_token) {
    core::ProbeScope scope;
    scope.family = Family::ipv4;
    begin(scope);
    hear("192.0.2.11");
    EXPECT_FALSE(last_to("192.0.2.11").message.wants_list);
    receive_token(last_to("192.0.2.11").message.transaction, "192.0.2.11");
    EXPECT_TRUE(last_to("192.0.2.11").message.wants_list);
    EXPECT_EQ(last_to("192.0.2.11").message.address_token, 42U);
    receive_list(last_to("192.0.2.11").message.transaction, "192.0.2.11", eth0,
                 {{1, {"192.0.2.12"}, 0}});
    EXPECT_EQ(neighbours(), (Addresses{"192.0.2.11", "192.0.2.12"}));
    EXPECT_EQ(lists.known()[1].all_sources()[0].if_index, eth0)
        << "the interface by which the list came";
    EXPECT_FALSE(lists.are_settled()) << "eth1 has hosts, too";
}

TEST_F(HostListsTest, of_all_links_are_needed) {
    begin();
    receive_list_of_link("192.0.2.11", eth0, {{1, {"192.0.2.12"}, 0}});
    EXPECT_FALSE(lists.are_settled());
    const std::size_t before = sent.size();
    hear("192.0.2.12", eth0);
    EXPECT_EQ(sent.size(), before) << "the hosts of that link are known";
    receive_list_of_link("198.51.100.11", eth1, {});
    EXPECT_TRUE(lists.are_settled());
}

TEST_F(HostListsTest, that_are_not_settled_cover_no_link) {
    (void)interfaces.assign(list_of(usual_interfaces(), "eth0"));
    core::ProbeScope scope;
    scope.one_interface = true;
    begin(scope);
    receive_list_of_link("192.0.2.11", eth0, {{1, {"192.0.2.13"}, 0}}, false);
    EXPECT_FALSE(lists.are_settled());
    receive_list_of_link("192.0.2.12", eth0, {{2, {"192.0.2.14"}, 0}});
    EXPECT_TRUE(lists.are_settled());
    EXPECT_EQ(neighbours().size(), 4U) << "the union of both";
}

TEST_F(HostListsTest, come_from_the_next_host_if_the_first_keeps_none) {
    begin();
    for (int n = 1; n <= 20; ++n) {
        const std::string address = "192.0.2." + std::to_string(100 + n);
        hear(address);
        if (n > 8) {
            EXPECT_EQ(sent_to(address), 0U) << "a search asks eight hosts";
            continue;
        }
        ASSERT_EQ(sent_to(address), 1U) << address;
        receive_token(last_to(address).message.transaction, address, eth0, false);
    }
    EXPECT_EQ(neighbours().size(), 0U);
}

TEST_F(HostListsTest, are_asked_for_at_one_host_at_a_time) {
    begin();
    hear("192.0.2.11");
    hear("192.0.2.12");
    EXPECT_EQ(sent_to("192.0.2.12"), 0U);
    run_for(100 * ms);
    EXPECT_EQ(sent_to("192.0.2.11"), core::HostListQuery::tries_max) << "it does not answer";
    hear("192.0.2.12");
    EXPECT_EQ(sent_to("192.0.2.12"), 1U);
}

TEST_F(HostListsTest, are_not_asked_for_at_an_own_address) {
    begin();
    hear("192.0.2.10");
    hear("127.0.0.1", lo);
    EXPECT_EQ(sent.size(), 1U);
}

TEST_F(HostListsTest, come_from_a_host_that_answers_the_broadcast) {
    begin();
    run_for(ms);
    ASSERT_EQ(broadcasts().size(), 1U);
    const std::uint64_t transaction = broadcasts()[0].message.transaction;
    EXPECT_TRUE(is_expected(transaction, "192.0.2.11"));
    receive_token(transaction, "192.0.2.11");
    EXPECT_TRUE(last_to("192.0.2.11").message.wants_list) << "it has shown its token";
    receive_token(transaction, "192.0.2.12");
    EXPECT_EQ(sent_to("192.0.2.12"), 0U);
    EXPECT_EQ(neighbours(), (Addresses{"192.0.2.11", "192.0.2.12"}))
        << "both exist, and have the type";
}

TEST_F(HostListsTest, take_no_answer_to_the_broadcast_from_beyond_the_link) {
    begin();
    run_for(ms);
    const std::uint64_t transaction = broadcasts()[0].message.transaction;
    receive_token(transaction, "203.0.113.5");
    receive_token(transaction, "192.0.2.10");
    receive_token(transaction, "192.0.2.12", eth1);
    EXPECT_EQ(neighbours().size(), 0U);
    EXPECT_EQ(sent.size(), 2U);
}

TEST_F(HostListsTest, of_other_hosts_are_not_needed_once_this_host_has_told_all) {
    begin();
    hear("192.0.2.11");
    receive_local_list({{1, {"192.0.2.12"}}});
    const std::size_t before = sent.size();
    run_for(400 * ms);
    EXPECT_EQ(sent.size(), before);
    hear("192.0.2.13");
    EXPECT_EQ(sent.size(), before);
}

TEST_F(HostListsTest, cannot_be_forged_by_senders_that_do_not_see_the_query) {
    begin();
    const std::uint64_t transaction = last_to("127.0.0.1").message.transaction;
    EXPECT_TRUE(is_expected(transaction, "127.0.0.1"));
    EXPECT_FALSE(is_expected(transaction, "192.0.2.66"));
    EXPECT_FALSE(is_expected(transaction + 1, "127.0.0.1"));
    EXPECT_FALSE(is_expected(0, "127.0.0.1"));
    EXPECT_FALSE(is_expected(0, "192.0.2.66"));
    receive_list(transaction, "192.0.2.66", eth0, {{1, {"192.0.2.12"}}});
    receive_list(transaction + 1, "127.0.0.1", lo, {{1, {"192.0.2.12"}}});
    receive_token(transaction + 1, "192.0.2.66");
    EXPECT_EQ(neighbours().size(), 0U);
    EXPECT_FALSE(lists.are_settled());
    EXPECT_EQ(sent.size(), 1U);
    receive_local_list({{1, {"192.0.2.12"}}});
    EXPECT_FALSE(is_expected(transaction, "127.0.0.1")) << "it was answered";
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

TEST_F(HostListsTest, end_with_reports_of_silent_hosts) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}},
                        {2, {"192.0.2.12"}},
                        {3, {"192.0.2.13"}, eth0, "_ipp._tcp"},
                        {4, {"192.0.2.14"}}});
    hear("192.0.2.12");
    run_for(500 * ms - 1);
    EXPECT_EQ(sent.size(), 1U);
    run_for(1);
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[1].message.silent.bytes, id_of(1).bytes);
    EXPECT_EQ(sent[2].message.silent.bytes, id_of(4).bytes);
    for (const auto& each : {sent[1], sent[2]}) {
        EXPECT_EQ(each.to.address, ip("127.0.0.1"));
        EXPECT_FALSE(each.message.wants_list);
    }
    EXPECT_TRUE(is_expected(sent[2].message.transaction, "127.0.0.1"));
    run_for(500 * ms);
    EXPECT_EQ(sent.size(), 3U) << "each is reported once";
    EXPECT_EQ(lists.next_deadline_us(), never_us);
}

TEST_F(HostListsTest, end_with_a_bounded_number_of_reports) {
    begin();
    std::vector<Listed> hosts;
    for (std::uint32_t n = 1; n <= 100; ++n) {
        hosts.push_back({n, {"192.0.2." + std::to_string(100 + n)}});
    }
    receive_local_list(hosts);
    run_for(500 * ms);
    EXPECT_EQ(sent.size(), 1U + 16);
}

TEST_F(HostListsTest, report_to_the_host_that_listed) {
    begin();
    receive_list_of_link("192.0.2.11", eth0, {{1, {"192.0.2.12"}, 0}});
    run_for(500 * ms);
    EXPECT_EQ(last_to("192.0.2.11").message.silent.bytes, id_of(1).bytes);
}

TEST_F(HostListsTest, report_nothing_without_a_list) {
    begin();
    run_for(ms);
    receive_token(broadcasts()[0].message.transaction, "192.0.2.11", eth0, false);
    EXPECT_EQ(neighbours().size(), 1U) << "it exists";
    run_for(1'000 * ms);
    for (const auto& each : sent) EXPECT_FALSE(each.message.silent.is_known());
}

}  // namespace
}  // namespace mpdisc::test
