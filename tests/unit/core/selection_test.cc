// SPDX-License-Identifier: MIT
//
// Searches and watches for services that requests cannot describe: hosts send others, too.
#include "tests/unit/core/probe_hosts_fixture.h"
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

template <typename Config>
Config config_of_pattern(std::string_view pattern) {
    Config config;
    EXPECT_TRUE(config.selection.name_pattern.assign(pattern));
    return config;
}

// --- A search --------------------------------------------------------------

class SelectionTest : public ProbeHostsTest {
   protected:
    void start_printers() {
        providers = {&start(0, {service("Printer 1"), service("web")}), &start(1, {service("cam")}),
                     &start(2, {service("cups"), service("printer 2", "_ipp._tcp")})};
        settle();
    }
};

TEST_F(SelectionTest, search_tells_of_services_that_match_the_pattern_and_misses_nothing) {
    start_printers();
    EXPECT_LE(search(config_of_pattern<core::ProbeConfig>("print*")),
              std::max<TimeUs>(2 * round_trip_us, ms) + 100)
        << "it ends like a search for all services";
    expect_outcome(ProbeOutcome::complete, {"Printer 1", "printer 2"});
}

TEST_F(SelectionTest, type_and_pattern_must_both_match) {
    start_printers();
    core::ProbeConfig config = config_of("_ipp._tcp");
    ASSERT_TRUE(config.selection.name_pattern.assign("Printer ?"));
    EXPECT_LE(search(config), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"printer 2"});
}

TEST_F(SelectionTest, search_that_finds_only_other_services_finds_nothing) {
    start_printers();
    EXPECT_LE(search(config_of_pattern<core::ProbeConfig>("*9")),
              std::max<TimeUs>(2 * round_trip_us, ms) + 100);
    expect_outcome(ProbeOutcome::not_found, {});
}

TEST_F(SelectionTest, only_services_that_match_the_pattern_count) {
    start_printers();
    core::ProbeConfig config = config_of_pattern<core::ProbeConfig>("c*");
    config.count = 3;
    (void)search(config);
    expect_outcome(ProbeOutcome::not_found, {"cam", "cups"});
}

TEST_F(SelectionTest, host_without_an_answer_is_missed) {
    start_printers();
    cut(2);
    (void)search(config_of_pattern<core::ProbeConfig>("Printer 1"));
    expect_outcome(ProbeOutcome::incomplete, {"Printer 1"});
}

// --- A watch ---------------------------------------------------------------

class WatchedSelectionTest : public WatchTest {};

TEST_F(WatchedSelectionTest, watch_tells_of_services_that_match_the_pattern_alone) {
    WatchedHost& host = add_host();
    host.add("printer a");
    host.add("web");
    start(config_of_pattern<core::WatchConfig>("printer *"));
    EXPECT_EQ(events_after(2 * second), (Told{"+printer a:80", "synced"}));
    host.add("printer b");
    host.add("cam");
    EXPECT_EQ(events_after(10 * second), Told{"+printer b:80"});
    host.remove("web");
    host.remove("printer a");
    EXPECT_EQ(events_after(10 * second), Told{"-printer a:80"});
    EXPECT_EQ(list(), std::set<std::string>{"printer b"});
    EXPECT_EQ(watch->service_count(), 1U);
}

TEST_F(WatchedSelectionTest, changes_of_other_services_are_not_told) {
    WatchedHost& host = add_host();
    host.add("printer");
    host.add("web");
    start_synced(config_of_pattern<core::WatchConfig>("p*"));
    host.change_port("web", 8'080);
    host.change_port("printer", 632);
    EXPECT_EQ(events_after(10 * second), Told{"~printer:632"});
}

TEST_F(WatchedSelectionTest, host_that_goes_takes_its_services_with_it) {
    WatchedHost& host = add_host();
    host.add("printer");
    host.add("web");
    start_synced(config_of_pattern<core::WatchConfig>("p*"));
    cut(host);
    EXPECT_EQ(events_after(20 * second), Told{"-printer:80"});
    EXPECT_EQ(watch->service_count(), 0U);
}

}  // namespace
}  // namespace mpdisc::test
