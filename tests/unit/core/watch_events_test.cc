// SPDX-License-Identifier: MIT
//
// What a watch tells when services come, change and go, and how many datagrams that takes.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchEventsTest : public WatchTest {
   protected:
    /// A host whose primary has so many services.
    WatchedHost& host_with(std::size_t count) {
        WatchedHost& made = add_host();
        made.add_many(count);
        return made;
    }
};

// --- The first picture ---

TEST_F(WatchEventsTest, first_picture_has_each_service_and_then_the_watch_is_synced_once) {
    WatchedHost& one = add_host("192.0.2.20");
    one.add("a");
    one.add("b", 1'001);
    add_host("192.0.2.21").add("c");
    start();
    Told first = events_after(second);
    ASSERT_EQ(first.size(), 4U);
    EXPECT_EQ(first.back(), "synced");
    std::ranges::sort(first);
    EXPECT_EQ(first, (Told{"+a:80", "+b:80", "+c:80", "synced"}));
    EXPECT_EQ(list(), (std::set<std::string>{"a", "b", "c"}));
    EXPECT_EQ(events_after(60 * second), Told{}) << "nothing has changed";
}

TEST_F(WatchEventsTest, watch_that_finds_nobody_is_synced_when_its_search_ends) {
    start();
    run_for(100 * ms);
    EXPECT_FALSE(watch->is_synced()) << "a host may sleep";
    EXPECT_EQ(events_after(second), Told{"synced"});
    EXPECT_TRUE(watch->is_synced());
}

TEST_F(WatchEventsTest, host_that_falls_silent_after_the_search_does_not_hold_the_picture_back) {
    add_host("192.0.2.20").add("a");
    WatchedHost& silent = add_host("192.0.2.21");
    silent.add("b");
    loses = [&](const Datagram& sent, bool) {
        return sent.host == &silent && now_us > 5 * second + 100 * ms;
    };
    start();
    EXPECT_EQ(events_after(5 * second).size(), 2U) << "not synced yet";
    EXPECT_EQ(events_after(10 * second), (Told{"-b:80", "synced"}));
}

TEST_F(WatchEventsTest, watch_that_can_ask_nobody_is_not_synced) {
    core::WatchConfig config;
    config.one_interface = true;
    interfaces = {interface_address(lo, "lo", "127.0.0.1/8")};
    add_host("192.0.2.20").add("a");
    start(config);
    EXPECT_EQ(events_after(60 * second), Told{});
    chosen = "eth0";
    set_interfaces(usual_interfaces());
    EXPECT_EQ(events_after(2 * second), (Told{"+a:80", "synced"}));
}

TEST_F(WatchEventsTest, watch_with_loopback_alone_is_synced) {
    interfaces = {interface_address(lo, "lo", "127.0.0.1/8")};
    start();
    EXPECT_EQ(events_after(2 * second), Told{"synced"});
}

/// A host lists a neighbour that does not answer.
class KnownNeighbourTest : public WatchTest {
   protected:
    KnownNeighbourTest() {
        lister.add("a");
        lister.neighbours = {&silent};
        silent.add("b");
        cut(silent);
    }

    WatchedHost& silent = add_host("192.0.2.21");
    WatchedHost& lister = add_host("192.0.2.20");
};

TEST_F(KnownNeighbourTest, is_awaited_until_it_is_gone) {
    start();
    EXPECT_EQ(events_after(9 * second), Told{"+a:80"});
    IncompleteHost awaited;
    std::uint32_t cursor = 0;
    ASSERT_TRUE(watch->next_awaited_host(cursor, awaited));
    EXPECT_EQ(awaited.address, ip("192.0.2.21"));
    EXPECT_TRUE(awaited.is_silent);
    EXPECT_FALSE(watch->next_awaited_host(cursor, awaited));
    EXPECT_EQ(events_after(4 * second), Told{"synced"});
    cursor = 0;
    EXPECT_FALSE(watch->next_awaited_host(cursor, awaited));
}

TEST_F(KnownNeighbourTest, is_awaited_for_the_time_to_lose_it_whatever_this_is) {
    constexpr TimeUs search_us = second;
    for (const std::uint32_t lost_after_ms : {1'000U, 2'000U, 5'000U, 10'000U}) {
        core::WatchConfig config;
        config.lost_after_ms = lost_after_ms;
        start(config);
        EXPECT_EQ(events_after(lost_after_ms * ms), Told{"+a:80"}) << lost_after_ms;
        EXPECT_EQ(events_after(search_us + 600 * ms), Told{"synced"}) << lost_after_ms;
        end();
    }
}

TEST_F(KnownNeighbourTest, is_told_before_the_first_picture_is_complete) {
    start();
    run_for(5 * second);
    cut(silent, false);
    EXPECT_EQ(events_after(3 * second), (Told{"+a:80", "+b:80", "synced"}));
}

TEST_F(KnownNeighbourTest, with_a_closed_port_is_not_awaited) {
    cut(silent, false);
    silent.paths[0].is_closed = true;
    start();
    EXPECT_EQ(events_after(2 * second), (Told{"+a:80", "synced"}));
}

TEST_F(WatchEventsTest, services_that_do_not_match_are_not_told) {
    WatchedHost& host = add_host();
    host.add(service("a", "_ipp._tcp"));
    host.add("b");
    core::WatchConfig config;
    ASSERT_TRUE(config.type.assign("_ipp._tcp"));
    start(config);
    EXPECT_EQ(events_after(second), (Told{"+a:80", "synced"}));
    host.add("c");
    host.add(service("d", "_ipp._tcp"));
    announce(host);
    EXPECT_EQ(events_after(ms), Told{"+d:80"});
}

TEST_F(WatchEventsTest, watch_looks_for_hosts_for_half_a_minute) {
    start_synced();
    run_for(25 * second);
    // Its network was interrupted until now, and its announcements were lost.
    host_with(1);
    EXPECT_EQ(events_after(10 * second), Told{"+s0:80"});
    forget_traffic();
    run_for(60 * second);
    EXPECT_EQ(queries, 0U);
}

TEST_F(WatchEventsTest, host_that_nothing_changes_at_is_only_checked) {
    host_with(1'000);
    start_synced();
    run_for(60 * second);
    forget_traffic();
    run_for(60 * second);
    EXPECT_LE(datagrams(), 2 * 34U) << "a check is a request and an answer, each 1.8 seconds";
    EXPECT_EQ(queries, 0U);
}

// --- One of many ---

TEST_F(WatchEventsTest, one_of_a_thousand_services_that_comes_costs_five_datagrams_at_most) {
    WatchedHost& host = host_with(1'000);
    start_synced();
    EXPECT_EQ(list().size(), 1'000U);
    host.add("new", 1'001);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+new:80"});
    EXPECT_LE(datagrams(), 5U);
}

TEST_F(WatchEventsTest, one_of_a_thousand_services_that_changes_costs_five_datagrams_at_most) {
    WatchedHost& host = host_with(1'000);
    start_synced();
    host.change_port("s500", 81);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~s500:81"});
    EXPECT_LE(datagrams(), 5U);
}

TEST_F(WatchEventsTest, one_of_a_thousand_services_that_goes_costs_two_datagrams) {
    WatchedHost& host = host_with(1'000);
    start_synced();
    host.remove("s500");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-s500:80"});
    EXPECT_EQ(datagrams(), 2U);
}

TEST_F(WatchEventsTest, removed_service_is_told_as_it_was) {
    WatchedHost& host = add_host();
    host.add(service("a", "_http._tcp", {"path=/"}, 8080));
    start_synced();
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(ms), Told{"-a:8080"});
    EXPECT_TRUE(list().empty());
}

TEST_F(WatchEventsTest, host_without_services_is_followed_on) {
    WatchedHost& host = add_host();
    host.add("a");
    start_synced();
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(ms), Told{"-a:80"});
    host.add("a");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+a:80"});
}

TEST_F(WatchEventsTest, several_changes_at_once_are_one_comparison) {
    WatchedHost& host = host_with(100);
    start_synced();
    for (const char* name : {"x", "y", "z"}) host.add(name);
    host.remove("s1");
    host.remove("s2");
    host.change_port("s3", 81);
    host.change_port("s4", 81);
    announce(host);
    Told all = events_after(20 * ms);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+x:80", "+y:80", "+z:80", "-s1:80", "-s2:80", "~s3:81", "~s4:81"}));
    EXPECT_LE(datagrams(), 5U);
}

TEST_F(WatchEventsTest, changes_in_quick_succession_are_told_each) {
    WatchedHost& host = host_with(10);
    start_synced();
    for (std::uint16_t port = 81; port < 91; ++port) {
        host.change_port("s5", port);
        announce(host);
        EXPECT_EQ(events_after(10 * ms), Told{"~s5:" + std::to_string(port)});
    }
}

TEST_F(WatchEventsTest, change_during_a_comparison_is_not_missed) {
    WatchedHost& host = host_with(10);
    start_synced();
    host.add("a", 1'001);
    announce(host);
    run_for(latency_us + 10);
    // The sketch is under way, and does not have this.
    host.add("b");
    host.remove("a");
    announce(host);
    run_for(30 * ms);
    EXPECT_EQ(events(), Told{"+b:80"});
    EXPECT_EQ(count(Counter::drop_unexpected), 0U);
}

TEST_F(WatchEventsTest, hosts_differ_in_what_they_say_of_equal_services) {
    WatchedHost& one = add_host("192.0.2.20");
    WatchedHost& other = add_host("192.0.2.21");
    one.add("a");
    other.add("b");
    start_synced();
    one.remove("a");
    announce(one);
    EXPECT_EQ(events_after(20 * ms), Told{"-a:80"});
    EXPECT_EQ(requests_to(other), 0U);
    EXPECT_EQ(list(), std::set<std::string>{"b"});
}

// --- A service and its provider ---

TEST_F(WatchEventsTest, service_of_a_secondary_that_changes_is_never_removed_and_added) {
    WatchedHost& host = add_host();
    host.add("a", 1'001);
    start_synced();
    host.change_port("a", 81);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~a:81"});
}

TEST_F(WatchEventsTest, provider_that_restarts_is_removed_before_it_is_added) {
    WatchedHost& host = add_host();
    host.add("a", 1'001);
    host.add("b");
    start_synced();
    host.remove("a");
    host.add("a", 1'002);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), (Told{"-a:80", "+a:80"}));
    EXPECT_EQ(listed("a").provider, id_of(1'002));
}

TEST_F(WatchEventsTest, provider_that_restarts_is_told_with_its_new_port) {
    WatchedHost& host = add_host();
    host.add(service("a", "_http._tcp", {}, 5'000), 1'001);
    start_synced();
    host.remove("a");
    host.add(service("a", "_http._tcp", {}, 6'000), 1'002);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), (Told{"-a:5000", "+a:6000"}));
}

// --- The host itself ---

TEST_F(WatchEventsTest, host_that_changes_its_name_changes_each_of_its_services) {
    WatchedHost& host = host_with(100);
    start_synced();
    host.name = "other";
    ++host.revision;
    announce(host);
    EXPECT_EQ(events_after(100 * ms).size(), 100U);
    EXPECT_EQ(listed("s7").host, "other");
    EXPECT_EQ(events_after(20 * second), Told{});
}

TEST_F(WatchEventsTest, name_that_changes_before_the_first_comparison_is_told) {
    WatchedHost& host = host_with(1);
    start();
    EXPECT_EQ(events_after(10 * ms), Told{"+s0:80"});
    host.name = "other";
    EXPECT_EQ(events_after(second), (Told{"~s0:80", "synced"}));
    EXPECT_EQ(listed("s0").host, "other");
}

TEST_F(WatchEventsTest, new_name_reaches_a_service_whose_provider_hung_meanwhile) {
    WatchedHost& host = add_host();
    host.add_many(100);
    host.add("h", 1'001);
    start_synced();
    host.hanging = {1'001};
    host.name = "other";
    ++host.revision;
    announce(host);
    EXPECT_EQ(events_after(4 * second).size(), 100U);
    forget_traffic();
    run_for(10 * second);
    EXPECT_LE(datagrams(), 40U) << "the others are not fetched again";
    host.hanging.clear();
    EXPECT_EQ(events_after(6 * second), Told{"~h:80"});
    EXPECT_EQ(listed("h").host, "other");
}

TEST_F(WatchEventsTest, host_that_changes_its_addresses_changes_its_services) {
    WatchedHost& host = add_host();
    host.add("a");
    start_synced();
    EXPECT_EQ(listed("a").addresses.size(), 1U);
    host.other_addresses = {"192.0.2.99"};
    // A check notices it, too.
    EXPECT_EQ(events_after(10 * second), Told{"~a:80"});
    EXPECT_EQ(listed("a").addresses.size(), 2U);
    EXPECT_EQ(events_after(20 * second), Told{});
}

}  // namespace
}  // namespace mpdisc::test
