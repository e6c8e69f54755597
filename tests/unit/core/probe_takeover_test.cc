// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/probe_fixture.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

/// A host whose primary changes during the search.
class ProbeTakeover : public ProbeTest {
   protected:
    ProbeTakeover() {
        core::ProbeConfig config;
        config.local_only = true;
        start(config);
    }

    /// The provider with that number answers. It has one service.
    void answer(std::uint32_t provider, std::uint32_t primary, std::uint32_t matching,
                std::uint8_t attempt) {
        receive({.provider = provider,
                 .primary = primary,
                 .matching = matching,
                 .attempt = attempt,
                 .services = {service("s" + std::to_string(provider))}});
    }
    /// The primary with that number answers each request: nothing is missing.
    void answer_no_more(std::uint32_t primary, std::uint32_t matching) {
        while (outcome() == ProbeOutcome::running) {
            const std::size_t before = attempts();
            while (attempts() == before && outcome() == ProbeOutcome::running) run_for(ms);
            EXPECT_TRUE(read<wire::Request>(requests.back()).known.wants_roster);
            answer_nothing(primary, matching, static_cast<std::uint8_t>(attempts()));
        }
    }
    void answer_nothing(std::uint32_t primary, std::uint32_t matching, std::uint8_t attempt) {
        receive(bytes_of_answer({.provider = primary,
                                 .primary = primary,
                                 .matching = matching,
                                 .attempt = attempt,
                                 .services = {}}));
    }
};

TEST_F(ProbeTakeover, roster_of_the_former_primary_does_not_count_any_more) {
    answer(1, 1, 4, 1);
    answer(2, 1, 4, 1);
    run_for(20 * ms);
    ASSERT_EQ(attempts(), 2U);
    // Provider 1 has died. Provider 4 never answered before.
    answer(3, 2, 3, 2);
    EXPECT_EQ(probe->hosts().missing_services(), 0U) << "3 match, and 3 were found";
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "one of these may be gone";
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    answer(4, 2, 3, 2);
    EXPECT_EQ(outcome(), ProbeOutcome::running) << "the search does not know which provider died";
    answer_no_more(2, 3);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(attempts(), 4U);
    EXPECT_EQ(found().size(), 4U);
}

TEST_F(ProbeTakeover, new_primary_without_other_providers_confirms_the_list) {
    answer(1, 1, 2, 1);
    run_for(20 * ms);
    answer_nothing(2, 0, 2);
    answer_no_more(2, 0);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_LE(attempts(), 4U);
}

TEST_F(ProbeTakeover, confirmation_by_the_former_primary_does_not_count_for_the_new_one) {
    answer(1, 1, 2, 1);
    run_for(20 * ms);
    answer(2, 2, 2, 2);
    for (std::uint8_t attempt = 1; attempt < 6; ++attempt) {
        while (attempts() < attempt) run_for(ms);
        answer_nothing(1, 2, 1);
    }
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeTakeover, late_answers_do_not_bring_the_former_primary_back) {
    answer(2, 1, 4, 1);
    run_for(100 * ms);
    answer(2, 2, 3, 2);
    answer(3, 2, 3, 2);
    // Late answers to the first attempt, one of each kind.
    answer(3, 1, 4, 1);
    answer(2, 1, 4, 1);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    answer(4, 2, 3, 2);
    answer_no_more(2, 3);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTakeover, late_answer_of_the_former_primary_makes_no_new_host) {
    run_for(100 * ms);
    answer(2, 2, 2, 2);
    answer(2, 1, 9, 1);
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    answer(3, 2, 2, 2);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTakeover, primary_that_gets_the_port_back_counts_again) {
    answer(1, 1, 3, 1);
    answer(2, 1, 3, 1);
    run_for(100 * ms);
    answer(1, 2, 3, 2);
    answer(2, 2, 3, 2);
    run_for(200 * ms);
    answer(1, 1, 3, 3);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    answer(2, 1, 3, 3);
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    answer(3, 1, 3, 3);
    answer_no_more(1, 3);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

/// The former primary answered over one network, and its successor over another one. When the same
/// service comes from both, they are known to be one host.
TEST_F(ProbeTest, services_found_under_the_former_primary_do_not_complete_a_joined_list) {
    start();
    receive({.provider = 1, .primary = 1, .matching = 3, .services = {service("gone")}});
    receive({.provider = 2, .primary = 1, .matching = 3, .services = {service("b")}});
    run_for(20 * ms);
    ASSERT_EQ(attempts(), 2U);
    receive({.provider = 2, .primary = 2, .matching = 2, .attempt = 2, .services = {service("b")}},
            "198.51.100.20");
    EXPECT_EQ(probe->hosts().count(), 1U);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "one of the two found services is gone";
}

std::multiset<std::string> names_in(core::Probe& probe) {
    std::multiset<std::string> names;
    for (FoundServiceView each; probe.next_service(each);) names.emplace(each.service.name);
    return names;
}

TEST(ProbeOnHost, finds_all_of_its_own_host_at_once) {
    VirtualHost host;
    std::multiset<std::string> names;
    for (int i = 0; i < 10; ++i) {
        const std::string name = "s" + std::to_string(i);
        host.start({service(name), service(name, "_ipp._tcp")});
        names.insert(name);
    }
    host.run_for(second);
    core::ProbeConfig config;
    config.local_only = true;
    ASSERT_TRUE(config.type.assign("_ipp._tcp"));
    core::Probe probe(config);
    host.start(probe);
    host.run_for(ms);
    EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
    EXPECT_EQ(names_in(probe), names);
}

TEST(ProbeOnHost, finds_each_service_once_over_all_paths) {
    VirtualHost host;
    host.start({service("a")});
    host.start({service("b")});
    host.run_for(second);
    core::Probe probe({});
    VirtualClient& client = host.start(probe);
    host.run_for(401 * ms);
    EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
    EXPECT_EQ(client.received_of_type(wire::MessageType::service_advertisement).size(), 2U)
        << "each answered once, though four attempts came over several paths";
    EXPECT_EQ(names_in(probe), (std::multiset<std::string>{"a", "b"}));
}

/// Neither path reaches both providers, so neither roster counts both.
TEST(ProbeOnHost, finds_what_changes_on_a_host_whose_providers_listen_by_one_family_each) {
    VirtualHost host;
    for (const Family family : {Family::ipv4, Family::ipv6}) {
        core::ProviderConfig made = host.next_config();
        made.family = family;
        host.start(made, {service(family == Family::ipv4 ? "four" : "six")});
    }
    host.run_for(second);
    core::ProbeConfig config;
    config.one_interface = true;
    host.probe_interface_name = "eth0";
    core::Probe probe(config);
    host.start(probe);
    host.run_for(ms);
    core::ProviderConfig made = host.next_config();
    made.family = Family::ipv6;
    host.start(made, {service("new")});
    host.run_for(second);
    EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
    EXPECT_EQ(names_in(probe), (std::multiset<std::string>{"four", "new", "six"}));
}

TEST(ProbeOnHost, finds_every_living_service_through_a_takeover_at_any_moment) {
    for (const bool orderly : {true, false}) {
        for (TimeUs wait_us = 0; wait_us <= 140; wait_us += 10) {
            SCOPED_TRACE(wait_us);
            VirtualHost host;
            VirtualProvider& first = host.start();
            std::multiset<std::string> names;
            std::vector<VirtualProvider*> others;
            for (int i = 0; i < 10; ++i) {
                const std::string name = "s" + std::to_string(i);
                others.push_back(&host.start({service(name)}));
                names.insert(name);
            }
            host.run_for(ms);
            core::ProbeConfig config;
            config.local_only = true;
            core::Probe probe(config);
            host.start(probe);
            host.run_for(wait_us);
            if (orderly) {
                host.stop(first);
            } else {
                host.kill(first);
                // Real providers learn this from the system. Here a message tells them.
                for (VirtualProvider* each : others) {
                    host.send_to_control(
                        *each, endpoint("127.0.0.1", 12345),
                        bytes_of(wire::PrimaryChange{1, id_of(1), wire::Change::leaving}));
                }
            }
            host.run_for(second);
            EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
            EXPECT_EQ(names_in(probe), names);
        }
    }
}

}  // namespace
}  // namespace mpdisc::test
