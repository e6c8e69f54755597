// SPDX-License-Identifier: MIT
//
// A watch of a host that is far away: requests and answers take their time.
#include <tuple>

#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

/// Runs with each round trip and each --lost-after, in milliseconds.
class WatchRoundTripTest : public WatchTest,
                           public testing::WithParamInterface<std::tuple<TimeUs, std::uint32_t>> {
   protected:
    WatchRoundTripTest() {
        std::tie(round_trip_us, config.lost_after_ms) = GetParam();
        round_trip_us *= ms;
        latency_us = std::max(latency_us, round_trip_us / 2);
        host.add("a");
    }

    /// Starts the watch, and runs until it has listed the host, and this time longer.
    void begin(TimeUs longer_us) {
        start(config);
        run_for(6 * round_trip_us + longer_us);
        events();
    }
    /// Loses this share of all datagrams, each way.
    void lose(std::uint64_t percent) {
        loses = [this, percent](const Datagram&, bool) { return random.below(100) < percent; };
    }
    /// A datagram from the host tells that something has changed there.
    void announce_late() {
        run_for(latency_us);
        announce(host);
    }
    /// The events of a few round trips.
    Told soon() { return events_after(4 * round_trip_us + 100 * ms); }

    core::WatchConfig config;
    TimeUs round_trip_us = 0;
    WatchedHost& host = add_host();
    core::Random random{{1, 2, 3, 4}};
};

TEST_P(WatchRoundTripTest, host_that_the_search_finds_is_listed_and_stays) {
    start(config);
    EXPECT_EQ(events_after(6 * round_trip_us + 2 * second), (Told{"+a:80", "synced"}));
    forget_traffic();
    EXPECT_EQ(events_after(60 * second), Told{});
    const core::WatchTimes times(config.lost_after_ms);
    EXPECT_LE(datagrams(), 2 * (60 * second / times.check_us() + 3)) << "each check takes two";
}

TEST_P(WatchRoundTripTest, host_that_announces_itself_is_listed_and_stays) {
    cut(host);
    start(config);
    run_for(40 * second);
    events();
    cut(host, false);
    announce_late();
    EXPECT_EQ(soon(), Told{"+a:80"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, changes_are_told_within_some_round_trips) {
    begin(2 * second);
    host.add("b", 1'001);
    announce_late();
    EXPECT_EQ(soon(), Told{"+b:80"});
    host.change_port("b", 81);
    announce_late();
    EXPECT_EQ(soon(), Told{"~b:81"});
    host.remove("b");
    announce_late();
    EXPECT_EQ(soon(), Told{"-b:81"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, many_services_come_and_go) {
    begin(2 * second);
    host.add_many(200, "s", 1'001);
    announce_late();
    EXPECT_EQ(events_after(45 * round_trip_us + second).size(), 200U);
    host.remove_provider(1'001);
    announce_late();
    EXPECT_EQ(events_after(45 * round_trip_us + second).size(), 200U);
    EXPECT_EQ(list(), std::set<std::string>{"a"});
}

TEST_P(WatchRoundTripTest, lost_datagrams_make_no_false_event) {
    begin(2 * second);
    lose(5);
    EXPECT_EQ(events_after(300 * second), Told{});
    host.change_port("a", 81);
    announce_late();
    EXPECT_EQ(events_after(10 * round_trip_us + second), Told{"~a:81"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, host_without_power_is_told_as_gone_a_round_trip_later) {
    begin(5 * second);
    const TimeUs cut_us = now_us;
    cut(host);
    while (!list().empty() && now_us < cut_us + 60 * second) run_for(10 * ms);
    EXPECT_EQ(events(), Told{"-a:80"});
    EXPECT_GE(now_us - cut_us, config.lost_after_ms * ms * 9 / 10);
    EXPECT_LE(now_us - cut_us, config.lost_after_ms * ms + second + 3 * round_trip_us);
}

TEST_P(WatchRoundTripTest, absence_of_nine_tenths_of_the_time_is_none) {
    begin(5 * second);
    for (int phase = 0; phase < 6; ++phase) {
        run_for(2 * config.lost_after_ms * ms + phase * 97 * ms);
        cut(host);
        run_for(config.lost_after_ms * ms * 9 / 10);
        cut(host, false);
        EXPECT_EQ(events_after(config.lost_after_ms * ms), Told{}) << phase;
    }
}

TEST_P(WatchRoundTripTest, forged_farewell_removes_nothing) {
    begin(5 * second);
    say_farewell(host);
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, host_that_withholds_services_is_listed) {
    host.token = 99;
    begin(2 * second);
    EXPECT_EQ(list(), std::set<std::string>{"a"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, round_trip_that_grows_or_shrinks_makes_no_false_event) {
    const TimeUs slow_us = std::exchange(latency_us, 200);
    start(config);
    EXPECT_EQ(events_after(2 * second), (Told{"+a:80", "synced"}));
    for (int n = 0; n < 20; ++n) {
        latency_us = n % 2 == 0 ? slow_us : 200;
        EXPECT_EQ(events_after(5 * second + n * 77 * ms), Told{}) << n;
    }
    latency_us = slow_us;
    host.change_port("a", 81);
    announce_late();
    EXPECT_EQ(events_after(8 * round_trip_us + second), Told{"~a:81"});
}

TEST_P(WatchRoundTripTest, host_with_two_addresses_is_listed_once) {
    host.paths.push_back({"198.51.100.20", eth1});
    start(config);
    EXPECT_EQ(events_after(8 * round_trip_us + 2 * second), (Told{"+a:80", "synced"}));
    lose(5);
    EXPECT_EQ(events_after(120 * second), Told{});
    host.change_port("a", 81);
    announce_late();
    EXPECT_EQ(events_after(10 * round_trip_us + second), Told{"~a:81"});
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_P(WatchRoundTripTest, more_hosts_than_comparisons_at_a_time_are_all_listed) {
    constexpr std::size_t more = 2 * limits::watch_rounds_max;
    for (std::size_t n = 0; n < more; ++n) {
        add_host("192.0.2." + std::to_string(100 + n)).add("b" + std::to_string(n));
    }
    start(config);
    run_for(15 * round_trip_us + 2 * second);
    EXPECT_EQ(list().size(), more + 1);
    for (WatchedHost& each : hosts) each.add("c" + std::to_string(each.id), 1'001);
    run_for(latency_us);
    for (WatchedHost& each : hosts) announce(each);
    run_for(20 * round_trip_us + 2 * second);
    EXPECT_EQ(list().size(), 2 * (more + 1));
}

TEST_P(WatchRoundTripTest, services_show_the_round_trip) {
    begin(2 * second);
    EXPECT_EQ(listed("a").rtt_us, 2 * latency_us);
    host.add("b", 1'001);
    announce_late();
    soon();
    EXPECT_EQ(listed("b").rtt_us, 2 * latency_us);
}

INSTANTIATE_TEST_SUITE_P(each, WatchRoundTripTest,
                         testing::Combine(testing::Values(0, 50, 100, 300, 700, 1000),
                                          testing::Values(1'000, 2'000, 10'000)));

}  // namespace
}  // namespace mpdisc::test
