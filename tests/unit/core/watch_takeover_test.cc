// SPDX-License-Identifier: MIT
//
// A watch while a host's primary ends, hangs or leaves, and another one follows.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchTakeoverTest : public WatchTest {
   protected:
    static constexpr TimeUs lost_after_us = limits::lost_after_ms_default * ms;

    /// The primary 1000 has `p`; its secondaries 1001 and 1002 have `a` and `b`.
    WatchTakeoverTest() {
        host.add("p");
        host.add("a", 1'001);
        host.add("b", 1'002);
        start_synced();
    }
    void take_over(std::uint32_t by) {
        host.take_over(by);
        announce(host);
    }
    /// 1001 takes over, and all providers but the former primary have registered.
    void take_over_from_hanging_primary() {
        host.contested = true;
        take_over(1'001);
        host.unregistered.erase(1'002);
        host.settled = true;
        ++host.revision;
        announce(host);
    }
    /// The primary knows all providers now.
    void settle() {
        host.settle();
        announce(host);
    }

    WatchedHost& host = add_host();
};

// --- The primary has ended ---

TEST_F(WatchTakeoverTest, primary_that_is_not_settled_does_not_prove_that_anything_is_gone) {
    take_over(1'001);
    EXPECT_EQ(events_after(3 * second), Told{});
    EXPECT_EQ(list(), (std::set<std::string>{"a", "b", "p"}));
}

TEST_F(WatchTakeoverTest, services_of_the_former_primary_go_when_the_new_one_is_settled) {
    take_over(1'001);
    run_for(second);
    host.remove_provider(1'000);
    settle();
    EXPECT_EQ(events_after(20 * ms), Told{"-p:80"});
    EXPECT_EQ(events_after(30 * second), Told{}) << "the others were never away";
}

TEST_F(WatchTakeoverTest, watch_asks_itself_whether_the_new_primary_is_settled) {
    take_over(1'001);
    run_for(second);
    host.remove_provider(1'000);
    host.settle();
    EXPECT_EQ(events_after(400 * ms), Told{"-p:80"}) << "the announcement was lost";
}

TEST_F(WatchTakeoverTest, primary_that_is_not_settled_is_asked_a_few_times_a_second) {
    // So that there are wake-ups for other reasons.
    for (int n = 0; n < 3; ++n) add_host("192.0.2." + std::to_string(30 + n));
    for (std::size_t n = 1; n < hosts.size(); ++n) {
        hosts[n].add("x" + std::to_string(n));
        announce(hosts[n]);
    }
    take_over(1'001);
    run_for(second);
    forget_traffic();
    run_for(10 * second);
    EXPECT_GE(requests_to(host), 30U);
    // Services may come back, so each check is followed by a comparison.
    EXPECT_LE(requests_to(host), 80U);
}

/// Nobody can tell yet whether the former program has ended.
TEST_F(WatchTakeoverTest,
       only_program_that_is_killed_and_started_anew_is_removed_before_it_is_added) {
    WatchedHost& other = add_host("192.0.2.44");
    other.add("web");
    announce(other);
    ASSERT_EQ(events_after(second), Told{"+web:80"});
    other.services.clear();
    other.primary = 7'777;
    other.settled = false;
    other.revision = 0;
    other.add("web");
    announce(other);
    EXPECT_EQ(events_after(200 * ms), Told{});
    other.settle();
    announce(other);
    EXPECT_EQ(events_after(20 * ms), (Told{"-web:80", "+web:80"}));
    EXPECT_EQ(listed("web").provider, id_of(7'777));
}

TEST_F(WatchTakeoverTest, services_of_a_primary_that_has_certainly_ended_go_at_once) {
    host.former_primary = 1'000;
    take_over(1'001);
    EXPECT_EQ(events_after(20 * ms), Told{"-p:80"});
    EXPECT_EQ(events_after(3 * second), Told{}) << "others may still register";
    host.former_primary = 0;
    host.remove_provider(1'000);
    settle();
    EXPECT_EQ(events_after(30 * second), Told{});
}

TEST_F(WatchTakeoverTest,
       secondary_that_has_ended_with_the_primary_goes_when_all_others_are_known) {
    host.former_primary = 1'000;
    take_over(1'001);
    run_for(second);
    host.remove_provider(1'000);
    host.remove_provider(1'002);
    settle();
    run_for(20 * ms);
    EXPECT_EQ(events(), (Told{"-p:80", "-b:80"}));
    EXPECT_EQ(events_after(30 * second), Told{});
}

TEST_F(WatchTakeoverTest, new_primary_tells_of_its_changes_before_it_is_settled) {
    host.take_over(1'001);
    host.add("new");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+new:80"});
    host.change_port("a", 81);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~a:81"}) << "it answers from another port now";
    host.remove("new");
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-new:80"}) << "it knows its own services";
    settle();
    EXPECT_EQ(events_after(20 * ms), Told{});
}

TEST_F(WatchTakeoverTest, service_that_changes_while_its_provider_becomes_primary_has_changed) {
    host.take_over(1'001);
    host.change_port("a", 81);
    host.remove_provider(1'000);
    host.settle();
    announce(host);
    Told all = events_after(20 * ms);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"-p:80", "~a:81"}));
    EXPECT_EQ(listed("a").provider, id_of(1'001));
}

TEST_F(WatchTakeoverTest, takeover_that_nobody_announces_is_found_by_a_check) {
    host.take_over(1'001);
    host.remove_provider(1'000);
    host.settle();
    host.add("new", 1'001);
    Told all = events_after(lost_after_us / 2 + second);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+new:80", "-p:80"}));
}

TEST_F(WatchTakeoverTest, service_of_a_provider_that_registers_late_is_told_once_it_is_there) {
    take_over(1'001);
    host.unregistered.erase(1'002);
    host.change_port("b", 82);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~b:82"});
}

TEST_F(WatchTakeoverTest, many_takeovers_in_a_row_cost_no_event) {
    static_assert(limits::host_primaries_max < 8);
    for (std::uint32_t n = 0; n < 8; ++n) {
        const std::uint32_t next = 1'000 + (n + 1) % 3;
        take_over(next);
        EXPECT_EQ(events_after(50 * ms), Told{}) << n;
    }
    settle();
    EXPECT_EQ(events_after(30 * second), Told{});
}

TEST_F(WatchTakeoverTest, port_may_be_closed_while_one_primary_follows_another) {
    host.paths[0].is_closed = true;
    while (requests.empty()) run_for(10 * ms);
    EXPECT_EQ(events_after(limits::primary_check_ms * ms), Told{});
    host.paths[0].is_closed = false;
    take_over(1'001);
    settle();
    EXPECT_EQ(events_after(30 * second), Told{});
}

TEST_F(WatchTakeoverTest, all_services_go_with_the_last_provider_before_the_host_counts_as_silent) {
    host.paths[0].is_closed = true;
    const TimeUs closed_us = now_us;
    while (list().size() == 3 && now_us < closed_us + 20 * second) run_for(10 * ms);
    // A check comes first. Then another program has the time to take the port over.
    EXPECT_LT(now_us, closed_us + lost_after_us / 2 + lost_after_us / 2);
    EXPECT_TRUE(list().empty());
}

// --- The primary hangs ---

TEST_F(WatchTakeoverTest,
       services_of_a_primary_that_may_hang_are_kept_for_as_long_as_a_silent_host) {
    take_over_from_hanging_primary();
    const TimeUs began_us = now_us;
    EXPECT_EQ(events_after(lost_after_us - second), Told{});
    EXPECT_EQ(events_after(lost_after_us / 2 + 2 * second), Told{"-p:80"});
    EXPECT_GE(now_us, began_us + lost_after_us);
    EXPECT_EQ(events_after(30 * second), Told{});
}

TEST_F(WatchTakeoverTest, services_of_a_primary_that_may_hang_survive_a_suspension) {
    take_over_from_hanging_primary();
    EXPECT_EQ(events_after(second), Told{});
    suspend_for(60 * second);
    EXPECT_EQ(events_after(lost_after_us - second), Told{});
}

TEST_F(WatchTakeoverTest, former_primary_that_goes_on_with_a_changed_service_has_changed_it) {
    host.contested = true;
    take_over(1'001);
    EXPECT_EQ(events_after(second), Told{});
    // It registers as a secondary, and answers from another port.
    host.unregistered.erase(1'000);
    host.change_port("p", 81);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~p:81"});
}

TEST_F(WatchTakeoverTest, primary_that_only_hung_was_never_gone) {
    take_over_from_hanging_primary();
    EXPECT_EQ(events_after(lost_after_us - second), Told{});
    // It goes on, and registers as a secondary.
    host.contested = false;
    settle();
    EXPECT_EQ(events_after(3 * lost_after_us), Told{});
    EXPECT_EQ(list(), (std::set<std::string>{"a", "b", "p"}));
}

TEST_F(WatchTakeoverTest, services_of_others_go_although_the_former_primary_hangs) {
    host.contested = true;
    host.take_over(1'001);
    host.unregistered.erase(1'002);
    host.remove("b");
    host.settled = true;
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-b:80"});
}

TEST_F(WatchTakeoverTest, hanging_primary_that_is_killed_is_gone_at_once) {
    take_over_from_hanging_primary();
    EXPECT_EQ(events_after(second), Told{});
    host.contested = false;
    host.remove_provider(1'000);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"-p:80"});
}

}  // namespace
}  // namespace mpdisc::test
