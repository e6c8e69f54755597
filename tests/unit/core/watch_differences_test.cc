// SPDX-License-Identifier: MIT
//
// A watch when much changes at once, and when a provider does not deliver what its host lists.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchDifferencesTest : public WatchTest {
   protected:
    [[nodiscard]] static std::set<std::string> names(const std::string& prefix, std::size_t count) {
        std::set<std::string> all;
        for (std::size_t n = 0; n < count; ++n) all.insert(prefix + std::to_string(n));
        return all;
    }
    /// The greatest number of shards that the watch asked for.
    [[nodiscard]] std::uint16_t shards() const {
        std::uint16_t most = 1;
        for (const Datagram& each : requests) {
            most = std::max(most, read<wire::Request>(each.bytes).sketch.shards);
        }
        return most;
    }
    /// Runs while the requests go on.
    void run_to_end() {
        for (std::size_t before = SIZE_MAX; before != requests.size(); run_for(30 * ms)) {
            before = requests.size();
        }
    }

    WatchedHost& host = add_host();
};

// --- Many services at once ---

TEST_F(WatchDifferencesTest, forty_services_that_come_at_once_need_a_larger_sketch) {
    host.add("a");
    start_synced();
    host.add_many(40);
    announce(host);
    EXPECT_EQ(events_after(30 * ms).size(), 40U);
    EXPECT_EQ(read<wire::Request>(requests[1].bytes).sketch.cells, limits::sketch_cells_max);
    EXPECT_LE(requests.size(), 8U);
}

TEST_F(WatchDifferencesTest, three_hundred_services_come_at_once) {
    host.add("a");
    start_synced();
    host.add_many(300);
    announce(host);
    run_to_end();
    EXPECT_EQ(events().size(), 300U);
    EXPECT_EQ(list().size(), 301U);
    EXPECT_GT(shards(), 1);
    EXPECT_LE(shards(), limits::sketch_shards_max);
    EXPECT_LE(requests.size(), 100U);
    for (const Datagram& each : requests) {
        EXPECT_LE(read<wire::Request>(each.bytes).wanted.size(), limits::wanted_services_max);
    }
}

TEST_F(WatchDifferencesTest, three_hundred_services_go_at_once) {
    host.add("a");
    host.add_many(300);
    start_synced();
    host.services.resize(1);
    ++host.revision;
    announce(host);
    run_to_end();
    EXPECT_EQ(events().size(), 300U);
    EXPECT_EQ(list(), std::set<std::string>{"a"});
    EXPECT_LE(requests.size(), 60U);
}

TEST_F(WatchDifferencesTest, three_hundred_services_that_change_at_once_have_changed) {
    host.add_many(300);
    start_synced();
    for (std::size_t n = 0; n < 300; ++n) host.change_port("s" + std::to_string(n), 81);
    announce(host);
    run_to_end();
    const Told all = events();
    EXPECT_EQ(all.size(), 300U);
    EXPECT_TRUE(std::ranges::all_of(all, [](const std::string& each) { return each[0] == '~'; }));
}

TEST_F(WatchDifferencesTest, two_thousand_services_are_exchanged_for_others) {
    host.add_many(2'000, "old");
    start_synced();
    host.services.clear();
    host.add_many(2'000, "new", 1'001);
    announce(host);
    run_to_end();
    EXPECT_EQ(events().size(), 4'000U);
    EXPECT_EQ(list(), names("new", 2'000));
    EXPECT_GT(requests.size(), limits::transaction_attempts_max) << "another transaction follows";
    EXPECT_LT(requests.size(), 3 * limits::transaction_attempts_max);
}

/// A few keys may have all their cells in common. No sketch shows them, whatever its shard.
TEST_F(WatchDifferencesTest, no_forty_services_that_go_at_once_take_long) {
    constexpr int runs = 100;
    host.add("a");
    start_synced();
    for (int run = 0; run < runs; ++run) {
        host.add_many(40);
        announce(host);
        run_for(second);
        ASSERT_EQ(list().size(), 41U);
        events();
        forget_traffic();
        for (std::size_t n = 0; n < 40; ++n) host.remove("s" + std::to_string(n));
        announce(host);
        run_for(50 * ms);
        ASSERT_EQ(events().size(), 40U) << "run " << run;
        EXPECT_LE(requests.size(), 12U) << "run " << run;
    }
}

TEST_F(WatchDifferencesTest, three_hundred_providers_come_at_once) {
    host.add("a");
    start_synced();
    for (std::uint32_t n = 0; n < 300; ++n) host.add("s" + std::to_string(n), 1'001 + n);
    announce(host);
    run_to_end();
    EXPECT_EQ(events().size(), 300U);
}

TEST_F(WatchDifferencesTest, changes_go_on_while_many_services_are_fetched) {
    host.add("a");
    start_synced();
    host.add_many(300);
    announce(host);
    for (std::uint16_t port = 81; port < 91; ++port) {
        host.change_port("s" + std::to_string(port), port);
        host.remove("s" + std::to_string(port + 100));
        announce(host);
        run_for(ms);
    }
    run_to_end();
    EXPECT_EQ(list().size(), 291U);
    for (std::uint16_t port = 81; port < 91; ++port) {
        EXPECT_EQ(listed("s" + std::to_string(port)).service.port, port);
    }
}

TEST_F(WatchDifferencesTest, many_services_come_although_datagrams_are_lost) {
    host.add("a");
    start_synced();
    core::Random random({1, 2, 3, 4});
    loses = [&](const Datagram&, bool) { return random.below(5) == 0; };
    host.add_many(300);
    announce(host);
    run_for(5 * second);
    EXPECT_EQ(list().size(), 301U);
}

TEST_F(WatchDifferencesTest, more_services_than_fit_are_dropped_and_counted) {
    host.add_many(limits::found_services_max - 10);
    start();
    run_for(5 * second);
    ASSERT_EQ(list().size(), limits::found_services_max - 10);
    host.add_many(20, "more");
    announce(host);
    run_for(second);
    EXPECT_EQ(list().size(), limits::found_services_max);
    EXPECT_GE(count(Counter::drop_no_memory), 10U);
    // Of the others, nothing is false.
    told.clear();
    host.remove("s77");
    announce(host);
    run_for(second);
    EXPECT_EQ(events().front(), "-s77:80");
    run_for(5 * second);
    EXPECT_EQ(list().size(), limits::found_services_max) << "there was room for one more";
}

// --- Hosts that change at the same time ---

TEST_F(WatchDifferencesTest, many_hosts_that_change_at_once_wait_for_each_other) {
    constexpr std::size_t count = 2 * limits::watch_rounds_max;
    for (std::size_t n = 0; n < count; ++n) add_host("192.0.2." + std::to_string(100 + n));
    for (WatchedHost& each : hosts) each.add("first" + std::to_string(each.id));
    start_synced();
    for (WatchedHost& each : hosts) each.add("second" + std::to_string(each.id));
    for (WatchedHost& each : hosts) announce(each);
    run_for(100);
    EXPECT_EQ(requests.size(), limits::watch_rounds_max);
    EXPECT_EQ(events_after(100 * ms).size(), count + 1);
}

// --- Providers that do not deliver ---

class HangingProviderTest : public WatchDifferencesTest {
   protected:
    static constexpr std::uint32_t secondary = 1'001;

    /// The secondary hangs before its service `h` was told.
    void begin() {
        host.add("a");
        start_synced();
        host.hanging = {secondary};
        host.add("h", secondary);
    }
};

TEST_F(HangingProviderTest, provider_that_hangs_holds_no_service_of_another_one_back) {
    begin();
    host.add("b");
    host.add("c", 1'002);
    host.remove("a");
    announce(host);
    Told all = events_after(2 * second);
    std::ranges::sort(all);
    EXPECT_EQ(all, (Told{"+b:80", "+c:80", "-a:80"}));
}

TEST_F(HangingProviderTest, provider_that_hangs_delays_no_later_change_for_long) {
    begin();
    announce(host);
    run_for(300 * ms);
    host.add("b");
    announce(host);
    EXPECT_EQ(events_after(300 * ms), Told{"+b:80"});
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(300 * ms), Told{"-a:80"});
}

TEST_F(HangingProviderTest, removal_is_not_told_later_once_the_provider_is_known_to_hang) {
    begin();
    announce(host);
    run_for(2 * second);
    host.remove("a");
    announce(host);
    EXPECT_EQ(events_after(200 * ms), Told{"-a:80"});
}

TEST_F(HangingProviderTest, however_much_is_not_delivered_other_news_is_soon_told) {
    host.add("a");
    start_synced();
    for (const std::size_t count : {300U, 700U, 1'990U}) {
        host.remove_provider(secondary);
        announce(host);
        run_for(30 * second);
        events();
        host.hanging.clear();
        host.add("gone", 1'002);
        announce(host);
        EXPECT_EQ(events_after(second), Told{"+gone:80"});
        host.hanging = {secondary};
        host.add_many(count, "h", secondary);
        announce(host);
        run_for(20 * ms);
        host.remove("gone");
        announce(host);
        EXPECT_EQ(events_after(8 * second), Told{"-gone:80"}) << count;
    }
}

TEST_F(HangingProviderTest, provider_that_goes_on_is_asked_again) {
    begin();
    announce(host);
    EXPECT_EQ(events_after(4 * second), Told{});
    host.hanging.clear();
    EXPECT_EQ(events_after(6 * second), Told{"+h:80"});
}

TEST_F(HangingProviderTest, provider_that_hangs_costs_few_datagrams) {
    begin();
    announce(host);
    run_for(10 * second);
    forget_traffic();
    run_for(50 * second);
    EXPECT_LE(requests.size(), 10 * 12U);
}

TEST_F(HangingProviderTest, first_picture_is_complete_without_a_service_that_nobody_delivers) {
    host.add("a");
    host.hanging = {1'001};
    host.add("h", 1'001);
    start();
    EXPECT_EQ(events_after(5 * second), (Told{"+a:80", "synced"}));
}

TEST_F(HangingProviderTest, first_picture_is_complete_without_many_such_services) {
    host.add_many(1'000, "h", secondary);
    end();
    start();
    run_for(10 * second);
    EXPECT_TRUE(watch->is_synced());
}

/// The second path is asked too when the first one has given up.
TEST_F(HangingProviderTest, removal_beside_it_is_told_soon_by_two_paths) {
    WatchedHost& both = add_host({{"192.0.2.30", eth0}, {"198.51.100.30", eth1}});
    both.add("x");
    both.add("y");
    end();
    start_synced();
    run_for(20 * second);
    both.hanging = {secondary + 7};
    both.add("h", secondary + 7);
    both.remove("x");
    announce(both, 0);
    announce(both, 1);
    EXPECT_EQ(events_after(2 * second), Told{"-x:80"});
}

TEST_F(HangingProviderTest, service_that_is_known_stays_while_its_provider_hangs) {
    host.add("a");
    host.add("h", 1'001);
    start_synced();
    host.hanging = {1'001};
    host.add("b");
    announce(host);
    EXPECT_EQ(events_after(60 * second), Told{"+b:80"});
}

}  // namespace
}  // namespace mpdisc::test
