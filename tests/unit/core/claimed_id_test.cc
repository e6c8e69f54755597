// SPDX-License-Identifier: MIT
//
// Provider ids are public, so any program can claim one. Such a claim must neither keep the honest
// provider out nor hide it from a client.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/probe_fixture.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint liar = endpoint("127.0.0.1", 12'345);

Service offer(std::string_view name, std::uint32_t port) {
    return service(name, "_http._tcp", {}, port);
}

class ClaimedId : public testing::Test {
   protected:
    /// Sends a registration under that id from the liar's socket.
    void claim(const ProviderId& id, const std::vector<Service>& services) {
        const Bytes encoded_services = encoded(services);
        wire::Registration registration{++transaction, id, 77, wire::Registration::no_user, {}, {}};
        registration.services = wire::ServiceList(encoded_services);
        (void)host.client(liar);  // opens the liar's socket
        host.send_to_port(liar, bytes_of(registration));
        host.run_for(ms);
    }

    /// The number of matching services by the roster, and the ports in the answers.
    std::pair<std::uint32_t, std::multiset<std::uint16_t>> ask() {
        VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
        client.received.clear();
        host.broadcast_to_port(client.endpoint, bytes_of(request(++transaction)));
        host.run_for(ms);
        std::pair<std::uint32_t, std::multiset<std::uint16_t>> answer;
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            answer.first = advertisement.roster.matching;
            auto services = advertisement.services.read();
            for (wire::ServiceList::Item item; services.next(item);) {
                answer.second.insert(item.service.port);
            }
        }
        return answer;
    }

    VirtualHost host;
    VirtualProvider& primary = host.start({offer("p", 1)});
    std::uint64_t transaction = 0;
};

TEST_F(ClaimedId, keeps_no_later_provider_out) {
    const core::ProviderConfig honest = host.next_config();
    claim(honest.id, {offer("bogus", 666)});
    VirtualProvider& secondary = host.start(honest, {offer("s", 2)});
    host.run_for(ms);
    EXPECT_EQ(secondary.role(), Role::secondary);
    const auto [matching, ports] = ask();
    EXPECT_EQ(matching, 3U) << "the liar's service counts, too";
    EXPECT_EQ(ports, (std::multiset<std::uint16_t>{1, 2}));
}

TEST_F(ClaimedId, replaces_and_removes_no_registered_provider) {
    VirtualProvider& secondary = host.start({offer("s", 2)});
    host.run_for(ms);
    claim(secondary.id(), {offer("s", 666)});
    EXPECT_EQ(ask(), std::pair(3U, std::multiset<std::uint16_t>{1, 2}));
    host.send_to_port(
        liar, bytes_of(MessageType::provider_unregistration, wire::Identity{7, secondary.id()}));
    host.run_for(ms);
    EXPECT_EQ(ask(), std::pair(2U, std::multiset<std::uint16_t>{1, 2}));
    host.run_for(200 * second);
    EXPECT_EQ(ask(), std::pair(2U, std::multiset<std::uint16_t>{1, 2}));
}

TEST_F(ClaimedId, primary_refuses_a_claim_to_its_own_id) {
    claim(primary.id(), {offer("bogus", 666)});
    EXPECT_EQ(primary.count(Counter::registrations), 0U);
    EXPECT_EQ(primary.count(Counter::drop_not_registrant), 1U);
    EXPECT_EQ(ask(), std::pair(1U, std::multiset<std::uint16_t>{1}));
}

class ProbeClaimedId : public ProbeTest {
   protected:
    /// Feeds an answer of provider 2 that comes from that port.
    void answer_from(std::uint16_t from_port, const Service& offered, std::uint8_t attempt = 1,
                     std::string_view from = "192.0.2.20") {
        const Answer answer{
            .provider = 2, .matching = 2, .attempt = attempt, .services = {offered}};
        const Bytes bytes = bytes_of_answer(answer);
        probe->receive(now_us, {core::Channel::client, endpoint(from, from_port), ip("192.0.2.10"),
                                eth0, bytes});
        take_requests();
    }
    std::vector<std::uint16_t> ports_found() {
        std::vector<std::uint16_t> ports;
        for (FoundServiceView each; probe->next_service(each);) ports.push_back(each.service.port);
        return ports;
    }
    /// Without patience, so that the search ends as soon as all hosts are complete.
    core::ProbeConfig without_patience() const {
        core::ProbeConfig config;
        config.patience_ms = 0;
        return config;
    }
};

TEST_F(ProbeClaimedId, lists_both_claimants_of_one_id_and_is_complete) {
    for (const bool honest_is_first : {true, false}) {
        requests.clear();
        start(without_patience());
        const Service honest = offer("s", 80);
        const Service bogus = offer("s", 666);
        answer_from(40'001, honest_is_first ? honest : bogus);
        answer_from(40'002, honest_is_first ? bogus : honest);
        run_for(500 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::complete);
        auto ports = ports_found();
        std::ranges::sort(ports);
        EXPECT_EQ(ports, (std::vector<std::uint16_t>{80, 666}));
    }
}

TEST_F(ProbeClaimedId, answer_of_another_host_replaces_no_service) {
    start(without_patience());
    answer_from(40'001, offer("s", 80));
    const Bytes bogus =
        bytes_of_answer({.provider = 2, .primary = 9, .services = {offer("s", 666)}});
    probe->receive(now_us, {core::Channel::client, endpoint("192.0.2.66", 40'001), ip("192.0.2.10"),
                            eth0, bogus});
    EXPECT_EQ(ports_found(), (std::vector<std::uint16_t>{80, 666}));
}

TEST_F(ProbeClaimedId, service_that_its_provider_changed_is_listed_once) {
    start(without_patience());
    answer_from(40'001, offer("s", 80));
    run_for(25 * ms);
    answer_from(40'001, offer("s", 81), 2);
    // The same service by another interface and from the discovery port.
    answer_from(40'001, offer("s", 81), 2, "192.0.2.21");
    answer_from(6737, offer("s", 81), 2);
    EXPECT_EQ(ports_found(), std::vector<std::uint16_t>{81});
}

}  // namespace
}  // namespace mpdisc::test
