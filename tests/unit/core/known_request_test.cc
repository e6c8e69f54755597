// SPDX-License-Identifier: MIT
//
// Repeated requests that say what their client knows (mpdisc-wire.7, KNOWN_ANSWERS): only who has
// something that is missing answers.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;
using Names = std::multiset<std::string>;

/// How a client asks again.
struct Asking {
    std::string_view type = "_http._tcp";
    bool wants_roster = false;
    std::uint8_t shards = 1;
};

/// A client on the network of eth0 that keeps what it is answered with.
class KnownRequestTest : public testing::Test {
   protected:
    static constexpr std::uint64_t transaction = 42;

    struct Known {
        ProviderId provider;
        Bytes field;
    };

    /// A primary and `count` secondaries, with a service each: "p", "s1", "s2", ...
    void start_many(int count) {
        primary = &host.start({service("p")});
        for (int n = 1; n <= count; ++n) {
            secondaries.push_back(&host.start({service("s" + std::to_string(n))}));
        }
        host.run_for(second);
    }

    /// The request of the first attempt, and what came of it.
    void ask_first(std::string_view type = "_http._tcp") {
        host.broadcast_to_port(client.endpoint, bytes_of(request(transaction, 1, type)));
        attempt = 1;
        host.run_for(ms);
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            auto services = advertisement.services.read();
            for (wire::ServiceList::Item item; services.next(item);) {
                known[std::string(item.service.name)] = {
                    advertisement.provider, {item.encoded.begin(), item.encoded.end()}};
            }
        }
    }

    /// The datagram of that shard of this attempt. Wide enough that it denies nothing by chance.
    [[nodiscard]] Bytes request_of_shard(const Asking& asking, std::uint8_t shard) const {
        Bytes bits(16 + 8 * known.size());
        for (const auto& [name, each] : known) {
            const std::uint64_t hash =
                wire::answer_hash(transaction, attempt, each.provider, each.field);
            if (wire::shard_of(hash, asking.shards) == shard) wire::add_known_answer(bits, hash);
        }
        wire::Request made = request(transaction, attempt, asking.type);
        made.known = {wire::known_answer_hashes, shard, asking.shards,
                      asking.wants_roster && shard == 0, bits};
        return bytes_of(made);
    }
    /// The next attempt; returns the names that are answered with, each as often as it is.
    Names ask_again(const Asking& asking = {}) {
        client.received.clear();
        host.sent.clear();
        ++attempt;
        for (std::uint8_t shard = 0; shard < asking.shards; ++shard) {
            host.broadcast_to_port(client.endpoint, request_of_shard(asking, shard));
        }
        host.run_for(ms);
        return names_received();
    }
    [[nodiscard]] Names names_received() const {
        Names names;
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            EXPECT_EQ(advertisement.attempt, attempt);
            const auto found = names_in(advertisement.services);
            names.insert(found.begin(), found.end());
        }
        return names;
    }
    void expect_rosters(std::uint32_t matching) const {
        for (const Datagram& each : client.received) {
            const auto roster = read<wire::Advertisement>(each.bytes).roster;
            EXPECT_EQ(roster.matching, matching);
            EXPECT_EQ(roster.primary, primary->id());
        }
    }
    /// A primary's word that nothing is missing, and not a datagram beside it.
    void expect_roster_alone(std::uint32_t matching) {
        ASSERT_EQ(client.received.size(), 1U);
        const auto advertisement = read<wire::Advertisement>(client.received[0].bytes);
        EXPECT_TRUE(names_in(advertisement.services).empty());
        EXPECT_EQ(advertisement.role, Role::primary);
        EXPECT_EQ(advertisement.provider, primary->id());
        EXPECT_EQ(advertisement.host_name, "box");
        expect_rosters(matching);
        EXPECT_EQ(host.sent.size(), 1U);
    }
    [[nodiscard]] std::size_t notified() const {
        return host.count_sent(MessageType::provider_notification);
    }

    VirtualHost host;
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    VirtualProvider* primary = nullptr;
    std::vector<VirtualProvider*> secondaries;
    std::map<std::string, Known> known;
    std::uint8_t attempt = 0;
};

TEST_F(KnownRequestTest, nobody_answers_who_is_known) {
    start_many(5);
    ask_first();
    ASSERT_EQ(known.size(), 6U);
    EXPECT_EQ(ask_again(), Names{});
    EXPECT_TRUE(host.sent.empty()) << "nor is anybody notified";
    EXPECT_EQ(primary->count(Counter::requests), 2U);
    for (const VirtualProvider* each : secondaries) EXPECT_EQ(each->count(Counter::requests), 1U);
}

TEST_F(KnownRequestTest, primary_alone_answers_where_it_alone_is_missing) {
    start_many(5);
    ask_first();
    known.erase("p");
    EXPECT_EQ(ask_again(), Names{"p"});
    EXPECT_EQ(host.sent.size(), 1U);
    expect_rosters(6);
}

TEST_F(KnownRequestTest, one_secondary_of_many_is_notified_where_it_is_missing) {
    start_many(40);
    ask_first();
    ASSERT_EQ(known.size(), 41U);
    known.erase("s17");
    EXPECT_EQ(ask_again(), Names{"s17"});
    EXPECT_EQ(notified(), 1U);
    EXPECT_EQ(host.sent.size(), 2U);
    EXPECT_EQ(host.sent[0].to, secondaries[16]->control);
    expect_rosters(41);
}

TEST_F(KnownRequestTest, all_answer_who_are_missing_and_no_others) {
    start_many(10);
    ask_first();
    for (const char* name : {"p", "s3", "s10"}) known.erase(name);
    EXPECT_EQ(ask_again(), (Names{"p", "s3", "s10"}));
    EXPECT_EQ(notified(), 2U);
    expect_rosters(11);
}

TEST_F(KnownRequestTest, who_came_after_the_first_attempt_answers) {
    start_many(3);
    ask_first();
    host.start({service("late")});
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"late"});
    expect_rosters(5);
}

TEST_F(KnownRequestTest, service_that_has_changed_is_another_one) {
    start_many(2);
    ask_first();
    ASSERT_EQ(host.remove(*secondaries[0], "s1", "_http._tcp"), ServiceError::none);
    ASSERT_EQ(host.add(*secondaries[0], service("s1", "_http._tcp", {"path=/new"})),
              ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"s1"});
}

TEST_F(KnownRequestTest, same_service_of_another_provider_is_another_one) {
    start_many(1);
    ask_first();
    host.start({service("s1")});
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"s1"});
}

TEST_F(KnownRequestTest, of_many_services_of_one_provider_those_that_are_missing_come) {
    std::vector<Service> services;
    for (int i = 0; i < 50; ++i) services.push_back(service("m" + std::to_string(i)));
    primary = &host.start(services);
    for (Service& each : services) {
        EXPECT_EQ(each.set_name("of secondary " + std::string(each.view().name)),
                  ServiceError::none);
    }
    host.start(services);
    host.run_for(second);
    ask_first();
    ASSERT_EQ(known.size(), 100U);
    for (const char* name : {"m7", "m49", "of secondary m8"}) known.erase(name);
    EXPECT_EQ(ask_again(), (Names{"m7", "m49", "of secondary m8"}));
    EXPECT_EQ(client.received.size(), 2U);
    expect_rosters(100);
}

TEST_F(KnownRequestTest, without_a_filter_of_types_those_missing_answer) {
    start_many(3);
    host.start({service("x", "_ipp._tcp")});
    host.run_for(ms);
    ask_first({});
    ASSERT_EQ(known.size(), 5U);
    known.erase("x");
    known.erase("s2");
    EXPECT_EQ(ask_again({.type = {}}), (Names{"x", "s2"}));
    expect_rosters(5);
}

TEST_F(KnownRequestTest, secondaries_of_other_types_have_nothing_to_do_with_it) {
    start_many(2);
    std::vector<VirtualProvider*> others;
    for (int n = 0; n < 30; ++n) others.push_back(&host.start({service("x", "_ipp._tcp")}));
    host.run_for(ms);
    ask_first();
    known.clear();
    EXPECT_EQ(ask_again(), (Names{"p", "s1", "s2"}));
    EXPECT_EQ(notified(), 2U);
    EXPECT_EQ(host.sent.size(), 5U);
    expect_rosters(3);
    for (const VirtualProvider* each : others) EXPECT_EQ(each->count(Counter::requests), 0U);
}

TEST_F(KnownRequestTest, primary_says_that_nothing_is_missing_to_whom_it_matters) {
    start_many(5);
    ask_first();
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(6);
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(6);
}

TEST_F(KnownRequestTest, primary_says_that_nothing_matches_any_more_to_whom_it_matters) {
    primary = &host.start({service("x", "_ipp._tcp")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(second);
    ask_first();
    ASSERT_EQ(known.size(), 1U);
    host.stop(secondary);
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{});
    EXPECT_TRUE(host.sent.empty()) << "not to others";
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(0);
}

TEST_F(KnownRequestTest, roster_alone_is_not_sent_beside_an_answer) {
    start_many(5);
    ask_first();
    known.erase("s2");
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{"s2"});
    EXPECT_EQ(client.received.size(), 1U) << "its answer has the roster";
    known.erase("p");
    EXPECT_EQ(ask_again({.wants_roster = true}), (Names{"p", "s2"}));
    EXPECT_EQ(client.received.size(), 2U);
}

TEST_F(KnownRequestTest, roster_alone_waits_within_the_window_too) {
    start_many(1);
    ask_first();
    std::set<TimeUs> delays_us;
    for (int i = 0; i < 20; ++i) {
        client.received.clear();
        ++attempt;
        const Bytes bytes = request_of_shard({.wants_roster = true}, 0);
        auto asked = read<wire::Request>(bytes);
        asked.window_ms = 100;
        const TimeUs asked_us = host.now_us;
        host.broadcast_to_port(client.endpoint, bytes_of(asked));
        host.run_for(101 * ms);
        ASSERT_EQ(client.received.size(), 1U);
        delays_us.insert(client.received[0].sent_us - asked_us);
    }
    EXPECT_GT(delays_us.size(), 10U);
    EXPECT_GT(*delays_us.rbegin(), 50 * ms);
}

TEST_F(KnownRequestTest, each_shard_of_an_attempt_is_answered) {
    start_many(60);
    ask_first();
    Names missing;
    for (int n = 1; n <= 60; n += 2) {
        const std::string name = "s" + std::to_string(n);
        missing.insert(name);
        known.erase(name);
    }
    for (const std::uint8_t shards : {std::uint8_t{2}, std::uint8_t{5}, std::uint8_t{64}}) {
        EXPECT_EQ(ask_again({.shards = shards}), missing) << int{shards};
        expect_rosters(61);
        EXPECT_EQ(notified(), missing.size());
    }
}

TEST_F(KnownRequestTest, shards_that_nothing_is_missing_of_are_not_answered) {
    start_many(60);
    ask_first();
    EXPECT_EQ(ask_again({.shards = 5}), Names{});
    EXPECT_TRUE(host.sent.empty());
    EXPECT_EQ(ask_again({.wants_roster = true, .shards = 5}), Names{});
    expect_roster_alone(61);
    known.erase("s9");
    EXPECT_EQ(ask_again({.shards = 5}), Names{"s9"});
    EXPECT_EQ(notified(), 1U);
}

TEST_F(KnownRequestTest, same_shard_by_two_paths_is_answered_once) {
    start_many(20);
    ask_first();
    known.clear();
    const Asking asking{.shards = 3};
    client.received.clear();
    ++attempt;
    const std::uint64_t before = primary->count(Counter::drop_repeated);
    for (std::uint8_t shard = 0; shard < asking.shards; ++shard) {
        const Bytes bytes = request_of_shard(asking, shard);
        host.broadcast_to_port(client.endpoint, bytes);
        host.send_to_port(endpoint("127.0.0.1", 5000), bytes);
        host.send_to_port(endpoint("fe80::77", 5000, eth0), bytes, eth0, "ff12::6d70:6469:7363");
        host.broadcast_to_port(client.endpoint, bytes);
    }
    host.run_for(ms);
    const Names names = names_received();
    EXPECT_EQ(names.size(), 21U);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 21U);
    EXPECT_EQ(primary->count(Counter::drop_repeated), before + 9);
}

TEST_F(KnownRequestTest, further_path_asks_who_listens_on_it_alone) {
    start_many(2);
    core::ProviderConfig config = host.next_config();
    ASSERT_TRUE(config.interface_name.assign("eth1"));
    host.start(config, {service("on eth1")});
    host.run_for(ms);
    ask_first();
    EXPECT_EQ(known.size(), 3U);
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(3);
    // The same attempt by eth1: one more is asked, and is not known.
    client.received.clear();
    VirtualClient& other = host.client(endpoint("198.51.100.77", 5000));
    const Bytes bytes = request_of_shard({.wants_roster = true}, 0);
    host.send_to_port(other.endpoint, bytes, eth1, "198.51.100.10");
    host.run_for(ms);
    EXPECT_TRUE(client.received.empty());
    ASSERT_EQ(other.received.size(), 1U);
    const auto answer = read<wire::Advertisement>(other.received[0].bytes);
    EXPECT_EQ(names_in(answer.services), std::vector<std::string>{"on eth1"});
    EXPECT_EQ(answer.roster.matching, 4U);
    // By IPv6 nobody is new: whoever wants the roster has it.
    const std::uint64_t before = primary->count(Counter::drop_repeated);
    host.send_to_port(endpoint("2001:db8::77", 5000), bytes, eth0, "2001:db8::10");
    host.run_for(ms);
    EXPECT_EQ(primary->count(Counter::drop_repeated), before + 1);
}

TEST_F(KnownRequestTest, notification_carries_on_what_is_known) {
    start_many(3);
    ask_first();
    known.erase("s2");
    const Asking asking{.shards = 3};
    ask_again(asking);
    const auto notifications = host.sent_of_type(MessageType::provider_notification);
    ASSERT_EQ(notifications.size(), 1U);
    const auto passed_on = read<wire::Notification>(notifications[0].bytes).request;
    const Bytes bytes = request_of_shard(asking, passed_on.known.shard);
    const auto asked = read<wire::Request>(bytes);
    EXPECT_EQ(passed_on.transaction, transaction);
    EXPECT_EQ(passed_on.attempt, attempt);
    EXPECT_EQ(passed_on.filter.type, "_http._tcp");
    EXPECT_EQ(passed_on.known.hashes, asked.known.hashes);
    EXPECT_EQ(passed_on.known.shards, asked.known.shards);
    EXPECT_EQ(Bytes(passed_on.known.bits.begin(), passed_on.known.bits.end()),
              Bytes(asked.known.bits.begin(), asked.known.bits.end()));
}

TEST_F(KnownRequestTest, largest_request_is_carried_on_to_secondaries) {
    start_many(3);
    ask_first();
    ++attempt;
    client.received.clear();
    wire::Request asked = request(transaction, attempt, "_http._tcp");
    asked.window_ms = 1;
    const Bytes none(1232 - bytes_of(asked).size() - 8);
    asked.known = {1, 0, 1, true, none};
    const Bytes bytes = bytes_of(asked);
    ASSERT_EQ(bytes.size(), limits::network_datagram_max);
    host.broadcast_to_port(client.endpoint, bytes);
    host.run_for(2 * ms);
    EXPECT_EQ(names_received().size(), 4U);
}

TEST_F(KnownRequestTest, any_number_of_bits_a_service_is_understood) {
    start_many(3);
    ask_first();
    const Bytes all(10, 0xFF);
    const Bytes none(10);
    for (std::uint8_t hashes = 1; hashes <= wire::known_answer_hashes_max; ++hashes) {
        for (const bool knows_all : {true, false}) {
            ++attempt;
            client.received.clear();
            wire::Request asked = request(transaction, attempt, "_http._tcp");
            asked.known = {hashes, 0, 1, false, knows_all ? all : none};
            host.broadcast_to_port(client.endpoint, bytes_of(asked));
            host.run_for(ms);
            EXPECT_EQ(names_received().size(), knows_all ? 0U : 4U) << int{hashes};
        }
    }
}

TEST_F(KnownRequestTest, secondary_that_has_nothing_new_stays_silent) {
    start_many(2);
    ask_first();
    for (const bool wants_roster : {false, true}) {
        ++attempt;
        host.sent.clear();
        const Bytes bytes = request_of_shard({.wants_roster = wants_roster}, 0);
        wire::Notification notification;
        notification.client = client.endpoint;
        notification.if_index = eth0;
        notification.local = ip("192.0.2.10");
        notification.roster = {primary->id(), 3, 1, true};
        notification.request = read<wire::Request>(bytes);
        const std::uint64_t before = secondaries[0]->count(Counter::requests);
        host.send_to_control(*secondaries[0], endpoint("127.0.0.1", host.port),
                             bytes_of(notification));
        host.run_for(ms);
        EXPECT_EQ(secondaries[0]->count(Counter::requests), before + 1);
        EXPECT_TRUE(host.sent.empty()) << "only a primary speaks of rosters";
    }
}

}  // namespace
}  // namespace mpdisc::test
