// SPDX-License-Identifier: MIT
//
// Searches that get the lists of hosts from other hosts.
#include "tests/unit/core/host_lists_fixture.h"

namespace mpdisc::test {
namespace {

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

}  // namespace
}  // namespace mpdisc::test
