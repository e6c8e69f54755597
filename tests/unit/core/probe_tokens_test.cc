// SPDX-License-Identifier: MIT
//
// Hosts that withhold services until the client proves that its address is its own.
#include <set>

#include "tests/unit/core/keys.h"
#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeTokensTest : public ProbeTest {
   protected:
    static constexpr std::uint64_t token = 0x1234'5678'9ABC'DEF1;

    [[nodiscard]] static Answer withholding(std::uint32_t matching = 30) {
        return {.matching = matching, .services = {service("a")}, .address_token = token};
    }
    [[nodiscard]] wire::Request last_request() const {
        return read<wire::Request>(requests.back());
    }
    /// An answer to the last attempt, with this many more services.
    [[nodiscard]] Answer rest(std::uint32_t count) const {
        Answer answer;
        answer.matching = count + 1;
        answer.attempt = last_request().attempt;
        for (std::uint32_t n = 0; n < count; ++n) {
            answer.services.push_back(service("s" + std::to_string(n)));
        }
        return answer;
    }
};

TEST_F(ProbeTokensTest, token_is_shown_at_once_to_its_host) {
    start();
    run_for(ms);
    const std::size_t before = requests.size();
    receive(withholding());
    run_for(ms);
    ASSERT_EQ(requests.size(), before + 1) << "no other host is asked";
    EXPECT_EQ(routes.back().to, endpoint("192.0.2.20", 6737));
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_EQ(last_request().attempt, 2);
    EXPECT_EQ(last_request().window_ms, 0);
    EXPECT_NE(last_request().known.hashes, 0) << "the services that have come are not asked for";
}

TEST_F(ProbeTokensTest, token_may_come_from_a_primary_without_services) {
    start();
    Answer answer = withholding();
    answer.services.clear();
    receive(answer);
    EXPECT_EQ(count(Counter::answers), 1U);
    run_for(ms);
    EXPECT_EQ(last_request().address_token, token);
    receive(rest(29));
    run_for(200 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running) << "one is missing";
}

TEST_F(ProbeTokensTest, token_is_shown_in_later_attempts) {
    start();
    receive(withholding());
    run_for(400 * ms);
    std::size_t unicasts = 0;
    for (std::size_t n = 0; n < requests.size(); ++n) {
        const auto made = read<wire::Request>(requests[n]);
        if (routes[n].to == endpoint("192.0.2.20", 6737)) {
            EXPECT_EQ(made.address_token, token);
            ++unicasts;
        } else {
            EXPECT_EQ(made.address_token, 0U) << "the token belongs to one host";
        }
    }
    EXPECT_GE(unicasts, 3U);
}

/// Requests with the token may go by a path that does not work, and they are answered first.
TEST_F(ProbeTokensTest, token_that_brings_nothing_is_shown_in_every_second_attempt) {
    start();
    receive(withholding());
    std::set<std::uint8_t> attempts;
    std::set<std::uint8_t> shown_in;
    run_for(1'000 * ms);
    for (const Bytes& each : requests) {
        const auto made = read<wire::Request>(each);
        (made.address_token != 0 ? shown_in : attempts).insert(made.attempt);
    }
    ASSERT_GE(attempts.size(), 6U);
    // The second attempt asks this host only. It comes before the host can have ignored the token.
    EXPECT_EQ(shown_in.count(2), 1U);
    attempts.erase(1);
    bool is_shown = shown_in.contains(*attempts.begin());
    for (const std::uint8_t attempt : attempts) {
        EXPECT_EQ(shown_in.contains(attempt), is_shown) << int{attempt};
        is_shown = !is_shown;
    }
}

TEST_F(ProbeTokensTest, token_brings_a_complete_answer_without_delay) {
    core::ProbeConfig config;
    config.patience_ms = 0;
    start(config);
    const TimeUs begin_us = now_us;
    receive(withholding(10));
    run_for(ms);
    receive(rest(9));
    while (outcome() == ProbeOutcome::running) run_for(ms);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found().size(), 10U);
    EXPECT_LE(now_us - begin_us, 100 * ms) << "withheld services do not count as lost";
}

TEST_F(ProbeTokensTest, token_attempt_spreads_the_answers_of_hosts_with_many_services) {
    start();
    receive(withholding(5'000));
    run_for(ms);
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_GT(last_request().window_ms, 0);
}

TEST_F(ProbeTokensTest, tokens_of_several_hosts_are_shown_together) {
    start();
    for (std::uint32_t n = 1; n <= 10; ++n) {
        Answer answer = withholding();
        answer.provider = answer.primary = n;
        answer.services = {service("s" + std::to_string(n))};
        answer.address_token = token + n;
        receive(answer, "192.0.2." + std::to_string(20 + n));
    }
    run_for(ms);
    EXPECT_EQ(attempts(), 2U);
    std::set<std::uint64_t> shown;
    for (const Bytes& each : requests) shown.insert(read<wire::Request>(each).address_token);
    shown.erase(0);
    EXPECT_EQ(shown.size(), 10U);
    EXPECT_EQ(*shown.begin(), token + 1);
}

TEST_F(ProbeTokensTest, tokens_of_more_hosts_than_are_asked_at_once_are_shown_without_waiting) {
    start();
    constexpr std::uint32_t hosts = 230;
    static_assert(hosts > limits::probe_unicasts_max);
    for (std::uint32_t n = 1; n <= hosts; ++n) {
        Answer answer = withholding();
        answer.provider = answer.primary = n;
        answer.services = {service("s" + std::to_string(n))};
        answer.address_token = token + n;
        receive(answer, "192.0.2." + std::to_string(20 + n));
    }
    run_for(2 * ms);
    std::set<std::uint64_t> shown;
    for (const Bytes& each : requests) shown.insert(read<wire::Request>(each).address_token);
    shown.erase(0);
    EXPECT_EQ(shown.size(), hosts);
}

TEST_F(ProbeTokensTest, token_is_shown_to_the_address_that_gave_it_only) {
    start();
    Answer other = withholding();
    other.address_token = 0;
    receive(withholding());
    receive(other, "192.0.2.21");
    const std::size_t before = requests.size();
    run_for(200 * ms);
    ASSERT_GT(requests.size(), before);
    for (std::size_t n = before; n < requests.size(); ++n) {
        EXPECT_NE(routes[n].to.address, ip("192.0.2.21")) << "the same attempt without a token";
    }
}

TEST_F(ProbeTokensTest, hosts_with_another_clock_are_asked_beside_hosts_with_tokens) {
    core::ProbeConfig config;
    config.keys = keyring({1});
    probe.emplace(config);
    ASSERT_TRUE(probe->set_interfaces(list_of(usual_interfaces())));
    probe->set_wall_clock(now_us, 1'800'000'000'000);
    probe->start(now_us);
    take_requests();
    std::vector<bool> told;
    for (std::size_t seen = 0; told.size() < 6 && outcome() == ProbeOutcome::running; run_for(ms)) {
        for (; seen < requests.size(); ++seen) {
            const auto request = read<wire::Request>(requests[seen]);
            if (request.address_token != 0 || routes[seen].to != routes[0].to) continue;
            told.push_back(seal_of(config.keys, requests[seen]).time_ms != 0);
            // The answer to each request has a new token. A token attempt shows it.
            Answer answer = withholding();
            answer.attempt = request.attempt;
            answer.address_token += told.size();
            receive(sealed(config.keys, bytes_of_answer(answer)));
        }
    }
    EXPECT_EQ(told, (std::vector<bool>{true, false, true, false, true, false}));
}

TEST_F(ProbeTokensTest, token_is_shown_behind_a_router_if_the_host_was_asked_there) {
    core::ProbeConfig config;
    config.targets[0] = endpoint("198.51.100.9", 0);
    config.target_count = 1;
    start(config);
    receive(withholding(), "198.51.100.9");
    run_for(ms);
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_EQ(routes.back().to.address, ip("198.51.100.9"));
}

TEST_F(ProbeTokensTest, token_of_a_host_behind_a_router_that_was_not_asked_is_not_shown) {
    start();
    receive(withholding(), "198.51.100.9");
    run_for(100 * ms);
    for (const core::Route& each : routes) EXPECT_NE(each.to.address, ip("198.51.100.9"));
}

TEST_F(ProbeTokensTest, tokens_that_change_again_and_again_leave_attempts_for_later) {
    core::ProbeConfig config;
    config.timeout_ms = 10'000;
    start(config);
    Answer answer = withholding();
    for (std::uint32_t n = 0; n < 1'000; ++n) {
        ++answer.address_token;
        receive(answer);
        run_for(ms);
    }
    EXPECT_LT(attempts(), 160U);
}

}  // namespace
}  // namespace mpdisc::test
