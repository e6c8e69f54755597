// SPDX-License-Identifier: MIT
//
// Hosts that withhold something until the client shows that its address is its own.
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
    /// An answer to the last attempt, with so many services more.
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

TEST_F(ProbeTokensTest, are_shown_at_once_to_the_host_that_gave_them) {
    start();
    run_for(ms);
    const std::size_t before = requests.size();
    receive(withholding());
    run_for(ms);
    ASSERT_EQ(requests.size(), before + 1) << "nobody else is asked";
    EXPECT_EQ(routes.back().to, endpoint("192.0.2.20", 6737));
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_EQ(last_request().attempt, 2);
    EXPECT_EQ(last_request().window_ms, 0);
    EXPECT_NE(last_request().known.hashes, 0) << "what has come is not asked for";
}

TEST_F(ProbeTokensTest, come_from_a_primary_that_has_nothing_else_to_say_too) {
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

TEST_F(ProbeTokensTest, are_shown_in_each_later_attempt) {
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
            EXPECT_EQ(made.address_token, 0U) << "which is nobody else's";
        }
    }
    EXPECT_GE(unicasts, 3U);
}

TEST_F(ProbeTokensTest, bring_a_complete_answer_without_delay) {
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
    EXPECT_LE(now_us - begin_us, 100 * ms) << "what was withheld was not lost";
}

TEST_F(ProbeTokensTest, spread_the_answers_of_hosts_that_have_too_many) {
    start();
    receive(withholding(5'000));
    run_for(ms);
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_GT(last_request().window_ms, 0);
}

TEST_F(ProbeTokensTest, of_several_hosts_are_shown_together) {
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

TEST_F(ProbeTokensTest, of_more_hosts_than_are_asked_at_once_are_shown_without_waiting) {
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

TEST_F(ProbeTokensTest, of_a_host_are_shown_where_it_gave_them_and_not_elsewhere) {
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

TEST_F(ProbeTokensTest, do_not_keep_hosts_with_another_clock_from_being_asked) {
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
            // Each is answered with a token that was not known, which is shown in an attempt of its
            // own.
            Answer answer = withholding();
            answer.attempt = request.attempt;
            answer.address_token += told.size();
            receive(sealed(config.keys, bytes_of_answer(answer)));
        }
    }
    EXPECT_EQ(told, (std::vector<bool>{true, false, true, false, true, false}));
}

TEST_F(ProbeTokensTest, are_shown_to_whoever_was_asked_beyond_the_link) {
    core::ProbeConfig config;
    config.targets[0] = endpoint("198.51.100.9", 0);
    config.target_count = 1;
    start(config);
    receive(withholding(), "198.51.100.9");
    run_for(ms);
    EXPECT_EQ(last_request().address_token, token);
    EXPECT_EQ(routes.back().to.address, ip("198.51.100.9"));
}

TEST_F(ProbeTokensTest, make_nobody_talk_to_a_host_beyond_the_link_that_was_not_asked) {
    start();
    receive(withholding(), "198.51.100.9");
    run_for(100 * ms);
    for (const core::Route& each : routes) EXPECT_NE(each.to.address, ip("198.51.100.9"));
}

TEST_F(ProbeTokensTest, that_change_for_ever_keep_attempts_for_later) {
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
