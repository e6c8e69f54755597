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

template <typename Config>
Config config_of_types(std::initializer_list<std::string_view> types) {
    Config config;
    for (const std::string_view type : types) {
        EXPECT_TRUE(config.selection.types[config.selection.type_count++].assign(type));
    }
    return config;
}

TEST_F(SelectionTest, search_finds_services_of_each_of_its_types) {
    providers = {&start(0, {service("a"), service("b", "_ipp._tcp")}),
                 &start(1, {service("c", "_ssh._tcp")}), &start(2, {service("d", "_ipp._tcp")})};
    settle();
    EXPECT_LE(search(config_of_types<core::ProbeConfig>({"_IPP._tcp", "_ssh._tcp"})),
              std::max<TimeUs>(2 * round_trip_us, ms) + 100);
    expect_outcome(ProbeOutcome::complete, {"b", "c", "d"});
}

TEST_F(SelectionTest, host_with_services_of_other_types_is_not_awaited) {
    providers = {&start(0, {service("a")}), &start(1, {service("b", "_ipp._tcp")}),
                 &start(2, {service("c", "_ssh._tcp")})};
    settle();
    cut(2);
    EXPECT_LE(search(config_of_types<core::ProbeConfig>({"_http._tcp", "_ipp._tcp"})),
              std::max<TimeUs>(2 * round_trip_us, ms) + 100);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
    EXPECT_EQ(unicasts_to(2, MessageType::client_discovery_request), 0U);
}

TEST_F(SelectionTest, host_with_services_of_one_of_the_types_is_awaited) {
    providers = {&start(0, {service("a")}), &start(1, {service("b", "_ipp._tcp")}),
                 &start(2, {service("c", "_ssh._tcp")})};
    settle();
    cut(2);
    (void)search(config_of_types<core::ProbeConfig>({"_ipp._tcp", "_ssh._tcp"}));
    expect_outcome(ProbeOutcome::incomplete, {"b"});
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

TEST_F(WatchedSelectionTest, watch_tells_of_services_of_each_of_its_types) {
    WatchedHost& host = add_host();
    host.add(service("a"));
    host.add(service("b", "_ipp._tcp"));
    start(config_of_types<core::WatchConfig>({"_ipp._tcp", "_ssh._tcp"}));
    EXPECT_EQ(events_after(2 * second), (Told{"+b:80", "synced"}));
    host.add(service("c", "_ssh._tcp"));
    host.add(service("d", "_smb._tcp"));
    EXPECT_EQ(events_after(10 * second), Told{"+c:80"});
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
