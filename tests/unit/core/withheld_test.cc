// SPDX-License-Identifier: MIT
//
// How much a neighbour can make a host send, to itself or to a victim.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using Names = std::multiset<std::string>;

class WithheldTest : public testing::Test {
   protected:
    /// Starts a primary and `secondaries` secondaries, each with one service.
    void start_many(int secondaries) {
        primary = &host.start({service("p")});
        for (int n = 1; n <= secondaries; ++n) host.start({service("s" + std::to_string(n))});
        host.run_for(second);
    }

    void ask(const Bytes& bytes) { ask(bytes, client); }
    void ask(const Bytes& bytes, VirtualClient& from) {
        from.received.clear();
        host.send_to_port(from.endpoint, bytes, eth0, "192.0.2.10");
        host.run_for(10 * ms);
    }
    [[nodiscard]] Bytes next_request(std::uint64_t token = 0) {
        wire::Request made = request(42, ++attempt);
        made.address_token = token;
        return short_bytes_of(made);
    }

    [[nodiscard]] static std::size_t bytes_received(const VirtualClient& by) {
        std::size_t sum = 0;
        for (const Datagram& each : by.received) sum += each.bytes.size();
        return sum;
    }
    [[nodiscard]] Names names() const {
        Names names;
        for (const Datagram& each : client.received) {
            const auto more = names_in(read<wire::Advertisement>(each.bytes).services);
            names.insert(more.begin(), more.end());
        }
        return names;
    }
    [[nodiscard]] static wire::Roster roster_of(const VirtualClient& by) {
        return read<wire::Advertisement>(by.received.at(0).bytes).roster;
    }

    static constexpr TimeUs second = 1'000 * ms;
    VirtualHost host;
    VirtualProvider* primary = nullptr;
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    std::uint8_t attempt = 0;
};

TEST_F(WithheldTest, stranger_gets_at_most_sixteen_times_what_it_sent) {
    start_many(60);
    for (std::size_t size = 60; size <= limits::network_datagram_max; size += 97) {
        ask(padded(next_request(), size));
        EXPECT_FALSE(client.received.empty());
        EXPECT_LE(bytes_received(client), size * limits::stranger_amplification_max) << size;
        EXPECT_EQ(roster_of(client).matching, 61U) << "the roster counts withheld services, too";
    }
}

TEST_F(WithheldTest,
       stranger_gets_no_more_when_secondaries_advertise_more_addresses_than_the_primary) {
    for (int n = 1; n <= 7; ++n) {
        host.interfaces.push_back(
            interface_address(eth0, "eth0", "2001:db8::" + std::to_string(n) + "/64"));
    }
    core::ProviderConfig config = host.next_config();
    config.family = Family::ipv4;
    primary = &host.start(config, {service("p")});
    for (int n = 1; n <= 60; ++n) host.start({service("s" + std::to_string(n))});
    host.run_for(second);
    for (std::size_t size = 60; size <= limits::network_datagram_max; size += 97) {
        ask(padded(next_request(), size));
        EXPECT_LE(bytes_received(client), size * limits::stranger_amplification_max) << size;
    }
}

TEST_F(WithheldTest, provider_of_many_services_obeys_the_limit_too) {
    std::vector<Service> services;
    for (int n = 0; n < 300; ++n) services.push_back(service("p" + std::to_string(n)));
    primary = &host.start(services);
    host.run_for(second);
    ask(padded(next_request(), 400));
    EXPECT_LE(bytes_received(client), 400U * limits::stranger_amplification_max);
    EXPECT_GT(names().size(), 100U);
    EXPECT_NE(roster_of(client).address_token, 0U);
    ask(next_request(roster_of(client).address_token));
    EXPECT_EQ(names().size(), 300U);
}

TEST_F(WithheldTest, primary_says_so_when_nothing_fits) {
    start_many(3);
    ask(next_request());
    ASSERT_EQ(client.received.size(), 1U);
    EXPECT_TRUE(names().empty() || names() == Names{"p"});
    EXPECT_NE(roster_of(client).address_token, 0U);
    EXPECT_EQ(primary->count(Counter::withheld), 1U);
}

TEST_F(WithheldTest, client_with_the_token_gets_everything) {
    start_many(60);
    ask(next_request());
    const std::uint64_t token = roster_of(client).address_token;
    ask(next_request(token));
    EXPECT_EQ(names().size(), 61U);
    EXPECT_EQ(roster_of(client).address_token, 0U) << "nothing was withheld";
}

TEST_F(WithheldTest, token_is_of_no_use_to_another_client) {
    start_many(60);
    ask(next_request());
    const std::uint64_t token = roster_of(client).address_token;
    VirtualClient& victim = host.client(endpoint("192.0.2.78", 5000));
    const Bytes forged = next_request(token);
    ask(forged, victim);
    EXPECT_LE(bytes_received(victim), forged.size() * limits::stranger_amplification_max);
}

TEST_F(WithheldTest, program_of_this_host_gets_everything_at_once) {
    start_many(60);
    VirtualClient& local = host.client(endpoint("127.0.0.1", 5000));
    host.send_to_port(local.endpoint, next_request());
    host.run_for(10 * ms);
    EXPECT_EQ(local.received.size(), 61U);
    EXPECT_EQ(roster_of(local).address_token, 0U);
}

TEST_F(WithheldTest, forged_request_does_not_block_the_same_request_with_a_token) {
    start_many(60);
    ask(next_request());
    const std::uint64_t token = roster_of(client).address_token;
    VirtualClient& hostile = host.client(endpoint("192.0.2.66", 6000));
    ask(short_bytes_of(request(42, 2)), hostile);
    ask(next_request(token));
    EXPECT_EQ(names().size(), 61U);
}

TEST_F(WithheldTest, same_attempt_without_the_token_is_a_repetition) {
    start_many(60);
    ask(next_request());
    const std::uint64_t token = roster_of(client).address_token;
    ask(next_request(token));
    ask(short_bytes_of(request(42, 2)));
    EXPECT_TRUE(client.received.empty());
    EXPECT_EQ(primary->count(Counter::drop_repeated), 1U);
}

TEST_F(WithheldTest, endless_requests_are_answered_at_the_clients_rate) {
    core::ProviderConfig config = host.next_config();
    config.rates.client = 64 * 1024;
    primary = &host.start(config, {service("p")});
    host.run_for(second);
    std::size_t sent = 0;
    for (std::uint64_t n = 0; n < 5'000; ++n) {
        host.send_to_port(client.endpoint, short_bytes_of(request(100 + n, 1)), eth0, "192.0.2.10");
        host.run_for(ms);
        sent += bytes_received(client);
        client.received.clear();
    }
    // Each request costs 4 KiB besides its answer.
    const std::size_t most = (2 + 5) * 64 * 1024 / 4'096;
    EXPECT_LE(primary->count(Counter::requests), most);
    EXPECT_GE(primary->count(Counter::requests), most * 9 / 10);
    EXPECT_LE(sent, most * 160);
    EXPECT_GT(primary->count(Counter::drop_rate_limited), 0U);
}

TEST_F(WithheldTest, refused_path_leaves_the_attempt_to_other_paths) {
    start_many(1);
    for (std::uint64_t n = 0; n < 5'000; ++n) {
        host.send_to_port(client.endpoint, short_bytes_of(request(100 + n, 1)), eth0, "192.0.2.10");
    }
    host.run_for(ms);
    const std::uint64_t refused = primary->count(Counter::drop_rate_limited);
    const Bytes asked = padded(next_request(), 128);
    ask(asked);
    EXPECT_TRUE(client.received.empty());
    EXPECT_EQ(primary->count(Counter::drop_rate_limited), refused + 1);
    VirtualClient& by_ipv6 = host.client(endpoint("2001:db8::77", 5000));
    host.send_to_port(by_ipv6.endpoint, asked, eth0, "2001:db8::10");
    host.run_for(10 * ms);
    EXPECT_EQ(by_ipv6.received.size(), 2U);
    host.send_to_port(by_ipv6.endpoint, asked, eth0, "2001:db8::10");
    host.run_for(10 * ms);
    EXPECT_EQ(by_ipv6.received.size(), 2U) << "this is a repetition";
}

TEST_F(WithheldTest, many_strangers_do_not_keep_a_client_from_its_answers) {
    start_many(60);
    for (std::uint32_t n = 0; n < 60'000; ++n) {
        host.send_to_port(endpoint("192.0.2." + std::to_string(n % 200 + 20), 7000),
                          short_bytes_of(request(1'000'000 + n, 1)), eth0, "192.0.2.10");
        if (n % 100 == 0) host.run_for(ms);
    }
    host.run_for(10 * ms);
    ask(next_request());
    ASSERT_FALSE(client.received.empty());
    ask(next_request(roster_of(client).address_token));
    EXPECT_EQ(names().size(), 61U);
}

}  // namespace
}  // namespace mpdisc::test
