// SPDX-License-Identifier: MIT
//
// Memory runs out at each allocation in turn while a watch follows its hosts. Nothing false may be
// told, and the watch must be in step with the hosts once there is memory again.
#include "tests/support/scarce_memory.h"
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

class WatchScenario : private WatchOwner {
   public:
    WatchScenario() {
        one.add_many(3, "one");
        one.add("secondary", 1'001);
        other.add_many(30, "other");
        start();
    }

    /// Runs while memory is scarce.
    void run() {
        run_for(second);
        one.add("new", 1'001);
        one.change_port("one1", 81);
        remove(one, "one2");
        announce(one);
        run_for(second);
        other.add_many(60, "more");
        announce(other);
        run_for(second);
        one.take_over(1'001);
        announce(one);
        run_for(second);
        one.settle();
        announce(one);
        interfaces = fewer_interfaces();
        set_interfaces_if_possible();
        run_for(5 * second);
        interfaces = usual_interfaces();
        set_interfaces_if_possible();
        run_for(2 * second);
        add_host("192.0.2.30").add("late");
        announce(hosts.back());
        run_for(second);
        one.paths[0].is_cut = true;
        run_for(15 * second);
    }

    /// Checks the state half a minute later.
    void expect_recovery() {
        set_interfaces_if_possible();
        one.paths[0].is_cut = false;
        run_for(15 * second);
        for (WatchedHost& each : hosts) announce(each);
        run_for(15 * second);
        std::set<std::string> offered;
        for (const WatchedHost& host : hosts) {
            for (const auto& each : host.services) {
                offered.emplace(each.service.view().name);
            }
        }
        EXPECT_EQ(list(), offered);
        EXPECT_EQ(listed("one1").service.port, 81);
        for (const std::string& each : events()) {
            if (each[0] != '-') continue;
            EXPECT_TRUE(removed.contains(each.substr(1, each.find(':') - 1))) << each;
        }
    }

    [[nodiscard]] bool is_reported() { return count(Counter::drop_no_memory) != 0; }

   private:
    void remove(WatchedHost& host, const std::string& name) {
        host.remove(name);
        removed.insert(name);
    }
    /// An owner tries again later.
    void set_interfaces_if_possible() { (void)watch->set_interfaces(now_us, list_of(interfaces)); }
    static std::vector<InterfaceAddress> fewer_interfaces() {
        std::vector<InterfaceAddress> fewer = usual_interfaces();
        fewer.pop_back();
        return fewer;
    }

    WatchedHost& one = add_host({{"192.0.2.20", eth0}, {"2001:db8::20", eth0}});
    WatchedHost& other = add_host("192.0.2.21");
    std::set<std::string> removed;
};

/// Runs the scenario once for each allocation, denying `denied_together` allocations from there on.
/// Returns the number of allocations.
std::size_t run_with_each_denied(std::size_t denied_together) {
    for (std::size_t granted = 0;; ++granted) {
        SCOPED_TRACE("after " + std::to_string(granted) + " allocations");
        WatchScenario scenario;
        bool has_denied = false;
        {
            const ScarceMemory scarce(granted, denied_together);
            scenario.run();
            has_denied = scarce.has_denied();
        }
        scenario.expect_recovery();
        if (!has_denied || testing::Test::HasFailure()) return granted;
        EXPECT_TRUE(scenario.is_reported() || denied_together != ScarceMemory::for_good);
    }
}

TEST(WatchMemory, that_lacks_for_one_allocation_is_survived) {
    EXPECT_GT(run_with_each_denied(1), 50U);
}

TEST(WatchMemory, that_lacks_for_ten_allocations_is_survived) {
    EXPECT_GT(run_with_each_denied(10), 50U);
}

TEST(WatchMemory, that_lacks_until_the_end_of_the_scenario_is_survived) {
    EXPECT_GT(run_with_each_denied(ScarceMemory::for_good), 50U);
}

TEST_F(WatchTest, new_networks_are_asked_although_there_was_no_memory_for_them_at_first) {
    add_host().add("a");
    std::vector<InterfaceAddress> more = usual_interfaces();
    for (std::uint32_t n = 0; n < 30; ++n) {
        const std::string network = "10.0." + std::to_string(n);
        more.push_back(interface_address(10 + n, "e" + std::to_string(n), network + ".1/24",
                                         network + ".255"));
    }
    bool has_denied = true;
    for (std::size_t granted = 0; has_denied; ++granted) {
        start_synced();
        run_for(60 * second);
        forget_traffic();
        const InterfaceList list = list_of(more);
        bool is_done = false;
        {
            const ScarceMemory scarce(granted, 1);
            is_done = watch->set_interfaces(now_us, list);
            has_denied = scarce.has_denied();
        }
        EXPECT_TRUE(is_done || watch->set_interfaces(now_us, list));
        run_for(ms);
        EXPECT_NE(queries, 0U) << granted;
        end();
    }
}

}  // namespace
}  // namespace mpdisc::test
