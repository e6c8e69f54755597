// SPDX-License-Identifier: MIT
//
// Neighbours that send a search more than it has room for.

#include <algorithm>
#include <ctime>
#include <set>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeFloodTest : public ProbeTest {
   protected:
    void SetUp() override {
        core::ProbeConfig config;
        config.timeout_ms = 1000;
        start(config);
    }

    /// That sender sends `count` services of one primary, named `name_prefix` and a number.
    void flood(std::string_view from, std::uint32_t primary, std::string_view name_prefix,
               std::size_t count, std::uint32_t matching) {
        std::vector<Service> services;
        for (std::size_t n = 0; n < count; ++n) {
            services.push_back(service(std::string(name_prefix) + std::to_string(n)));
            if (services.size() < 16 && n + 1 < count) continue;
            receive({.provider = primary,
                     .primary = primary,
                     .matching = matching,
                     .services = services},
                    from);
            services.clear();
        }
    }

    /// The owner reads all services that are there, as a program does.
    void take() {
        for (const std::string& name : found()) told.push_back(name);
    }
    [[nodiscard]] std::size_t told_with(char first) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            told, [&](const std::string& name) { return name.front() == first; }));
    }

    std::vector<std::string> told;
};

TEST_F(ProbeFloodTest, services_of_honest_hosts_are_found_before_and_after_a_flood) {
    for (const bool is_told_at_once : {false, true}) {
        requests.clear();
        told.clear();
        SetUp();
        flood("192.0.2.20", 1, "early", 200, 200);
        if (is_told_at_once) take();
        flood("192.0.2.66", 66, "bogus", 2 * limits::found_services_max, 40'000);
        if (is_told_at_once) take();
        flood("192.0.2.21", 2, "late", 300, 300);
        flood("fe80::21", 3, "late six", 100, 100);
        take();
        EXPECT_EQ(told_with('e'), 200U);
        EXPECT_EQ(told_with('l'), 400U);
        EXPECT_EQ(std::set<std::string>(told.begin(), told.end()).size(), told.size())
            << "each once";
        EXPECT_LE(told.size(), limits::found_services_max + 400);
        run_for(1000 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
        EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "the host that floods";
        IncompleteHost incomplete;
        ASSERT_TRUE(probe->next_incomplete_host(incomplete));
        EXPECT_EQ(incomplete.address, ip("192.0.2.66"));
        EXPECT_FALSE(probe->next_incomplete_host(incomplete));
    }
}

TEST_F(ProbeFloodTest, host_that_claims_fewer_services_than_it_sends_is_still_named) {
    flood("192.0.2.66", 66, "bogus", limits::found_services_max + 1, 1);
    run_for(1000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    IncompleteHost incomplete;
    ASSERT_TRUE(probe->next_incomplete_host(incomplete));
    EXPECT_EQ(incomplete.address, ip("192.0.2.66"));
    EXPECT_EQ(incomplete.missing_services, 1U);
}

TEST_F(ProbeFloodTest, host_with_too_many_services_is_named_first) {
    for (std::uint32_t n = 1; n <= 20; ++n) {
        flood("192.0.2." + std::to_string(100 + n), n, "a", 1, 2);
    }
    flood("192.0.2.66", 66, "bogus", limits::found_services_max, 40'000);
    run_for(1000 * ms);
    IncompleteHost incomplete;
    ASSERT_TRUE(probe->next_incomplete_host(incomplete));
    EXPECT_EQ(incomplete.address, ip("192.0.2.66"));
    std::size_t others = 0;
    while (probe->next_incomplete_host(incomplete)) ++others;
    EXPECT_EQ(others, 20U);
}

TEST_F(ProbeFloodTest, senders_with_any_addresses_displace_no_service_from_the_links_network) {
    for (std::uint32_t n = 0; n < limits::found_services_max; ++n) {
        receive_from_host(
            n, {.provider = 1000 + n, .primary = 1000 + n, .services = {service("bogus")}});
    }
    take();
    told.clear();
    flood("192.0.2.20", 1, "late", 500, 500);
    take();
    EXPECT_EQ(told_with('l'), 500U);
    run_for(1000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
}

TEST_F(ProbeFloodTest, many_primaries_of_one_sender_leave_room_for_the_rosters_of_other_hosts) {
    for (std::uint32_t n = 0; n < 3 * limits::probe_hosts_max; ++n) {
        receive({.provider = 1000 + n,
                 .primary = 1000 + n,
                 .matching = 0,
                 .attempt = 1,
                 .services = {service("bogus")}},
                "192.0.2.66");
    }
    flood("192.0.2.20", 1, "late", 2, 3);
    EXPECT_EQ(probe->hosts().size(), 2U);
    run_for(1000 * ms);
    IncompleteHost incomplete;
    bool is_named = false;
    while (probe->next_incomplete_host(incomplete)) {
        is_named = is_named || incomplete.address == ip("192.0.2.20");
    }
    EXPECT_TRUE(is_named) << "the search knows that one of its services is missing";
}

/// Each version comes from another port, so all of them are kept.
TEST_F(ProbeFloodTest, forged_versions_of_one_service_take_no_longer_than_other_services) {
    const auto time_for = [&](bool has_one_name) {
        SetUp();
        const std::clock_t begin = std::clock();
        for (std::uint16_t n = 1; n <= 8'000; ++n) {
            const std::string name = has_one_name ? "forged" : std::to_string(n);
            const Bytes bytes = bytes_of_answer({.services = {service(name, "_http._tcp", {}, n)}});
            probe->receive(now_us, {core::Channel::client, endpoint("192.0.2.66", n),
                                    ip("192.0.2.10"), eth0, bytes});
        }
        EXPECT_EQ(found().size(), 8'000U);
        return std::clock() - begin;
    };
    const std::clock_t usual = time_for(false);
    EXPECT_LT(time_for(true), usual * 4);
}

TEST_F(ProbeFloodTest, sockets_of_this_host_have_shares_of_their_own) {
    const auto receive_local = [&](std::uint16_t port, std::uint32_t provider, std::size_t count) {
        for (std::size_t n = 0; n < count; ++n) {
            const Bytes bytes =
                bytes_of_answer({.provider = provider,
                                 .primary = 1,
                                 .matching = 1,
                                 .services = {service(std::to_string(port) + std::to_string(n))}});
            probe->receive(now_us, {core::Channel::client, endpoint("127.0.0.1", port),
                                    ip("127.0.0.1"), lo, bytes});
        }
    };
    receive_local(1000, 2, limits::found_services_max);
    take();
    told.clear();
    receive_local(2000, 3, 50);
    take();
    EXPECT_EQ(told_with('2'), 50U);
}

}  // namespace
}  // namespace mpdisc::test
