// SPDX-License-Identifier: MIT
//
// A sealed request must carry the present time and is answered once.
#include <gtest/gtest.h>

#include "tests/unit/core/keyed_fixture.h"

namespace mpdisc::test {
namespace {

class ReplayTest : public KeyedTest {
   protected:
    ReplayTest() { host.run_for(second); }

    VirtualProvider& primary = start(first, "p");
    VirtualProvider& secondary = start(first, "s");
};

TEST_F(ReplayTest, a_request_must_carry_the_present_time) {
    constexpr std::int64_t window_ms = limits::replay_window_ms;
    for (const std::int64_t skew_ms : {-window_ms, std::int64_t{0}, window_ms}) {
        EXPECT_EQ(answers_to(request_of(first, ++seed, skew_ms)), 2U) << skew_ms;
    }
    EXPECT_EQ(primary.count(Counter::drop_replayed), 0U);
    for (const std::int64_t skew_ms : {-window_ms - 1, window_ms + 1}) {
        EXPECT_EQ(answers_to(request_of(first, ++seed, skew_ms)), 0U) << skew_ms;
    }
    EXPECT_EQ(primary.count(Counter::drop_replayed), 2U);
}

TEST_F(ReplayTest, a_primary_without_a_clock_refuses_dated_requests) {
    primary.wall_ms = 1'000'000;
    EXPECT_EQ(answers_to(request_of(first, 1)), 0U);
    EXPECT_EQ(answers_to(sealed(first, short_bytes_of(request(2)), 1'000'000)), 0U);
    // The machine counts its wrong clock as 0. A time within the window around 0 must not pass
    // either.
    EXPECT_EQ(answers_to(sealed(first, short_bytes_of(request(4)), 1)), 0U);
    EXPECT_EQ(primary.count(Counter::drop_replayed), 3U);
}

TEST_F(ReplayTest, a_probe_without_a_clock_sends_undated_requests) {
    core::ProbeConfig config;
    config.keys = first;
    for (const std::uint64_t wall_ms : {std::uint64_t{1'000}, host.wall_ms()}) {
        core::Probe probe(config);
        probe.set_wall_clock(host.now_us, wall_ms);
        ASSERT_TRUE(probe.set_interfaces(list_of(usual_interfaces())));
        probe.start(host.now_us);
        core::Outbound out;
        ASSERT_TRUE(probe.poll_transmit(out));
        EXPECT_EQ(seal_of(first, {out.bytes.begin(), out.bytes.end()}).time_ms,
                  wall_ms == 1'000 ? 0 : wall_ms);
    }
}

TEST_F(ReplayTest, an_undated_request_needs_a_token) {
    EXPECT_EQ(answers_to(sealed(first, short_bytes_of(request(7)), 0)), 1U);
    const auto answers = host.sent_of_type(MessageType::service_advertisement);
    const auto advertisement = read<wire::Advertisement>(answers.at(0).bytes);
    EXPECT_TRUE(names_in(advertisement.services).empty()) << "it may be a replay";
    wire::Request asked = request(7, 2);
    asked.address_token = advertisement.roster.address_token;
    const Bytes shown = sealed(first, short_bytes_of(asked), 0);
    EXPECT_EQ(answers_to(shown), 2U);
    EXPECT_EQ(answers_to(shown), 0U);
    host.run_for(11 * second);
    EXPECT_EQ(answers_to(shown), 0U) << "it is not answered later either";
}

TEST_F(ReplayTest, token_is_of_no_use_without_a_key) {
    EXPECT_EQ(answers_to(sealed(first, short_bytes_of(request(7)), 0)), 1U);
    const auto answers = host.sent_of_type(MessageType::service_advertisement);
    const auto advertisement = read<wire::Advertisement>(answers.at(0).bytes);
    wire::Request asked = request(7, 2);
    asked.address_token = advertisement.roster.address_token;
    EXPECT_EQ(answers_to(short_bytes_of(asked)), 0U);
    EXPECT_EQ(answers_to(sealed(second_key, short_bytes_of(asked), host.wall_ms())), 0U);
}

TEST_F(ReplayTest, a_probe_without_a_clock_finds_everything) {
    host.probe_wall_ms = 1'000;
    EXPECT_EQ(search(first), (Names{"p", "s"}));
}

TEST_F(ReplayTest, a_probe_with_a_wrong_clock_finds_everything) {
    host.probe_wall_ms = host.wall_ms() + 86'400'000;
    EXPECT_EQ(search(first), (Names{"p", "s"}));
}

TEST_F(ReplayTest, a_host_without_a_clock_is_found) {
    primary.wall_ms = 1'000'000;
    EXPECT_EQ(search(first), (Names{"p", "s"}));
}

/// Replays it right after the answer, after its paths were forgotten, and after its time has
/// passed.
TEST_F(ReplayTest, a_captured_request_is_not_answered_again) {
    const Bytes captured = request_of(first, 1);
    EXPECT_EQ(answers_to(captured), 2U);
    for (const TimeUs wait_us :
         {TimeUs{0}, 5 * second, 6 * second, 45 * second, 5 * second, 60 * second}) {
        host.run_for(wait_us);
        EXPECT_EQ(answers_to(captured), 0U) << wait_us;
        EXPECT_EQ(answers_to(captured, eth1), 0U) << wait_us;
    }
    EXPECT_GT(primary.count(Counter::drop_replayed), 0U);
    EXPECT_EQ(answers_to(request_of(first, 2)), 2U);
}

/// It is the same request by each path.
TEST_F(ReplayTest, a_request_that_comes_by_two_paths_is_answered_by_the_first) {
    const Bytes asked = request_of(first, 1);
    EXPECT_EQ(answers_to(asked), 2U);
    EXPECT_EQ(answers_to(asked, eth1), 0U);
    EXPECT_EQ(primary.count(Counter::drop_repeated), 1U);
    EXPECT_EQ(primary.count(Counter::drop_replayed), 0U);
}

/// A provider bound to an interface is asked when the request comes by that interface.
TEST_F(ReplayTest, a_further_path_still_reaches_the_providers_bound_to_it) {
    host.interface_name = "eth1";
    core::ProviderConfig config = host.next_config();
    host.start(config, {service("bound")});
    host.run_for(second);
    const Bytes asked = request_of(first, 1);
    EXPECT_EQ(answers_to(asked), 2U);
    EXPECT_EQ(answers_to(asked, eth1), 1U);
    host.run_for(11 * second);
    EXPECT_EQ(answers_to(asked, eth1), 0U);
}

/// The client knows one service, so a path works. But the path that comes first may not work.
TEST_F(ReplayTest, attempts_for_a_lost_service_are_answered_by_each_path_in_turn) {
    const auto ask = [this](const wire::Request& asked) {
        const Bytes bytes = sealed(first, short_bytes_of(asked), host.wall_ms());
        const std::size_t by_eth0 = answers_to(bytes, eth0);
        return std::pair(by_eth0, answers_to(bytes, eth1));
    };
    using Answers = std::pair<std::size_t, std::size_t>;
    VirtualClient& client = host.client(neighbour);
    EXPECT_EQ(ask(request(42, 1)), Answers(2, 0));
    ASSERT_EQ(client.received.size(), 2U);
    const auto known = read<wire::Advertisement>(client.received.front().bytes);
    auto services = known.services.read();
    wire::ServiceList::Item item;
    ASSERT_TRUE(services.next(item));
    // The other answer was lost.
    for (std::uint8_t attempt = 2; attempt <= 40; ++attempt) {
        wire::Request asked = request(42, attempt);
        Bytes bits(32);
        const auto hash = wire::answer_hash(42, attempt, known.provider, item.encoded);
        wire::add_known_answer(bits, hash);
        asked.known = {wire::known_answer_hashes, 0, 1, false, bits};
        EXPECT_EQ(ask(asked), attempt % 2 == 0 ? Answers(0, 1) : Answers(1, 0)) << int{attempt};
    }
}

/// Many later requests displace it from the table of paths.
TEST_F(ReplayTest, a_request_whose_paths_were_displaced_is_not_answered_again) {
    const Bytes captured = request_of(first, 1);
    EXPECT_EQ(answers_to(captured), 2U);
    for (std::uint64_t n = 2; n < 1000; ++n) (void)answers_to(request_of(first, n * 7919));
    EXPECT_EQ(answers_to(captured), 0U);
    EXPECT_EQ(answers_to(captured, eth1), 0U);
}

TEST_F(ReplayTest, a_request_is_not_answered_again_by_the_next_primary) {
    const Bytes captured = request_of(first, 1);
    EXPECT_EQ(answers_to(captured), 2U);
    host.kill(primary);
    host.run_for(second);
    ASSERT_EQ(secondary.role(), Role::primary);
    EXPECT_EQ(answers_to(captured), 0U);
    EXPECT_EQ(secondary.count(Counter::drop_replayed), 1U);
    EXPECT_EQ(answers_to(request_of(first, 2)), 1U);
}

/// A primary that never received the request answers it; a provider that has answered it does not.
TEST_F(ReplayTest, a_secondary_does_not_answer_again_when_a_new_primary_passes_on_a_replay) {
    const Bytes captured = request_of(first, 1);
    EXPECT_EQ(answers_to(captured), 2U);
    VirtualProvider& third = start(first, "t");
    host.run_for(second);
    host.hang(secondary);
    host.kill(primary);
    host.run_for(second);
    host.wake(secondary);
    host.run_for(second);
    ASSERT_EQ(third.role(), Role::primary);
    ASSERT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(answers_to(captured), 1U);
    EXPECT_EQ(secondary.count(Counter::drop_replayed), 1U);
    EXPECT_EQ(answers_to(request_of(first, 2)), 2U);
}

/// With more requests than the cache remembers, the earliest times count as too old.
TEST_F(ReplayTest, no_request_is_answered_again_when_the_cache_is_full) {
    std::vector<Bytes> captured;
    for (std::uint64_t n = 0; n < 3 * limits::replay_cache_entries; ++n) {
        captured.push_back(request_of(first, n * 104'729));
        primary.machine.receive(host.now_us, {core::Channel::discovery, neighbour, ip("192.0.2.10"),
                                              eth0, captured.back()});
        for (core::Outbound out; primary.machine.poll_transmit(out);) {
        }
        host.now_us += 100;
    }
    EXPECT_EQ(primary.count(Counter::requests), captured.size());
    for (const Bytes& each : captured) {
        primary.machine.receive(
            host.now_us, {core::Channel::discovery, neighbour, ip("192.0.2.10"), eth0, each});
        core::Outbound out;
        ASSERT_FALSE(primary.machine.poll_transmit(out));
    }
    EXPECT_EQ(answers_to(request_of(first, 1)), 2U);
}

TEST_F(ReplayTest, times_do_not_matter_without_keys) {
    host.stop(secondary);
    host.stop(primary);
    start({}, "u");
    host.run_for(second);
    EXPECT_EQ(answers_to(bytes_of(request(1))), 1U);
    host.run_for(11 * second);
    EXPECT_EQ(answers_to(bytes_of(request(1))), 1U);
}

}  // namespace
}  // namespace mpdisc::test
