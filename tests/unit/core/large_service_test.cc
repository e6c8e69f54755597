// SPDX-License-Identifier: MIT
//
// An advertisement leaves out some fields to make room for a large service. How a probe handles
// that.
#include <gtest/gtest.h>

#include "tests/unit/core/keys.h"
#include "tests/unit/core/probe_fixture.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

constexpr std::string_view long_type = "_fifteen-letters._tcp";
constexpr std::size_t name_size = 67 - long_type.size();

/// A service with attributes of exactly limits::attributes_bytes_max and a name of that size.
Service largest_service(char initial, std::size_t name_bytes = name_size) {
    Service made = service(std::string(name_bytes, initial), long_type);
    for (std::size_t rest = limits::attributes_bytes_max, key = 'a'; rest != 0; ++key) {
        const std::size_t size = std::min(rest, limits::attribute_max + 1);
        const std::string value(size - 3, 'v');
        EXPECT_EQ(made.add_attribute(std::string(1, static_cast<char>(key)) + "=" + value),
                  ServiceError::none);
        rest -= size;
    }
    return made;
}

TEST(LargeService, is_as_large_as_the_limits_say_and_no_larger) {
    const auto size_of = [](const Service& each) { return encoded({each}).size(); };
    EXPECT_EQ(size_of(largest_service('a')), limits::encoded_service_max);
    const ServiceView view = largest_service('a').view();
    EXPECT_EQ(view.name.size() + view.type.size() + limits::attributes_bytes_max,
              limits::service_content_max);
    core::ServiceSet set;
    EXPECT_EQ(set.add(largest_service('a').view()), ServiceError::none);
    EXPECT_EQ(set.add(largest_service('b', name_size + 1).view()), ServiceError::too_large);
    EXPECT_NE(std::string_view(to_text(ServiceError::too_large)).find("1091"),
              std::string_view::npos);
}

/// A host with addresses of both families; the parameter says whether it has keys.
class LargeServiceTest : public testing::TestWithParam<bool> {
   protected:
    LargeServiceTest() {
        if (GetParam()) host.keys = keyring({1});
        host.interfaces.clear();
        host.interfaces.push_back(interface_address(lo, "lo", "127.0.0.1/8"));
        host.interfaces.push_back(interface_address(eth0, "eth0", "192.0.2.10/24"));
        for (int i = 0; i < 10; ++i) {
            const std::string address = "2001:db8::" + std::to_string(10 + i);
            host.interfaces.push_back(interface_address(eth0, "eth0", address + "/64"));
        }
    }

    VirtualProvider& start(std::size_t host_name_size, const std::vector<Service>& services) {
        core::ProviderConfig config = host.next_config();
        EXPECT_TRUE(config.host_name.assign(std::string(host_name_size, 'h')));
        return host.start(config, services);
    }

    /// The answers to a neighbour's request of that size. Its address may be forged.
    const std::vector<Datagram>& ask(std::size_t size) {
        const Bytes request = padded(short_bytes_of(test::request(1)), size - host.keys.overhead());
        host.send_to_port(neighbour.endpoint, sealed(host.keys, request, host.wall_ms()), eth0,
                          "2001:db8::10");
        host.run_for(ms);
        for (const Datagram& each : neighbour.received) {
            EXPECT_LE(each.bytes.size(), limits::network_datagram_max);
            if (GetParam()) (void)seal_of(host.keys, each.bytes);
        }
        return neighbour.received;
    }

    VirtualHost host;
    VirtualClient& neighbour = host.client(endpoint("2001:db8::77", 5000));
};

INSTANTIATE_TEST_SUITE_P(WithKeysAndWithout, LargeServiceTest, testing::Bool());

TEST_P(LargeServiceTest, largest_service_fits_and_arrives_unchanged) {
    const std::vector<Service> services = {largest_service('a'), largest_service('b')};
    VirtualProvider& provider = start(limits::host_name_max, services);
    const auto& answers = ask(limits::network_datagram_max);
    ASSERT_EQ(answers.size(), services.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto advertisement = read<wire::Advertisement>(answers[i].bytes);
        EXPECT_EQ(advertisement.host_name, "");
        EXPECT_EQ(advertisement.address_count, GetParam() ? 1U : 2U)
            << "they fit in the room that a token would take";
        wire::ServiceList::Reader found = advertisement.services.read();
        wire::ServiceList::Item item;
        ASSERT_TRUE(found.next(item));
        EXPECT_TRUE(std::ranges::equal(item.encoded, encoded({services[i]})));
        EXPECT_FALSE(found.next(item));
    }
    EXPECT_EQ(provider.count(Counter::drop_no_memory), 0U);
}

TEST_P(LargeServiceTest, largest_service_fits_beside_a_roster_with_a_token) {
    start(limits::host_name_max, {largest_service('a'), largest_service('b')});
    const auto& answers = ask(limits::request_size_min);
    ASSERT_EQ(answers.size(), 1U) << "the second service is withheld from a stranger";
    const auto advertisement = read<wire::Advertisement>(answers[0].bytes);
    EXPECT_NE(advertisement.roster.address_token, 0U);
    EXPECT_EQ(names_in(advertisement.services).size(), 1U);
    EXPECT_EQ(answers[0].bytes.size(),
              limits::encoded_service_max + limits::advertisement_overhead_min);
    EXPECT_EQ(advertisement.host_name, "");
    EXPECT_EQ(advertisement.address_count, GetParam() ? 0U : 2U)
        << "they fit in the room that a seal would take";
}

TEST_P(LargeServiceTest, largest_service_is_sent_to_a_stranger_at_once) {
    start(limits::host_name_max, {largest_service('a')});
    const auto& answers = ask(limits::request_size_min);
    ASSERT_EQ(answers.size(), 1U);
    const auto advertisement = read<wire::Advertisement>(answers[0].bytes);
    EXPECT_EQ(advertisement.roster.address_token, 0U) << "its answer is one datagram";
    EXPECT_EQ(names_in(advertisement.services).size(), 1U);
}

TEST_P(LargeServiceTest, answer_that_withholds_the_service_leaves_out_nothing_else) {
    start(limits::host_name_max, {largest_service('a')});
    const auto& answers = ask(70);
    ASSERT_EQ(answers.size(), 1U);
    const auto advertisement = read<wire::Advertisement>(answers[0].bytes);
    EXPECT_NE(advertisement.roster.address_token, 0U);
    EXPECT_TRUE(advertisement.services.is_empty());
    EXPECT_EQ(advertisement.host_name.size(), limits::host_name_max);
    EXPECT_EQ(advertisement.address_count, limits::advertised_addresses_max);
    EXPECT_LE(answers[0].bytes.size(), limits::advertisement_overhead_max);
}

TEST_P(LargeServiceTest, no_further_answer_is_sent_without_services) {
    start(limits::host_name_max, {largest_service('a'), service("small")});
    // The first answer leaves room for the small service, but not for all addresses beside it.
    const auto& answers = ask((limits::network_datagram_max + 288) / 16);
    ASSERT_EQ(answers.size(), 1U);
    const auto advertisement = read<wire::Advertisement>(answers[0].bytes);
    EXPECT_NE(advertisement.roster.address_token, 0U);
    EXPECT_EQ(names_in(advertisement.services).size(), 1U);
}

TEST_P(LargeServiceTest, small_services_beside_it_come_with_all_fields) {
    start(limits::host_name_max,
          {service("first"), largest_service('a'), service("between"), service("more")});
    const auto& answers = ask(limits::network_datagram_max);
    ASSERT_EQ(answers.size(), 3U);
    for (const std::size_t i : {0U, 2U}) {
        const auto advertisement = read<wire::Advertisement>(answers[i].bytes);
        EXPECT_EQ(advertisement.host_name.size(), limits::host_name_max);
        EXPECT_EQ(advertisement.address_count, limits::advertised_addresses_max);
    }
    EXPECT_EQ(names_in(read<wire::Advertisement>(answers[2].bytes).services),
              (std::vector<std::string>{"between", "more"}));
}

/// Spare addresses go first, then the host name, then the last address of each family.
TEST_P(LargeServiceTest, least_useful_fields_are_left_out_first) {
    constexpr std::size_t ipv4 = 4 + wire::field_header_size;
    constexpr std::size_t ipv6 = 16 + wire::field_header_size;
    constexpr std::size_t host_name = 40;
    // The room that a token, and without keys also a seal, would take.
    const std::size_t spare = 8 + (GetParam() ? 0 : wire::auth_size);
    const std::size_t room = limits::encoded_service_max + spare;
    struct Case {
        std::size_t service;
        std::size_t addresses;
        bool has_host_name;
    };
    constexpr std::size_t name_field = host_name + wire::field_header_size;
    for (const Case& each :
         {Case{room - name_field - ipv4 - 2 * ipv6, 3, true},
          Case{room - name_field - ipv4 - 2 * ipv6 + 1, 2, true},
          Case{room - name_field - ipv4 - ipv6, 2, true},
          Case{room - name_field - ipv4 - ipv6 + 1, 2, false}, Case{room - ipv4 - ipv6, 2, false},
          Case{room - ipv4 - ipv6 + 1, 1, false}, Case{room - ipv4, 1, false}}) {
        // Without a seal there is more room than the largest service needs.
        if (each.service > limits::encoded_service_max) continue;
        SCOPED_TRACE(each.service);
        VirtualHost fresh;
        fresh.keys = host.keys;
        fresh.interfaces = host.interfaces;
        core::ProviderConfig config = fresh.next_config();
        ASSERT_TRUE(config.host_name.assign(std::string(host_name, 'h')));
        fresh.start(config, {service_of_size("a", each.service)});
        VirtualClient& client = fresh.client(endpoint("2001:db8::77", 5000));
        const Bytes asked = padded(short_bytes_of(request(1)), 1'000);
        fresh.send_to_port(client.endpoint, sealed(fresh.keys, asked, fresh.wall_ms()), eth0,
                           "2001:db8::10");
        fresh.run_for(ms);
        ASSERT_EQ(client.received.size(), 1U);
        EXPECT_LE(client.received[0].bytes.size(), limits::network_datagram_max);
        const auto advertisement = read<wire::Advertisement>(client.received[0].bytes);
        ASSERT_EQ(advertisement.address_count, each.addresses);
        EXPECT_EQ(advertisement.addresses[0], ip("192.0.2.10")) << "the preferred address stays";
        EXPECT_TRUE(each.addresses == 1 || advertisement.addresses[1].family == Family::ipv6);
        EXPECT_EQ(!advertisement.host_name.empty(), each.has_host_name);
    }
}

/// A probe that receives advertisements without host name and addresses.
class NamelessTest : public ProbeTest {
   protected:
    /// The answer without its HOST_NAME.
    [[nodiscard]] Bytes nameless(const Answer& answer) const {
        const Bytes whole = bytes_of_answer(answer);
        auto made = read<wire::Advertisement>(whole);
        made.host_name = {};
        return bytes_of(made);
    }
    std::string next_host() {
        FoundServiceView each;
        return probe->next_service(each) ? std::string(each.host) : "nothing yet";
    }
};

TEST_F(NamelessTest, host_gets_its_name_from_another_advertisement) {
    start();
    receive({.matching = 2, .services = {service("small")}});
    receive(nameless({.matching = 2, .services = {service("large")}, .addresses = {}}));
    EXPECT_EQ(next_host(), "host");
    EXPECT_EQ(next_host(), "host");
}

TEST_F(NamelessTest, service_waits_for_the_name_while_its_host_is_incomplete) {
    start();
    receive(nameless({.matching = 2, .services = {service("large")}, .addresses = {}}));
    EXPECT_EQ(next_host(), "nothing yet");
    receive({.provider = 2, .matching = 2, .services = {service("small")}});
    EXPECT_EQ(next_host(), "host");
    EXPECT_EQ(next_host(), "host");
    EXPECT_EQ(next_host(), "nothing yet");
}

TEST_F(NamelessTest, service_has_no_host_name_if_no_advertisement_has_one) {
    start();
    receive(nameless({.services = {service("large")}, .addresses = {}}));
    EXPECT_EQ(next_host(), "");
    receive(nameless({.matching = 2, .revision = 2, .services = {service("more")}}), "192.0.2.20");
    EXPECT_EQ(next_host(), "nothing yet");
    run_for(2'000 * ms);
    EXPECT_EQ(next_host(), "") << "it comes when the search has ended";
}

TEST_F(NamelessTest, advertisement_without_a_name_does_not_erase_the_known_name) {
    start();
    receive({.matching = 3, .services = {service("small")}});
    receive(nameless({.matching = 3, .services = {service("large")}}));
    run_for(2'000 * ms);
    IncompleteHost incomplete;
    ASSERT_TRUE(probe->next_incomplete_host(incomplete));
    EXPECT_EQ(incomplete.host, "host");
}

TEST_F(NamelessTest, hosts_that_are_merged_have_one_name) {
    start();
    receive(nameless({.services = {service("large")}, .addresses = {}}), "fe80::20");
    receive({.provider = 2, .primary = 2, .services = {service("small")}}, "192.0.2.20");
    // The host has another primary now.
    receive(nameless({.primary = 2, .matching = 2, .revision = 2, .services = {service("large")}}),
            "fe80::20");
    EXPECT_EQ(next_host(), "host");
    EXPECT_EQ(next_host(), "host");
}

TEST_F(NamelessTest, address_is_the_source_of_the_answer_if_it_lists_none) {
    for (const char* from : {"192.0.2.20", "2001:db8::20", "fe80::20"}) {
        start();
        receive(nameless({.services = {service("large")}, .addresses = {}}), from);
        FoundServiceView found;
        ASSERT_TRUE(probe->next_service(found));
        EXPECT_EQ(found.address, ip(from));
        EXPECT_EQ(found.interface_name, "eth0") << "a link-local address needs its scope";
        EXPECT_TRUE(found.addresses.empty());
        requests.clear();
    }
}

}  // namespace
}  // namespace mpdisc::test
