// SPDX-License-Identifier: MIT
#include "core/answers/control_budget.h"

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// How many of `count` messages from that port the budget allows to answer.
std::uint32_t answered(core::ControlBudget& budget, TimeUs now_us, std::uint16_t port,
                       std::uint32_t count, bool is_known = false, std::uint32_t cost = 1) {
    std::uint32_t taken = 0;
    for (std::uint32_t n = 0; n < count; ++n) {
        if (budget.spend(now_us, port, is_known, cost)) ++taken;
    }
    return taken;
}

TEST(ControlBudget, gives_each_port_its_rate_and_twice_as_much_after_a_rest) {
    core::ControlBudget budget(1);
    EXPECT_EQ(answered(budget, 0, 5000, 100'000), 2 * limits::control_port_rate);
    EXPECT_EQ(answered(budget, second, 5000, 100'000), limits::control_port_rate);
    EXPECT_EQ(answered(budget, second, 5001, 100), 100U) << "another port has its own rate";
}

TEST(ControlBudget, counts_a_status_as_several_messages) {
    core::ControlBudget budget(1);
    EXPECT_EQ(answered(budget, 0, 5000, 100'000, false, limits::control_status_cost),
              2 * limits::control_port_rate / limits::control_status_cost);
}

TEST(ControlBudget, still_answers_some_statuses_during_a_flood_of_cheap_messages) {
    core::ControlBudget budget(1);
    std::uint32_t statuses = 0;
    for (std::uint32_t n = 0; n < 80'000; ++n) {
        const TimeUs now_us = TimeUs{n} * 100;
        (void)budget.spend(now_us, static_cast<std::uint16_t>(n % 16 + 1), false, 1);
        const bool asks = n > 40'000 && n % 500 == 7;
        if (asks && budget.spend(now_us + 90, 5000, false, limits::control_status_cost)) ++statuses;
    }
    EXPECT_GE(statuses, 10U);
}

TEST(ControlBudget, limits_all_unknown_ports_together_but_each_known_port_alone) {
    core::ControlBudget budget(1);
    std::uint32_t all = 0;
    for (std::uint16_t port = 1; port <= 10'000; ++port) {
        all += answered(budget, 0, port, 10);
    }
    EXPECT_LE(all, 2 * limits::control_rate);
    EXPECT_GE(all, 2 * limits::control_rate - 1);
    EXPECT_EQ(answered(budget, second / 2, 20'000, 10, true), 10U);
}

TEST(ControlBudget, meters_256_ports_separately_and_further_ones_together) {
    core::ControlBudget budget(1);
    std::uint32_t all = 0;
    for (std::uint32_t port = 1; port <= 10 * limits::control_meters; ++port) {
        all += answered(budget, 0, static_cast<std::uint16_t>(port), 2'000, true);
    }
    EXPECT_EQ(all, 2 * limits::control_port_rate * limits::control_meters);
}

TEST(ControlBudget, makes_a_primary_drop_a_flood_and_still_answer_others) {
    VirtualHost host;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(second);
    host.sent.clear();
    const Endpoint flooder = endpoint("127.0.0.1", 12'345);
    (void)host.client(flooder);
    for (std::uint32_t n = 0; n < 5'000; ++n) {
        host.send_to_port(flooder, bytes_of(MessageType::provider_discovery_request,
                                            wire::Identity{n, id_of(9)}));
        host.send_to_port(flooder, bytes_of(wire::StatusRequest{n, 0}));
        host.send_to_port(flooder,
                          bytes_of(MessageType::provider_heartbeat, wire::Identity{n, id_of(9)}));
    }
    host.run_for(ms);
    const auto to_flooder = std::ranges::count(host.sent, flooder, &Datagram::to);
    EXPECT_LE(to_flooder, 2 * limits::control_port_rate + 1);
    EXPECT_EQ(primary.count(Counter::drop_rate_limited),
              15'000U - static_cast<std::uint64_t>(to_flooder));
    EXPECT_EQ(host.add(secondary, service("more")), ServiceError::none);
    VirtualProvider& newcomer = host.start({service("n")});
    host.run_for(ms);
    EXPECT_EQ(newcomer.role(), Role::secondary);
    EXPECT_EQ(primary.count(Counter::registrations), 3U);
}

/// A status takes a primary more time than any other answer.
TEST(ControlBudget, gives_registered_programs_no_more_statuses_than_others) {
    VirtualHost host;
    (void)host.start({service("p")});
    for (std::uint32_t n = 0; n < 200; ++n) {
        const Endpoint from = endpoint("127.0.0.1", static_cast<std::uint16_t>(20'000 + n));
        (void)host.client(from);
        wire::Registration registration;
        registration.provider = id_of(100 + n);
        registration.process_id = 100 + n;
        host.send_to_port(from, bytes_of(registration));
    }
    host.run_for(3 * second);
    host.sent.clear();
    for (std::uint32_t n = 0; n < 4'000; ++n) {
        const auto from_port = static_cast<std::uint16_t>(20'000 + n % 200);
        host.send_to_port(endpoint("127.0.0.1", from_port), bytes_of(wire::StatusRequest{n, 0}));
    }
    host.run_for(ms);
    EXPECT_LE(host.count_sent(MessageType::status_response),
              2 * limits::control_rate / limits::control_status_cost);
}

}  // namespace
}  // namespace mpdisc::test
