// SPDX-License-Identifier: MIT
//
// A primary tells a watch which services its host has, in one datagram.
#include "tests/unit/core/keys.h"
#include "tests/unit/core/watch_request_fixture.h"

namespace mpdisc::test {
namespace {

class SketchRequestTest : public WatchRequestTest {
   protected:
    void start_three() {
        primary = &host.start({service("p")});
        secondary = &host.start({service("s"), service("x", "_ipp._tcp")});
        host.run_for(second);
    }
    [[nodiscard]] Keys all_keys() const {
        return {key_of(*primary, service("p")), key_of(*secondary, service("s")),
                key_of(*secondary, service("x", "_ipp._tcp"))};
    }

    VirtualProvider* primary = nullptr;
    VirtualProvider* secondary = nullptr;
};

TEST_F(SketchRequestTest, is_answered_by_the_primary_alone_for_all_providers) {
    start_three();
    const wire::Advertisement answer = ask_primary(sketch_request(24));
    EXPECT_EQ(answer.transaction, transaction);
    EXPECT_EQ(answer.attempt, attempt);
    EXPECT_EQ(answer.provider, primary->id());
    EXPECT_EQ(answer.role, Role::primary);
    EXPECT_EQ(answer.host_name, "box");
    EXPECT_NE(answer.address_count, 0U);
    EXPECT_EQ(answer.roster.primary, primary->id());
    EXPECT_EQ(answer.roster.matching, 3U);
    EXPECT_TRUE(answer.roster.settled);
    EXPECT_FALSE(answer.roster.others_answer);
    EXPECT_TRUE(names_in(answer.services).empty());
    EXPECT_EQ(answer.sketch.size(), 24 * wire::Sketch::cell_size);
    EXPECT_EQ(keys_in(answer), all_keys());
    EXPECT_EQ(host.count_sent(MessageType::provider_notification), 0U);
}

TEST_F(SketchRequestTest, has_the_services_that_match_its_filter) {
    start_three();
    wire::Request asked = sketch_request(24);
    asked.filter.type = "_http._tcp";
    const wire::Advertisement answer = ask_primary(asked);
    EXPECT_EQ(answer.roster.matching, 2U);
    EXPECT_EQ(keys_in(answer),
              (Keys{key_of(*primary, service("p")), key_of(*secondary, service("s"))}));
    asked = sketch_request(24);
    asked.filter.name = "nobody";
    const wire::Advertisement none = ask_primary(asked);
    EXPECT_EQ(none.roster.matching, 0U) << "a watch must learn that nothing is left";
    EXPECT_EQ(keys_in(none), Keys{});
}

TEST_F(SketchRequestTest, with_no_cells_is_answered_with_the_roster) {
    start_three();
    const wire::Advertisement answer = ask_primary(sketch_request(0));
    EXPECT_EQ(answer.roster.matching, 3U);
    EXPECT_TRUE(answer.sketch.empty());
    EXPECT_TRUE(names_in(answer.services).empty());
}

TEST_F(SketchRequestTest, has_one_shard_of_the_services) {
    std::vector<Service> services;
    for (int n = 0; n < 60; ++n) services.push_back(service("p" + std::to_string(n)));
    primary = &host.start(services);
    host.run_for(second);
    Keys all;
    for (std::uint8_t shard = 0; shard < 7; ++shard) {
        const wire::Advertisement answer = ask_primary(sketch_request(72, shard, 7));
        EXPECT_EQ(answer.shard, shard);
        EXPECT_EQ(answer.roster.matching, 60U) << "the roster counts all shards";
        const Keys keys = keys_in(answer);
        EXPECT_FALSE(keys.empty());
        for (const std::uint64_t key : keys) EXPECT_EQ(wire::sketch_shard(key, 7), shard);
        all.insert(keys.begin(), keys.end());
    }
    EXPECT_EQ(all.size(), 60U);
}

/// One attempt has a datagram for each shard.
TEST_F(SketchRequestTest, shards_of_one_attempt_are_no_repetitions) {
    start_three();
    wire::Request asked = sketch_request(24, 0, 2);
    (void)ask_primary(asked);
    EXPECT_TRUE(ask(asked).empty()) << "the same datagram again";
    asked.sketch.shard = 1;
    EXPECT_EQ(ask_primary(asked).shard, 1);
    asked.attempt = ++attempt;
    EXPECT_EQ(ask_primary(asked).shard, 1) << "the next attempt";
}

/// A watch compares the services path by path.
TEST_F(SketchRequestTest, has_the_services_that_its_path_reaches) {
    primary = &host.start({service("everywhere")});
    host.interface_name = "eth1";
    VirtualProvider& other = host.start({service("eth1")});
    host.run_for(second);
    const wire::Advertisement by_eth0 = ask_primary(sketch_request(24));
    EXPECT_EQ(by_eth0.roster.matching, 1U);
    EXPECT_EQ(keys_in(by_eth0), Keys{key_of(*primary, service("everywhere"))});

    client = &host.client(endpoint("198.51.100.77", 5000));
    if_index = eth1;
    local = "198.51.100.10";
    const wire::Advertisement by_eth1 = ask_primary(sketch_request(24));
    EXPECT_EQ(by_eth1.roster.matching, 2U);
    EXPECT_EQ(keys_in(by_eth1),
              (Keys{key_of(*primary, service("everywhere")), key_of(other, service("eth1"))}));
}

TEST_F(SketchRequestTest, a_primary_out_of_reach_answers_for_the_others) {
    host.interface_name = "eth1";
    primary = &host.start({service("eth1")});
    host.interface_name = {};
    secondary = &host.start({service("s")});
    host.run_for(second);
    const wire::Advertisement answer = ask_primary(sketch_request(24));
    EXPECT_EQ(answer.provider, primary->id());
    EXPECT_EQ(keys_in(answer), Keys{key_of(*secondary, service("s"))});
}

/// The largest sketch displaces addresses, as a large service does.
TEST_F(SketchRequestTest, of_full_size_fits_one_datagram) {
    host.keys = keyring({1});
    for (int n = 1; n <= 7; ++n) {
        host.interfaces.push_back(
            interface_address(eth0, "eth0", "2001:db8::" + std::to_string(n) + "/64"));
    }
    core::ProviderConfig config = host.next_config();
    (void)config.host_name.assign(std::string(limits::host_name_max, 'h'));
    primary = &host.start(config, {service("p")});
    host.run_for(second);
    const Bytes asked = padded(short_bytes_of(sketch_request(limits::sketch_cells_max, 255, 256)),
                               limits::request_size_min);
    const auto answers = ask(sealed(host.keys, asked, host.wall_ms()));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].sketch.size(), wire::Sketch::size_max);
    EXPECT_GT(answers[0].address_count, 0U);
    EXPECT_LT(answers[0].address_count, 8U);
    EXPECT_LE(client->received[0].bytes.size(), limits::network_datagram_max);
}

TEST_F(SketchRequestTest, that_is_too_short_gets_a_token_first) {
    start_three();
    wire::Request asked = sketch_request(limits::sketch_cells_max);
    const auto answers = ask(short_bytes_of(asked));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_TRUE(answers[0].sketch.empty());
    EXPECT_EQ(answers[0].roster.matching, 3U);
    ASSERT_NE(answers[0].roster.address_token, 0U);
    EXPECT_EQ(primary->count(Counter::withheld), 1U);

    asked.attempt = ++attempt;
    asked.address_token = answers[0].roster.address_token;
    const auto more = ask(short_bytes_of(asked));
    ASSERT_EQ(more.size(), 1U);
    EXPECT_EQ(keys_in(more[0]), all_keys());
    EXPECT_EQ(more[0].roster.address_token, 0U);
}

TEST_F(SketchRequestTest, of_usual_size_is_answered_at_once) {
    start_three();
    const auto padded_request = [&](int cells) {
        const wire::Request asked = sketch_request(static_cast<std::uint8_t>(cells));
        return padded(short_bytes_of(asked), limits::request_size_min);
    };
    for (const int cells : {0, 3, 24, 72}) {
        const auto answers = ask(padded_request(cells));
        ASSERT_EQ(answers.size(), 1U);
        EXPECT_EQ(answers[0].sketch.size(),
                  static_cast<std::size_t>(cells) * wire::Sketch::cell_size);
        EXPECT_EQ(answers[0].roster.address_token, 0U);
    }
}

TEST_F(SketchRequestTest, stranger_gets_at_most_sixteen_times_what_it_sent) {
    start_three();
    for (std::size_t size = 40; size <= 128; size += 8) {
        for (const int cells : {0, 3, 24, 48, 72}) {
            const wire::Request asked = sketch_request(static_cast<std::uint8_t>(cells));
            (void)ask(padded(short_bytes_of(asked), size));
            ASSERT_EQ(client->received.size(), 1U);
            EXPECT_LE(client->received[0].bytes.size(), size * limits::stranger_amplification_max);
        }
    }
}

TEST_F(SketchRequestTest, spends_the_rate_of_the_client) {
    host.rates = {std::uint64_t{limits::rate_kib_min} * 1024, 0};
    start_three();
    int answered = 0;
    for (int n = 0; n < 100; ++n) answered += static_cast<int>(ask(sketch_request(72)).size());
    // A request costs 4 KiB beside its answer. Twice the rate of a second may come at once.
    EXPECT_NEAR(answered, 128 * 1024 / (4096 + 1200), 3);
    EXPECT_NE(primary->count(Counter::drop_rate_limited), 0U);
}

TEST_F(SketchRequestTest, from_beyond_the_link_is_dropped) {
    start_three();
    client = &host.client(endpoint("203.0.113.1", 5000));
    EXPECT_TRUE(ask(sketch_request(24)).empty());
    EXPECT_EQ(primary->count(Counter::drop_off_link), 1U);
}

/// KNOWN_ANSWERS and WANTED mean nothing beside SKETCH_SIZE.
TEST_F(SketchRequestTest, has_all_services_whatever_else_it_says) {
    start_three();
    wire::Request asked = wanted_request({1});
    asked.sketch = {true, 24, 0, 1};
    const Bytes full(16, 0xFF);
    asked.known = {7, 0, 1, false, full};
    EXPECT_EQ(keys_in(ask_primary(asked)), all_keys());
}

TEST_F(SketchRequestTest, follows_each_change) {
    start_three();
    const std::uint32_t before = ask_primary(sketch_request(24)).roster.revision;
    ASSERT_EQ(host.remove(*secondary, "s", "_http._tcp"), ServiceError::none);
    host.run_for(ms);
    const wire::Advertisement answer = ask_primary(sketch_request(24));
    EXPECT_GT(answer.roster.revision, before);
    Keys left = all_keys();
    left.erase(key_of(*secondary, service("s")));
    EXPECT_EQ(keys_in(answer), left);
}

}  // namespace
}  // namespace mpdisc::test
