// SPDX-License-Identifier: MIT
//
// Hosts that a watch reaches by several addresses, and hosts whose addresses were given.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchPathsTest : public WatchTest {
   protected:
    static constexpr TimeUs lost_after_us = limits::lost_after_ms_default * ms;
    static inline const TimeUs check_us =
        core::WatchTimes(limits::lost_after_ms_default).check_us();

    /// The host has two addresses, and two interfaces lead there.
    WatchedHost& host = add_host({{"192.0.2.20", eth0}, {"198.51.100.20", eth1}});
};

// --- Two addresses ---

TEST_F(WatchPathsTest, service_with_two_paths_is_told_once) {
    host.add("a");
    start();
    EXPECT_EQ(events_after(second), (Told{"+a:80", "synced"}));
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchPathsTest, second_path_is_checked_less_often) {
    host.add("a");
    start_synced();
    run_for(60 * second);
    EXPECT_GE(requests_to(host, 0), 33U);
    EXPECT_LE(requests_to(host, 0), 36U);
    EXPECT_LE(requests_to(host, 1), 8U);
    EXPECT_GE(requests_to(host, 1), 5U) << "its end must be noticed";
}

TEST_F(WatchPathsTest, service_that_comes_is_fetched_once) {
    host.add_many(100);
    start_synced();
    host.add("a");
    for (const std::size_t path : {0, 1}) announce(host, path);
    EXPECT_EQ(events_after(50 * ms), Told{"+a:80"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchPathsTest, service_is_removed_when_both_paths_say_so) {
    host.add("a");
    host.add("b");
    start_synced();
    run_for(2 * lost_after_us);
    forget_traffic();
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-a:80"});
    EXPECT_EQ(requests_to(host, 0), 1U);
    EXPECT_EQ(requests_to(host, 1), 1U);
}

TEST_F(WatchPathsTest, service_that_is_left_by_one_path_has_the_address_of_the_other) {
    host.add("a");
    host.add("b", 1'001);
    start_synced();
    run_for(2 * lost_after_us);
    ASSERT_EQ(listed("b").interface_name, "eth0");
    // Its provider uses the other interface only.
    host.offered("b").only_by = 1;
    ++host.revision;
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"~b:80"});
    EXPECT_EQ(listed("b").interface_name, "eth1");
    EXPECT_EQ(listed("b").address, ip("198.51.100.20"));
    EXPECT_EQ(listed("a").interface_name, "eth0");
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchPathsTest, service_that_only_the_second_path_reaches_comes_and_goes_at_once) {
    host.add("a");
    start_synced();
    run_for(2 * lost_after_us);
    host.add(service("b"), 1'001, 1);
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"+b:80"});
    EXPECT_EQ(listed("b").interface_name, "eth1");
    host.change_port("b", 81);
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"~b:81"});
    host.remove("b");
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"-b:81"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchPathsTest, change_that_only_the_second_path_shows_is_told_beside_another_one) {
    host.add("a");
    start_synced();
    run_for(2 * lost_after_us);
    host.add("b");
    host.add(service("c"), 1'001, 1);
    for (const std::size_t path : {0, 1}) announce(host, path);
    Told all = events_after(50 * ms);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+b:80", "+c:80"}));
}

TEST_F(WatchPathsTest, service_that_one_path_brings_as_it_is_now_has_changed) {
    host.add("a");
    host.add(service("b"), 1'001, 1);
    start_synced();
    run_for(2 * lost_after_us);
    // Its provider has become the primary, and the first path learns of it before the second one.
    host.take_over(1'001);
    host.offered("b").only_by.reset();
    host.change_port("b", 81);
    host.paths[1].is_cut = true;
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"~b:81"});
    host.paths[1].is_cut = false;
    host.settle();
    announce(host);
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchPathsTest, services_move_to_the_other_path_when_theirs_is_lost) {
    host.add("a");
    host.add("b", 1'001);
    start_synced();
    ASSERT_EQ(listed("a").interface_name, "eth0");
    host.paths[0].is_cut = true;
    Told all = events_after(2 * lost_after_us);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"~a:80", "~b:80"}));
    EXPECT_EQ(listed("a").interface_name, "eth1");
    EXPECT_EQ(listed("a").address, ip("198.51.100.20"));
    host.paths[0].is_cut = false;
    announce(host);
    EXPECT_EQ(events_after(60 * second), Told{}) << "both paths work, so nothing has to change";
}

TEST_F(WatchPathsTest, loss_of_the_unused_path_changes_nothing) {
    host.add("a");
    start_synced();
    host.paths[1].is_cut = true;
    EXPECT_EQ(events_after(3 * lost_after_us), Told{});
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-a:80"});
}

TEST_F(WatchPathsTest, service_of_the_lost_path_alone_goes_with_it) {
    host.add("a");
    host.add(service("b"), 1'001, 1);
    start_synced();
    host.paths[1].is_cut = true;
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"-b:80"});
}

TEST_F(WatchPathsTest, interface_that_is_gone_moves_services_to_the_other_one) {
    host.add("a");
    start_synced();
    std::vector<InterfaceAddress> fewer = usual_interfaces();
    std::erase_if(fewer, [](const InterfaceAddress& each) { return each.if_index == eth0; });
    set_interfaces(fewer);
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"~a:80"});
    EXPECT_EQ(listed("a").interface_name, "eth1");
}

TEST_F(WatchPathsTest, change_by_the_second_path_is_found_while_the_first_one_is_lost) {
    host.add("a");
    start_synced();
    host.paths[0].is_cut = true;
    run_for(check_us + 300 * ms);
    host.add("b");
    announce(host, 1);
    EXPECT_EQ(events_after(500 * ms), Told{"+b:80"});
    EXPECT_EQ(listed("b").interface_name, "eth1");
}

TEST_F(WatchPathsTest, address_that_a_known_host_is_heard_from_first_is_a_path_of_it) {
    host.paths[1].is_cut = true;
    host.add("a");
    start_synced();
    host.paths[1].is_cut = false;
    announce(host, 1);
    EXPECT_EQ(events_after(second), Told{});
    host.paths[0].is_cut = true;
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"~a:80"});
}

TEST_F(WatchPathsTest, more_paths_than_are_remembered_of_a_service_tell_nothing_false) {
    host.paths.clear();
    for (std::size_t n = 0; n < limits::service_paths_max + 4; ++n) {
        host.paths.push_back({"192.0.2." + std::to_string(100 + n), eth0});
    }
    host.add("a");
    start_synced();
    for (std::size_t path = 0; path < host.paths.size(); ++path) announce(host, path);
    EXPECT_EQ(events_after(60 * second), Told{});
    host.change_port("a", 81);
    announce(host);
    EXPECT_EQ(events_after(second), Told{"~a:81"});
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(second), Told{"-a:81"});
}

TEST_F(WatchTest, news_of_a_host_are_told_although_another_one_claims_to_be_this_host) {
    WatchedHost& liar = add_host("192.0.2.66");
    WatchedHost& host = add_host("192.0.2.20");
    liar.primary = host.primary;
    host.add("a");
    liar.services = host.services;
    liar.revision = host.revision;
    start_synced();
    run_for(60 * second);
    host.add("b");
    announce(host);
    EXPECT_EQ(events_after(50 * ms), Told{"+b:80"});
}

// --- This host ---

class OwnHostTest : public WatchTest {
   protected:
    WatchedHost& host = add_host({{"127.0.0.1", lo}});
};

TEST_F(OwnHostTest, is_followed_over_loopback_whichever_address_it_announces) {
    host.add("a");
    start_synced();
    host.add("b", 1'001);
    forge_announcement("192.0.2.10", host.announcement());
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    EXPECT_EQ(listed("b").interface_name, "lo");
    EXPECT_EQ(requests_to(host), requests.size());
}

TEST_F(OwnHostTest, first_provider_of_this_host_is_found) {
    start_synced();
    host.add("a");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+a:80"});
}

TEST_F(OwnHostTest, is_not_asked_if_only_others_were_wanted) {
    core::WatchConfig config;
    config.targets[0] = endpoint("198.51.100.77", 0);
    config.target_count = 1;
    start(config);
    EXPECT_EQ(events_after(15 * second), Told{"synced"});
    host.add("a");
    announce(host);
    EXPECT_EQ(events_after(60 * second), Told{});
    EXPECT_EQ(requests_to(host), 0U);
}

// --- Given addresses ---

class GivenAddressTest : public WatchTest {
   protected:
    static constexpr TimeUs lost_after_us = limits::lost_after_ms_default * ms;

    GivenAddressTest() {
        config.targets[0] = endpoint("203.0.113.5", 0);
        config.target_count = 1;
    }

    core::WatchConfig config;
    WatchedHost& host = add_host("203.0.113.5");
};

TEST_F(GivenAddressTest, is_followed_behind_a_router) {
    host.add("a");
    start_synced(config);
    host.change_port("a", 81);
    // Its announcements do not arrive.
    EXPECT_EQ(events_after(lost_after_us / 2 + second), Told{"~a:81"});
}

TEST_F(GivenAddressTest, is_asked_for_ever) {
    cut(host);
    host.add("a");
    start(config);
    EXPECT_EQ(events_after(10 * second), Told{}) << "it may be there";
    EXPECT_EQ(events_after(4 * second), Told{"synced"});
    run_for(600 * second);
    cut(host, false);
    EXPECT_EQ(events_after(3 * second), Told{"+a:80"});
    cut(host);
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"-a:80"});
    forget_traffic();
    run_for(600 * second);
    EXPECT_LE(requests.size(), 6'000U);
    cut(host, false);
    EXPECT_EQ(events_after(3 * second), Told{"+a:80"});
}

TEST_F(GivenAddressTest, is_asked_although_its_port_was_closed) {
    host.add("a");
    start_synced(config);
    host.paths[0].is_closed = true;
    EXPECT_EQ(events_after(lost_after_us), Told{"-a:80"});
    host.paths[0].is_closed = false;
    EXPECT_EQ(events_after(3 * second), Told{"+a:80"});
}

TEST_F(GivenAddressTest, keeps_its_services_when_its_route_moves_to_another_interface) {
    host.add("a");
    start_synced(config);
    ASSERT_EQ(listed("a").interface_name, "eth0");
    host.paths[0].if_index = eth1;
    std::vector<InterfaceAddress> fewer = usual_interfaces();
    std::erase_if(fewer, [](const InterfaceAddress& each) { return each.if_index == eth0; });
    set_interfaces(fewer);
    EXPECT_EQ(events_after(second), Told{"~a:80"});
    EXPECT_EQ(listed("a").interface_name, "eth1");
    host.add("b", 1'001);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    set_interfaces(usual_interfaces());
    host.paths[0].if_index = eth0;
    EXPECT_EQ(events_after(3 * lost_after_us), Told{}) << "answers may come by any interface";
    announce(host);
    cut(host);
    EXPECT_EQ(events_after(2 * lost_after_us).size(), 2U);
    EXPECT_TRUE(list().empty());
}

TEST_F(GivenAddressTest, others_on_the_link_are_not_asked) {
    host.add("a");
    add_host("192.0.2.20").add("b");
    start_synced(config);
    announce(hosts[1]);
    EXPECT_EQ(events_after(60 * second), Told{});
    EXPECT_EQ(requests_to(hosts[1]), 0U);
    EXPECT_EQ(queries, 0U);
}

TEST_F(GivenAddressTest, others_on_the_link_are_not_asked_by_the_chosen_interface) {
    WatchedHost& other = add_host("192.0.2.20");
    other.add("b");
    WatchedHost& given = add_host("192.0.2.21");
    given.add("c");
    config.targets[0] = endpoint("192.0.2.21", 0);
    config.one_interface = true;
    chosen = "eth0";
    start_synced(config);
    announce(other);
    EXPECT_EQ(events_after(60 * second), Told{});
    EXPECT_EQ(requests_to(other), 0U);
    given.add("d");
    announce(given);
    EXPECT_EQ(events_after(20 * ms), Told{"+d:80"});
}

TEST_F(GivenAddressTest, link_local_address_is_of_one_link) {
    config.targets[0] = endpoint("fe80::20", 0, eth0);
    WatchedHost& given = add_host(std::vector<WatchedHost::Path>{{"fe80::20", eth0}});
    given.add("a");
    start_synced(config);
    given.add("b");
    announce(given);
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    const std::uint64_t before = count(Counter::drop_unexpected);
    given.paths[0].if_index = eth1;
    announce(given);
    EXPECT_EQ(count(Counter::drop_unexpected), before + 1);
}

// --- Given networks ---

class GivenNetworkTest : public WatchTest {
   protected:
    GivenNetworkTest() {
        config.targets[0] = endpoint("192.0.2.255", 0);
        config.target_count = 1;
    }

    core::WatchConfig config;
    WatchedHost& host = add_host("192.0.2.20");
};

TEST_F(GivenNetworkTest, its_hosts_are_followed) {
    host.add("a");
    start_synced(config);
    host.add("b");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    WatchedHost& other = add_host("192.0.2.21");
    other.add("c");
    announce(other);
    EXPECT_EQ(events_after(20 * ms), Told{"+c:80"});
}

TEST_F(GivenNetworkTest, hosts_of_others_are_not) {
    start_synced(config);
    WatchedHost& other = add_host({{"198.51.100.20", eth1}});
    other.add("b");
    announce(other);
    forge_announcement("2001:db8::20", other.announcement());
    EXPECT_EQ(events_after(60 * second), Told{});
    EXPECT_EQ(requests_to(other) + sent_to_nobody, 0U);
}

TEST_F(GivenNetworkTest, it_is_asked_again_after_an_absence) {
    start_synced(config);
    run_for(60 * second);
    host.add("a");
    WatchedHost& other = add_host({{"198.51.100.20", eth1}});
    other.add("b");
    suspend_for(60 * second);
    EXPECT_EQ(events_after(second), Told{"+a:80"});
    EXPECT_EQ(requests_to(other), 0U);
}

}  // namespace
}  // namespace mpdisc::test
