// SPDX-License-Identifier: MIT
//
// A watch that loses datagrams, and hosts that are silent, for a while or for good.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchSilenceTest : public WatchTest {
   protected:
    static constexpr TimeUs lost_after_us = limits::lost_after_ms_default * ms;
    static inline const TimeUs check_us =
        core::WatchTimes(limits::lost_after_ms_default).check_us();

    WatchSilenceTest() { host.add("a"); }

    /// Loses the next datagrams to the host, and from there.
    void lose_next(int to_host, int from_host) {
        lost_there = to_host;
        lost_back = from_host;
        loses = [this](const Datagram&, bool goes_there) {
            int& left = goes_there ? lost_there : lost_back;
            return left != 0 && left-- != 0;
        };
    }
    /// Runs until the list is empty. Returns how long that took.
    TimeUs time_until_gone() {
        const TimeUs began_us = now_us;
        while (!list().empty() && now_us < began_us + 100 * second) run_for(10 * ms);
        return now_us - began_us;
    }

    /// Runs until all is at rest, and then for so many fifths of the time between two checks.
    void run_to_phase(std::uint32_t lost_after_ms, TimeUs fifths) {
        run_for(2 * lost_after_ms * ms + core::WatchTimes(lost_after_ms).check_us() * fifths / 5);
    }
    static constexpr TimeUs phases = 6;

    WatchedHost& host = add_host();
    int lost_there = 0;
    int lost_back = 0;
};

// --- Lost datagrams ---

TEST_F(WatchSilenceTest, lost_requests_are_repeated) {
    start_synced();
    host.add("b");
    lose_next(2, 0);
    announce(host);
    EXPECT_EQ(events_after(100 * ms), Told{"+b:80"});
}

TEST_F(WatchSilenceTest, lost_answers_are_asked_for_again) {
    start_synced();
    host.add("b", 1'001);
    host.remove("a");
    lose_next(0, 2);
    announce(host);
    Told all = events_after(100 * ms);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+b:80", "-a:80"}));
}

TEST_F(WatchSilenceTest, lost_part_of_the_services_is_asked_for_alone) {
    start_synced();
    for (char name = 'b'; name < 'h'; ++name) host.add(service_of_size(std::string(1, name), 500));
    // One of the three datagrams with services is lost.
    bool is_lost = false;
    loses = [&](const Datagram& sent, bool goes_there) {
        if (goes_there || is_lost) return false;
        is_lost = !read<wire::Advertisement>(sent.bytes).services.is_empty();
        return is_lost;
    };
    announce(host);
    EXPECT_EQ(events_after(100 * ms).size(), 6U);
    std::vector<std::size_t> wanted;
    for (const Datagram& each : requests) {
        wanted.push_back(read<wire::Request>(each.bytes).wanted.size());
    }
    std::erase(wanted, 0U);
    EXPECT_EQ(wanted, (std::vector<std::size_t>{6, 2}));
}

TEST_F(WatchSilenceTest, change_whose_announcement_was_lost_is_found_by_a_check) {
    start_synced();
    host.add("b");
    EXPECT_EQ(events_after(check_us), Told{"+b:80"});
    host.remove("b");
    EXPECT_EQ(events_after(check_us + 600 * ms), Told{"-b:80"});
}

TEST_F(WatchSilenceTest, two_of_five_datagrams_may_be_lost_and_nothing_false_is_told) {
    start_synced();
    core::Random random({1, 2, 3, 4});
    loses = [&](const Datagram&, bool) { return random.below(5) < 2; };
    EXPECT_EQ(events_after(600 * second), Told{});
    host.add("b", 1'001);
    EXPECT_EQ(events_after(3 * check_us), Told{"+b:80"});
}

TEST_F(WatchSilenceTest, doubled_answers_change_nothing) {
    host.add_many(100);
    copies = 3;
    start_synced();
    for (int n = 0; n < 20; ++n) {
        const std::string name = "x" + std::to_string(n);
        host.add(name, 1'001);
        announce(host);
        EXPECT_EQ(events_after(20 * ms), Told{"+" + name + ":80"});
        host.remove(name);
        announce(host);
        EXPECT_EQ(events_after(20 * ms), Told{"-" + name + ":80"});
    }
}

TEST_F(WatchSilenceTest, late_answers_change_nothing) {
    start_synced();
    host.add("b");
    announce(host);
    run_for(20 * ms);
    host.change_port("a", 81);
    announce(host);
    run_for(20 * ms);
    host.remove("b");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), (Told{"+b:80", "~a:81", "-b:80"}));
    const std::vector<Datagram> former = answers;
    ASSERT_GE(former.size(), 5U);
    for (const Datagram& each : former) {
        receive(each);
        EXPECT_EQ(events_after(ms), Told{});
    }
    EXPECT_EQ(events_after(check_us), Told{});
    EXPECT_EQ(list(), std::set<std::string>{"a"});
}

// --- Silent hosts ---

TEST_F(WatchSilenceTest, host_that_is_silent_for_long_enough_is_gone) {
    start_synced();
    run_for(2 * check_us);
    const TimeUs heard_us = now_us;
    cut(host);
    time_until_gone();
    EXPECT_EQ(events(), Told{"-a:80"});
    EXPECT_LE(now_us, heard_us + lost_after_us + 500 * ms);
    EXPECT_GE(now_us, heard_us + lost_after_us - check_us);
    run_for((limits::announce_s_default + 10) * second);
    forget_traffic();
    run_for(60 * second);
    EXPECT_EQ(requests_to(host), 0U) << "by now it has announced itself, if it is there";
}

TEST_F(WatchSilenceTest, host_that_comes_back_without_an_announcement_is_found_again) {
    start_synced();
    cut(host);
    run_for(2 * lost_after_us);
    EXPECT_EQ(events(), Told{"-a:80"});
    cut(host, false);
    EXPECT_EQ(events_after(check_us + second), Told{"+a:80"});
}

TEST_F(WatchSilenceTest, shortest_time_is_kept_too) {
    core::WatchConfig config;
    config.lost_after_ms = limits::lost_after_ms_min;
    start_synced(config);
    EXPECT_EQ(events_after(10 * second), Told{});
    EXPECT_LE(datagrams(), 2 * 20U);
    cut(host);
    const TimeUs gone_us = time_until_gone();
    EXPECT_LE(gone_us, limits::lost_after_ms_min * ms + 600 * ms);
    EXPECT_GE(gone_us, limits::lost_after_ms_min * ms);
}

TEST_F(WatchSilenceTest, longest_time_is_kept_too) {
    core::WatchConfig config;
    config.lost_after_ms = limits::lost_after_ms_max;
    start_synced(config);
    cut(host);
    EXPECT_EQ(events_after(limits::lost_after_ms_max * ms - second), Told{});
    EXPECT_LE(requests.size(), limits::lost_after_ms_max / 5'000) << "each five seconds";
    EXPECT_EQ(events_after(limits::lost_after_ms_max * ms / 10), Told{"-a:80"});
}

TEST_F(WatchSilenceTest, host_that_comes_back_soon_enough_was_never_gone) {
    start_synced();
    for (int n = 0; n < 3; ++n) {
        // It has just been heard.
        for (forget_traffic(); answers.empty();) run_for(ms);
        run_for(ms);
        cut(host);
        EXPECT_EQ(events_after(lost_after_us - 300 * ms), Told{});
        cut(host, false);
        EXPECT_EQ(events_after(check_us + second), Told{});
    }
}

TEST_F(WatchSilenceTest, absence_of_nine_tenths_of_the_time_is_none_whenever_it_begins) {
    for (const std::uint32_t lost_after_ms : {1'000U, 2'000U, 5'000U, 10'000U, 60'000U}) {
        core::WatchConfig config;
        config.lost_after_ms = lost_after_ms;
        start_synced(config);
        for (TimeUs phase = 0; phase < phases; ++phase) {
            run_to_phase(lost_after_ms, phase);
            cut(host);
            run_for(lost_after_ms * ms * 9 / 10);
            cut(host, false);
            EXPECT_EQ(events_after(lost_after_ms * ms), Told{}) << lost_after_ms << ' ' << phase;
        }
        end();
    }
}

TEST_F(WatchSilenceTest, loss_is_told_within_a_second_after_the_time_whenever_it_happens) {
    WatchedHost& with_two = add_host({{"192.0.2.21", eth0}, {"198.51.100.21", eth1}});
    with_two.add("b");
    for (const std::uint32_t lost_after_ms : {1'000U, 2'000U, 10'000U}) {
        core::WatchConfig config;
        config.lost_after_ms = lost_after_ms;
        start_synced(config);
        for (TimeUs phase = 0; phase < phases; ++phase) {
            run_to_phase(lost_after_ms, phase);
            for (WatchedHost& each : hosts) cut(each);
            EXPECT_LE(time_until_gone(), lost_after_ms * ms + second) << lost_after_ms;
            for (WatchedHost& each : hosts) {
                cut(each, false);
                announce(each);
            }
            run_for(second);
            ASSERT_EQ(list().size(), 2U);
        }
        end();
    }
}

TEST_F(WatchSilenceTest, changes_of_the_time_away_are_told_when_it_is_back) {
    start_synced();
    cut(host);
    run_for(check_us + second);
    host.change_port("a", 81);
    host.add("b");
    run_for(second);
    cut(host, false);
    Told all = events_after(second);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+b:80", "~a:81"}));
}

TEST_F(WatchSilenceTest, host_that_was_gone_and_announces_itself_is_new) {
    start_synced();
    cut(host);
    run_for(2 * lost_after_us);
    EXPECT_EQ(events(), Told{"-a:80"});
    cut(host, false);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+a:80"});
    EXPECT_EQ(listed("a").host, "box");
}

TEST_F(WatchSilenceTest, one_silent_host_leaves_the_others_alone) {
    WatchedHost& other = add_host("192.0.2.21");
    other.add("b");
    start_synced();
    cut(host);
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"-a:80"});
    EXPECT_EQ(list(), std::set<std::string>{"b"});
}

// --- Farewells ---

TEST_F(WatchSilenceTest, host_that_says_farewell_and_is_silent_is_gone_soon) {
    start_synced();
    loses = [](const Datagram&, bool) { return true; };
    say_farewell(host);
    EXPECT_EQ(events_after(900 * ms), Told{}) << "a farewell can be forged, and hosts sleep";
    EXPECT_GE(requests.size(), 3U) << "requests get lost";
    EXPECT_LE(time_until_gone(), 200 * ms);
    EXPECT_EQ(events(), Told{"-a:80"});
}

TEST_F(WatchSilenceTest, host_that_was_silent_after_a_forged_farewell_comes_back) {
    start_synced();
    // The watch asks the whole link no more.
    run_for(60 * second);
    cut(host);
    forge_announcement("192.0.2.20", host.announcement(0));
    EXPECT_EQ(events_after(2 * second), Told{"-a:80"});
    cut(host, false);
    EXPECT_EQ(events_after(lost_after_us / 2 + second), Told{"+a:80"});
}

TEST_F(WatchSilenceTest, host_that_says_farewell_and_has_closed_its_port_is_gone_at_once) {
    start_synced();
    host.paths[0].is_closed = true;
    say_farewell(host);
    EXPECT_EQ(events_after(6 * ms), Told{"-a:80"});
    EXPECT_EQ(requests.size(), 1U) << "its system may refuse no more for a while";
}

TEST_F(WatchSilenceTest, forged_refusals_after_a_farewell_remove_no_host_that_answers) {
    start_synced();
    say_farewell(host);
    for (int n = 0; n < 3; ++n) {
        watch->refused(now_us, endpoint("192.0.2.20", WatchedHost::discovery_port));
    }
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchSilenceTest, host_that_slept_through_a_forged_farewell_and_refusal_comes_back) {
    start_synced();
    run_for(60 * second);
    cut(host);
    say_farewell(host);
    watch->refused(now_us, endpoint("192.0.2.20", WatchedHost::discovery_port));
    EXPECT_EQ(events_after(50 * ms), Told{"-a:80"});
    cut(host, false);
    EXPECT_EQ(events_after(lost_after_us / 2 + second), Told{"+a:80"});
}

TEST_F(WatchSilenceTest, host_that_is_still_there_is_not_believed_its_farewell) {
    start_synced();
    say_farewell(host);
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(WatchSilenceTest, last_service_that_goes_with_a_farewell_is_told_at_once) {
    start_synced();
    host.remove("a");
    say_farewell(host);
    EXPECT_EQ(events_after(ms), Told{"-a:80"});
}

// --- This computer ---

TEST_F(WatchSilenceTest, program_that_was_stopped_tells_nothing_false) {
    start_synced();
    for (const TimeUs away_us : {2 * second, lost_after_us, 3'600 * second}) {
        suspend_for(away_us);
        EXPECT_EQ(events_after(2 * lost_after_us), Told{}) << away_us;
    }
}

TEST_F(WatchSilenceTest, program_that_was_stopped_finds_out_what_has_changed) {
    WatchedHost& other = add_host("192.0.2.21");
    other.add("b");
    start_synced();
    suspend_for(3'600 * second);
    host.change_port("a", 81);
    cut(other);
    add_host("192.0.2.22").add("c");
    Told soon = events_after(second);
    std::ranges::sort(soon);
    EXPECT_EQ(soon, (Told{"+c:80", "~a:81"})) << "all hosts are asked";
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"-b:80"});
}

TEST_F(WatchSilenceTest, program_that_was_stopped_while_it_waited_asks_before_it_gives_up) {
    start_synced();
    cut(host);
    run_for(lost_after_us - second);
    suspend_for(60 * second);
    cut(host, false);
    EXPECT_EQ(events_after(2 * lost_after_us), Told{});
}

TEST_F(WatchSilenceTest, port_that_was_closed_before_a_suspension_may_be_closed_for_a_moment) {
    start_synced();
    host.paths[0].is_closed = true;
    run_for(check_us + 100 * ms);
    ASSERT_NE(requests.size(), 0U);
    suspend_for(60 * second);
    EXPECT_EQ(events_after(second), Told{});
    host.paths[0].is_closed = false;
    EXPECT_EQ(events_after(lost_after_us), Told{});
}

TEST_F(WatchSilenceTest, suspension_that_the_clock_does_not_count_is_forgiven_too) {
    start_synced();
    cut(host);
    run_for(lost_after_us - second);
    watch->set_wall_clock(now_us, wall_ms_at_0 + 3'600'000);
    EXPECT_EQ(events_after(lost_after_us - second), Told{});
}

TEST_F(WatchSilenceTest, interfaces_that_come_back_soon_cost_no_event) {
    start_synced();
    set_interfaces({interface_address(lo, "lo", "127.0.0.1/8")});
    EXPECT_EQ(events_after(lost_after_us * 99 / 100), Told{});
    set_interfaces(usual_interfaces());
    EXPECT_EQ(events_after(2 * lost_after_us), Told{});
}

TEST_F(WatchSilenceTest, interface_that_comes_back_may_take_a_while_until_it_passes_anything) {
    start_synced();
    cut(host);
    set_interfaces({interface_address(lo, "lo", "127.0.0.1/8")});
    EXPECT_EQ(events_after(lost_after_us * 99 / 100), Told{});
    set_interfaces(usual_interfaces());
    EXPECT_EQ(events_after(lost_after_us * 99 / 100), Told{});
    cut(host, false);
    EXPECT_EQ(events_after(2 * lost_after_us), Told{});
}

TEST_F(WatchSilenceTest, interface_that_is_gone_for_long_takes_its_hosts_along) {
    start_synced();
    set_interfaces({interface_address(lo, "lo", "127.0.0.1/8")});
    EXPECT_EQ(events_after(2 * lost_after_us), Told{"-a:80"});
    EXPECT_EQ(requests_to(host), 0U) << "nothing can be sent there";
    set_interfaces(usual_interfaces());
    EXPECT_EQ(events_after(2 * second), Told{"+a:80"}) << "all hosts are asked";
}

TEST_F(WatchSilenceTest, watch_that_cannot_hear_announcements_asks_all_hosts_now_and_then) {
    start_synced();
    watch->announcement_port_tried(now_us, false);
    run_for(3 * second);
    add_host("192.0.2.22").add("c");
    EXPECT_EQ(events_after(lost_after_us / 2 + second), Told{"+c:80"});
    watch->announcement_port_tried(now_us, true);
    run_for(40 * second);
    forget_traffic();
    run_for(60 * second);
    EXPECT_EQ(queries, 0U);
}

// --- Wake-ups ---

TEST_F(WatchSilenceTest, hosts_are_checked_together) {
    for (int n = 0; n < 30; ++n) {
        add_host("192.0.2." + std::to_string(100 + n)).add("s" + std::to_string(n));
    }
    start_synced();
    run_for(60 * second);
    ticks = 0;
    run_for(600 * second);
    // A check that is due soon is made with another one, so a wake-up for each host is rare.
    EXPECT_LE(ticks, 2 * 600 * second / check_us);
}

}  // namespace
}  // namespace mpdisc::test
