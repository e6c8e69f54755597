// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "core/search/status_query.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint port_on_loopback = endpoint("127.0.0.1", VirtualHost::port);

/// A status query on a host. The test carries its datagrams by hand.
class StatusTest : public testing::Test {
   protected:
    void begin() {
        query.emplace(port_on_loopback, 1000, core::Random::Seed{1, 2, 3, 4});
        query->start(host.now_us);
    }

    /// Carries one request to the host and the answers back. False if there was no request.
    bool exchange() {
        core::Outbound out;
        if (!query->poll_transmit(out)) return false;
        EXPECT_EQ(out.route.to, port_on_loopback);
        pages.push_back(read<wire::StatusRequest>(out.bytes).page);
        admin.received.clear();
        host.send_to_port(admin.endpoint, {out.bytes.begin(), out.bytes.end()});
        host.run_for(ms);
        for (const Datagram& each : admin.received) receive(each.from, each.bytes);
        return true;
    }
    void receive(const Endpoint& from, const Bytes& bytes) {
        query->receive(host.now_us, {core::Channel::client, from, ip("127.0.0.1"), lo, bytes});
    }

    void read_providers() {
        for (ProviderStatus status; query->next_provider(status);) {
            providers.push_back(status);
            services.emplace_back();
            for (ServiceView each; query->next_service(each);) {
                services.back().emplace_back(each.name);
            }
        }
    }

    void ask_for_all() {
        begin();
        while (exchange()) read_providers();
    }

    /// A response to the last request that lists one provider.
    Bytes response(std::uint32_t provider, std::uint32_t next_page) {
        core::Outbound out;
        EXPECT_TRUE(query->poll_transmit(out));
        Bytes bytes(1000);
        wire::StatusResponseWriter writer(bytes, read<wire::StatusRequest>(out.bytes).transaction,
                                          id_of(1), Counters{});
        ProviderStatus status;
        status.id = id_of(provider);
        status.role = Role::secondary;
        EXPECT_TRUE(writer.add(status, encoded({service("a"), service("b")})));
        bytes.resize(writer.finish(next_page));
        return bytes;
    }

    VirtualHost host;
    VirtualClient& admin = host.client(endpoint("127.0.0.1", 5000));
    std::optional<core::StatusQuery> query;
    std::vector<std::uint32_t> pages;
    std::vector<ProviderStatus> providers;
    std::vector<std::vector<std::string>> services;
};

TEST_F(StatusTest, lists_the_primary_and_each_secondary) {
    VirtualProvider& primary = host.start({service("p")});
    host.run_for(10 * second);
    VirtualProvider& secondary = host.start({service("a"), service("b")});
    VirtualProvider& empty = host.start();
    host.run_for(28 * second);
    ask_for_all();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    ASSERT_EQ(providers.size(), 3U);
    EXPECT_EQ(providers[0].id, primary.id());
    EXPECT_EQ(providers[0].role, Role::primary);
    EXPECT_EQ(providers[0].process_id, 1001U);
    EXPECT_EQ(providers[0].age_ms, 38'000U);
    EXPECT_EQ(providers[0].last_heartbeat_ms, 0U);
    EXPECT_EQ(services[0], std::vector<std::string>{"p"});
    EXPECT_EQ(providers[1].id, secondary.id());
    EXPECT_EQ(providers[1].role, Role::secondary);
    EXPECT_EQ(providers[1].process_id, 1002U);
    EXPECT_NEAR(static_cast<double>(providers[1].age_ms), 28'000, 1);
    EXPECT_EQ(providers[1].service_count, 2U);
    EXPECT_EQ(services[1], (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(providers[2].id, empty.id());
    EXPECT_TRUE(services[2].empty());
    EXPECT_EQ(query->primary_counters()[Counter::registrations], 2U);
    EXPECT_EQ(query->next_deadline_us(), never_us);

    host.run_for(10 * second);
    query->tick(host.now_us);
    EXPECT_FALSE(exchange()) << "an ended query asks no more";
}

TEST_F(StatusTest, tells_what_the_primary_knows_of_other_hosts) {
    host.announce_s = 60;
    VirtualProvider& primary = host.start({service("p")});
    host.run_for(ms);
    ask_for_all();
    EXPECT_EQ(query->neighbourhood(), (NeighbourhoodStatus{primary.machine.host(), 0, 0, 0, false}))
        << "it has only begun to listen";
    host.run_for(10 * second);
    ask_for_all();
    EXPECT_EQ(query->neighbourhood(), (NeighbourhoodStatus{primary.machine.host(), 0, 0, 0, true}));
}

TEST_F(StatusTest, never_tells_that_a_primary_that_announces_nothing_knows_all_hosts) {
    host.announce_s = 0;
    VirtualProvider& primary = host.start({service("p")});
    host.run_for(100 * second);
    ask_for_all();
    EXPECT_EQ(query->neighbourhood(),
              (NeighbourhoodStatus{primary.machine.host(), 0, 0, 0, false}));
}

TEST_F(StatusTest, tells_which_secondary_is_the_deputy) {
    host.user_id = 1001;
    host.start();
    host.user_id = wire::Registration::no_user;
    host.start();
    host.user_id = 1001;
    VirtualProvider& deputy = host.start();
    host.start();
    host.run_for(ms);
    ask_for_all();
    ASSERT_EQ(providers.size(), 4U);
    for (const ProviderStatus& each : providers) EXPECT_EQ(each.is_deputy, each.id == deputy.id());
}

TEST_F(StatusTest, large_registry_comes_in_pages) {
    host.start({service("p")});
    for (int i = 0; i < 40; ++i) {
        std::vector<Service> many;
        for (int j = 0; j < 10; ++j) many.push_back(service_of_size("s" + std::to_string(j), 800));
        host.start(many);
    }
    host.run_for(10 * ms);
    ask_for_all();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    EXPECT_EQ(pages.size(), 5U);
    EXPECT_TRUE(std::is_sorted(pages.begin(), pages.end()));
    ASSERT_EQ(providers.size(), 41U);
    std::set<std::uint32_t> processes;
    for (std::size_t i = 0; i < providers.size(); ++i) {
        processes.insert(providers[i].process_id);
        EXPECT_EQ(services[i].size(), i == 0 ? 1U : 10U);
    }
    EXPECT_EQ(processes.size(), 41U);
}

TEST_F(StatusTest, fullest_provider_fits_one_page) {
    std::vector<Service> many;
    for (int i = 0; i < 65; ++i) many.push_back(service_of_size(std::to_string(100 + i), 880));
    host.start(many);
    host.start(many);
    host.start(many);
    host.run_for(10 * ms);
    ask_for_all();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    EXPECT_EQ(pages, (std::vector<std::uint32_t>{0, 1, 2}));
    ASSERT_EQ(services.size(), 3U);
    for (const auto& each : services) EXPECT_EQ(each.size(), 65U);
}

TEST_F(StatusTest, change_between_pages_hides_and_doubles_no_other_provider) {
    host.start();
    std::vector<VirtualProvider*> secondaries;
    const std::vector<Service> large = {service_of_size("a", 800), service_of_size("b", 800)};
    for (int i = 0; i < 100; ++i) secondaries.push_back(&host.start(large));
    host.run_for(10 * ms);
    begin();
    ASSERT_TRUE(exchange());
    read_providers();
    ASSERT_EQ(query->outcome(), StatusOutcome::running);
    // Remove providers of the first page and of later pages, and add new ones.
    for (const std::size_t leaving : {0U, 1U, 2U, 90U, 91U}) host.stop(*secondaries[leaving]);
    host.run_for(ms);
    for (int i = 0; i < 3; ++i) host.start();
    host.run_for(ms);
    while (exchange()) read_providers();
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
    std::multiset<std::uint32_t> processes;
    for (const ProviderStatus& each : providers) processes.insert(each.process_id);
    for (std::uint32_t i = 0; i < 100; ++i) {
        const bool left_before_told = i == 90 || i == 91;
        EXPECT_EQ(processes.count(1002 + i), left_before_told ? 0U : 1U) << i;
    }
}

TEST_F(StatusTest, page_beyond_the_registry_is_the_last_one) {
    host.start({service("p")});
    for (const std::uint32_t page : {1U, 2U, 1000U, UINT32_MAX}) {
        admin.received.clear();
        host.send_to_port(admin.endpoint, bytes_of(wire::StatusRequest{5, page}));
        host.run_for(ms);
        ASSERT_EQ(admin.received.size(), 1U);
        const auto response = read<wire::StatusResponse>(admin.received[0].bytes);
        EXPECT_EQ(response.next_page, 0U);
        ProviderStatus status;
        EXPECT_FALSE(wire::StatusReader(response).next_provider(status));
    }
}

TEST_F(StatusTest, lost_query_is_repeated_until_the_time_out) {
    begin();
    const TimeUs began_us = host.now_us;
    int sent = 0;
    for (core::Outbound out; query->next_deadline_us() != never_us;) {
        while (query->poll_transmit(out)) ++sent;
        host.run_until(query->next_deadline_us());
        query->tick(host.now_us);
    }
    EXPECT_EQ(query->outcome(), StatusOutcome::no_answer);
    EXPECT_EQ(host.now_us, began_us + second);
    EXPECT_GE(sent, 5);
    EXPECT_LE(sent, 6);
}

TEST_F(StatusTest, query_ends_after_four_refusals) {
    begin();
    const TimeUs began_us = host.now_us;
    int sent = 0;
    for (core::Outbound out; query->next_deadline_us() != never_us;) {
        for (; query->poll_transmit(out); ++sent) query->refused(host.now_us, out.route.to);
        if (query->next_deadline_us() == never_us) break;
        host.run_until(query->next_deadline_us());
        query->tick(host.now_us);
    }
    EXPECT_EQ(query->outcome(), StatusOutcome::no_answer);
    EXPECT_EQ(sent, 4);
    EXPECT_LT(host.now_us, began_us + 400 * ms);
}

TEST_F(StatusTest, outcome_is_not_asked_if_the_system_refuses_to_send_each_query) {
    begin();
    for (core::Outbound out; query->next_deadline_us() != never_us;) {
        while (query->poll_transmit(out)) query->counters().add(Counter::send_errors);
        host.run_until(query->next_deadline_us());
        query->tick(host.now_us);
    }
    EXPECT_EQ(query->outcome(), StatusOutcome::not_asked);
}

TEST_F(StatusTest, each_page_has_its_own_time_out) {
    begin();
    host.run_for(900 * ms);
    receive(port_on_loopback, response(2, 5));
    EXPECT_EQ(query->outcome(), StatusOutcome::running);
    host.run_for(900 * ms);
    query->tick(host.now_us);
    EXPECT_EQ(query->outcome(), StatusOutcome::running);
    host.run_for(100 * ms);
    query->tick(host.now_us);
    EXPECT_EQ(query->outcome(), StatusOutcome::incomplete);
}

TEST_F(StatusTest, page_that_does_not_advance_ends_the_query) {
    for (const std::uint32_t next_page : {5U, 4U}) {
        begin();
        receive(port_on_loopback, response(2, 5));
        ASSERT_EQ(query->outcome(), StatusOutcome::running);
        receive(port_on_loopback, response(3, next_page));
        EXPECT_EQ(query->outcome(), StatusOutcome::incomplete);
    }
}

TEST_F(StatusTest, answers_from_elsewhere_or_to_other_questions_are_dropped) {
    begin();
    const Bytes good = response(2, 0);
    receive(endpoint("127.0.0.1", 12345), good);
    receive(endpoint("192.0.2.1", VirtualHost::port), good);
    Bytes other = good;
    other[8] ^= 1;
    receive(port_on_loopback, other);
    receive(port_on_loopback, Bytes(good.begin(), good.end() - 1));
    EXPECT_EQ(query->outcome(), StatusOutcome::running);
    receive(port_on_loopback, good);
    EXPECT_EQ(query->outcome(), StatusOutcome::complete);
}

TEST_F(StatusTest, damaged_page_discards_the_page_before) {
    begin();
    receive(port_on_loopback, response(2, 5));
    ProviderStatus status;
    ASSERT_TRUE(query->next_provider(status));
    Bytes damaged = response(3, 0);
    damaged[wire::header_size + 3] = 15;  // a wrong length of the first field
    receive(port_on_loopback, damaged);
    ServiceView view;
    EXPECT_FALSE(query->next_service(view));
    EXPECT_FALSE(query->next_provider(status));
    EXPECT_EQ(query->outcome(), StatusOutcome::running);
}

}  // namespace
}  // namespace mpdisc::test
