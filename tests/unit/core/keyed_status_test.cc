// SPDX-License-Identifier: MIT
//
// With keys, a status query and the primary must both prove that they have the key (mpdisc-wire.7,
// AUTHENTICATION).
#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "tests/unit/core/keyed_fixture.h"

namespace mpdisc::test {
namespace {

class KeyedStatusTest : public KeyedTest {
   protected:
    /// Asks with the first key or without a key, until the query ends.
    void ask(std::uint16_t port = 6'000, bool has_key = true) {
        VirtualClient& admin = host.client(endpoint("127.0.0.1", port));
        admin.received.clear();
        KeySet keys;
        if (has_key) {
            ASSERT_EQ(keys.add(Bytes(limits::key_bytes_min, 1)), KeyError::none);
        }
        query.emplace(endpoint("127.0.0.1", VirtualHost::port), 1'000,
                      core::Random::Seed{++seed, 2, 3, 4});
        query->set_keys(keys);
        query->set_port(port);
        query->start(host.now_us);
        while (query->outcome() == StatusOutcome::running) {
            for (core::Outbound out; query->poll_transmit(out);) {
                asked.push_back({out.bytes.begin(), out.bytes.end()});
                host.send_to_port(admin.endpoint, asked.back());
            }
            host.run_for(ms);
            if (while_asking) while_asking();
            for (const Datagram& each : std::exchange(admin.received, {})) {
                query->receive(host.now_us, {core::Channel::client, each.from,
                                             admin.endpoint.address, lo, each.bytes});
            }
            for (ProviderStatus each; query->next_provider(each);) providers.push_back(each.id);
            query->tick(host.now_us);
        }
    }
    [[nodiscard]] std::size_t count_asked(MessageType type) const {
        return static_cast<std::size_t>(std::count_if(
            asked.begin(), asked.end(), [&](const Bytes& each) { return type_of(each) == type; }));
    }

    std::function<void()> while_asking;
    std::optional<core::StatusQuery> query;
    std::vector<Bytes> asked;
    std::vector<ProviderId> providers;
};

TEST_F(KeyedStatusTest, one_proof_is_enough_for_all_pages) {
    for (int n = 0; n < 4; ++n) {
        VirtualProvider& provider = start(first, "p" + std::to_string(n));
        for (int count = 0; count < 30; ++count) {
            ASSERT_EQ(host.add(provider, service_of_size("n" + std::to_string(count), 1'000)),
                      ServiceError::none);
        }
    }
    host.run_for(second);
    ask();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    EXPECT_EQ(providers.size(), 4U);
    EXPECT_EQ(count_asked(MessageType::provider_discovery_request), 1U);
    EXPECT_EQ(count_asked(MessageType::status_request), 2U);
}

TEST_F(KeyedStatusTest, lost_messages_are_asked_for_again) {
    start(first, "p");
    host.run_for(ms);
    for (const MessageType lost :
         {MessageType::provider_discovery_request, MessageType::provider_discovery_response,
          MessageType::status_request, MessageType::status_response}) {
        SCOPED_TRACE(static_cast<int>(lost));
        int left = 2;
        host.loses = [&](const Datagram& each) { return each.type() == lost && left-- > 0; };
        ask();
        EXPECT_LE(left, 0);
        EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    }
}

TEST_F(KeyedStatusTest, a_port_holder_without_the_key_learns_nothing) {
    host.port_table.has_stranger = true;
    ask();
    EXPECT_EQ(query->outcome(), StatusOutcome::no_answer);
    EXPECT_EQ(count_asked(MessageType::provider_discovery_request), asked.size());
    host.port_table.has_stranger = false;
    start(first, "p");
    host.run_for(ms);
    host.sent.clear();
    for (const Bytes& each : asked) host.send_to_port(endpoint("127.0.0.1", 6'666), each);
    host.run_for(ms);
    EXPECT_EQ(host.count_sent_but_mismatches(), 0U);
}

TEST_F(KeyedStatusTest, a_primary_with_other_keys_is_distinguished_from_no_primary) {
    VirtualProvider& other = start(second_key, "other");
    host.run_for(ms);
    for (const bool has_key : {true, false}) {
        ask(6'000, has_key);
        EXPECT_EQ(query->outcome(), StatusOutcome::other_keys);
        EXPECT_TRUE(providers.empty());
    }
    EXPECT_EQ(other.count(ProviderEventType::key_mismatch), 1U)
        << "only the query with a key is reported";
    host.stop(other);
    start({}, "plain");
    host.run_for(ms);
    ask();
    EXPECT_EQ(query->outcome(), StatusOutcome::other_keys);
    ask(6'000, false);
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
}

TEST_F(KeyedStatusTest, a_later_primary_with_the_key_is_asked_too) {
    VirtualProvider& other = start(second_key, "other");
    host.run_for(ms);
    const TimeUs change_us = host.now_us + 300 * ms;
    while_asking = [&] {
        if (host.now_us < change_us || other.role() != Role::primary) return;
        host.stop(other);
        start(first, "p");
    };
    ask();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
}

/// A replay is dropped even if it comes from the port of the first sender.
TEST_F(KeyedStatusTest, a_replayed_query_is_not_answered) {
    VirtualProvider& provider = start(first, "p");
    host.run_for(ms);
    ask();
    ASSERT_EQ(query->outcome(), StatusOutcome::complete);
    host.sent.clear();
    for (const Bytes& each : asked) host.send_to_port(endpoint("127.0.0.1", 6'000), each);
    host.run_for(ms);
    EXPECT_EQ(host.count_sent(MessageType::status_response), 0U);
    EXPECT_EQ(provider.count(Counter::drop_replayed), 1U);
}

TEST_F(KeyedStatusTest, a_replayed_answer_is_not_believed) {
    start(first, "p");
    host.run_for(ms);
    ask();
    const std::vector<Datagram> recorded = host.sent;
    host.loses = [](const Datagram&) { return true; };
    KeySet keys;
    ASSERT_EQ(keys.add(Bytes(limits::key_bytes_min, 1)), KeyError::none);
    for (const std::uint16_t port : {std::uint16_t{6'000}, std::uint16_t{6'001}}) {
        // Use the same transactions, as if an attacker could predict them.
        core::StatusQuery again(endpoint("127.0.0.1", VirtualHost::port), 1'000, {seed, 2, 3, 4});
        again.set_keys(keys);
        again.set_port(port);
        again.start(host.now_us);
        core::Outbound out;
        ASSERT_TRUE(again.poll_transmit(out));
        for (const Datagram& each : recorded) {
            if (each.type() != MessageType::status_response) continue;
            again.receive(host.now_us,
                          {core::Channel::client, each.from, ip("127.0.0.1"), lo, each.bytes});
        }
        EXPECT_EQ(again.outcome(), StatusOutcome::running);
        ProviderStatus status;
        EXPECT_FALSE(again.next_provider(status));
    }
}

}  // namespace
}  // namespace mpdisc::test
