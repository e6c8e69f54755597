// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint port_on_loopback = endpoint("127.0.0.1", VirtualHost::port);
const Endpoint local_program = endpoint("127.0.0.1", 12345);
const Endpoint neighbour = endpoint("192.0.2.77", 5000);
const Endpoint stranger = endpoint("203.0.113.5", 5000);

/// Appends an unknown field to `message`.
Bytes with_field(Bytes message, std::uint16_t type, std::size_t size) {
    const std::size_t length = message.size() - wire::header_size + 4 + size;
    message.push_back(static_cast<std::uint8_t>(type >> 8));
    message.push_back(static_cast<std::uint8_t>(type));
    message.push_back(static_cast<std::uint8_t>(size >> 8));
    message.push_back(static_cast<std::uint8_t>(size));
    message.resize(message.size() + size);
    message[6] = static_cast<std::uint8_t>(length >> 8);
    message[7] = static_cast<std::uint8_t>(length);
    return message;
}

Bytes with_type(Bytes message, std::uint8_t type) {
    message[4] = type;
    return message;
}

Bytes notification_for(const Endpoint& client, std::uint32_t if_index, std::string_view local) {
    wire::Notification made;
    made.arrival.client = client;
    made.arrival.if_index = if_index;
    made.arrival.local = ip(local);
    made.roster = {id_of(1), 1, 1};
    made.request = request(99);
    return bytes_of(made);
}

Bytes identity(MessageType type) {
    return bytes_of(type, wire::Identity{7, id_of(9)});
}

Bytes registration() {
    return bytes_of(wire::Registration{7, id_of(9), 1, wire::Registration::no_user, {}, {}});
}

struct Case {
    std::string name;
    Endpoint from;
    std::uint32_t if_index;
    Bytes bytes;
    Counter expected;
};

class DropTest : public testing::Test {
   protected:
    DropTest() {
        host.run_for(ms);
        host.sent.clear();
    }

    /// Each datagram increments the expected counter and no other, and causes no datagram.
    void expect_drops(VirtualProvider& provider, const std::vector<Case>& cases) {
        for (const Case& each : cases) {
            SCOPED_TRACE(each.name);
            const Counters before = provider.machine.counters();
            if (&provider == &primary) {
                host.send_to_port(each.from, each.bytes, each.if_index);
            } else {
                host.send_to_control(provider, each.from, each.bytes, each.if_index);
            }
            host.run_for(50);
            for (std::size_t i = 0; i < counter_count; ++i) {
                const auto counter = static_cast<Counter>(i);
                EXPECT_EQ(provider.count(counter),
                          before[counter] + (counter == each.expected ? 1 : 0))
                    << to_text(counter);
            }
            const LastDrops last = provider.machine.drop_sources().last(host.now_us);
            EXPECT_EQ(last[static_cast<std::size_t>(each.expected)], (LastDrop{each.from, 0}));
        }
        EXPECT_TRUE(host.sent.empty());
    }

    VirtualHost host;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
};

TEST_F(DropTest, drops_malformed_and_unknown_messages) {
    const Bytes good = short_bytes_of(request(1));
    Bytes bad_magic = good;
    bad_magic[0] = 'X';
    const std::vector<Case> cases = {
        {"empty", neighbour, eth0, {}, Counter::drop_malformed},
        {"short", neighbour, eth0, Bytes(good.begin(), good.begin() + 15), Counter::drop_malformed},
        {"cut", neighbour, eth0, Bytes(good.begin(), good.end() - 1), Counter::drop_malformed},
        {"magic", neighbour, eth0, bad_magic, Counter::drop_malformed},
        {"type 0", neighbour, eth0, with_type(good, 0), Counter::drop_unknown_type},
        {"type 19", neighbour, eth0, with_type(good, 19), Counter::drop_unknown_type},
        {"critical", neighbour, eth0, with_field(good, 0x803F, 3), Counter::drop_unknown_field},
        {"long", neighbour, eth0, with_field(good, 0x3F, 1300), Counter::drop_malformed},
        {"long registration", local_program, lo, with_field(registration(), 0x3F, 57'600),
         Counter::drop_malformed},
        {"from port 0", endpoint("192.0.2.77", 0), eth0, good, Counter::drop_malformed},
        {"registration from port 0", endpoint("127.0.0.1", 0), lo, registration(),
         Counter::drop_malformed},
        {"no fields", local_program, lo, with_type(good, 7), Counter::drop_malformed},
    };
    expect_drops(primary, cases);
    host.send_to_port(neighbour, with_field(good, 0x3F, 3), eth0, "192.0.2.10");
    host.run_for(50);
    EXPECT_EQ(primary.count(Counter::requests), 1U) << "an optional unknown field is ignored";
}

TEST_F(DropTest, drops_unasked_messages_about_hosts) {
    wire::Neighbour neighbouring;
    neighbouring.host = {{2}};
    neighbouring.sources[0].address = ip("192.0.2.78");
    neighbouring.source_count = 1;
    Bytes list(1024);
    wire::HostListWriter writer(list, 7, {{1}}, {});
    ASSERT_TRUE(writer.add(neighbouring));
    list.resize(writer.finish(0));
    const Bytes query = bytes_of(wire::HostQuery{7});
    std::vector<Case> cases = {{"stranger", stranger, eth0, query, Counter::drop_off_link}};
    for (const Bytes& bytes : {bytes_of(wire::HostAnnouncement{neighbouring, 7, 180}), list}) {
        cases.push_back({"neighbour", neighbour, eth0, bytes, Counter::drop_unexpected});
        cases.push_back({"stranger", stranger, eth0, bytes, Counter::drop_off_link});
        cases.push_back({"local program", local_program, lo, bytes, Counter::drop_unexpected});
        cases.push_back({"primary", port_on_loopback, lo, bytes, Counter::drop_unexpected});
    }
    expect_drops(primary, cases);
    cases.push_back({"neighbour", neighbour, eth0, query, Counter::drop_unexpected});
    expect_drops(secondary, cases);
}

TEST_F(DropTest, drops_control_messages_from_elsewhere) {
    std::vector<Case> cases;
    const Bytes for_primary[] = {identity(MessageType::provider_discovery_request),
                                 identity(MessageType::provider_heartbeat),
                                 identity(MessageType::provider_unregistration), registration(),
                                 bytes_of(wire::StatusRequest{1, 0})};
    for (const Bytes& bytes : for_primary) {
        cases.push_back({"neighbour", neighbour, eth0, bytes, Counter::drop_not_local});
        cases.push_back({"forged", local_program, eth0, bytes, Counter::drop_not_local});
        cases.push_back(
            {"own address", endpoint("192.0.2.10", 1), lo, bytes, Counter::drop_not_local});
        cases.push_back({"nowhere", local_program, 0, bytes, Counter::drop_not_local});
        // Otherwise one socket could pose as many senders.
        cases.push_back({"another loopback address", endpoint("127.0.0.2", 40000), lo, bytes,
                         Counter::drop_not_local});
    }
    // This holds for hints as well, which may come from any port.
    cases.push_back({"hint from another loopback address", endpoint("127.0.0.2", 40000), lo,
                     bytes_of(wire::PrimaryChange{7, id_of(9), wire::Change::present}),
                     Counter::drop_not_local});
    expect_drops(primary, cases);

    cases.clear();
    const Bytes peers = {0x9C, 0x40};
    const Bytes for_secondary[] = {
        identity(MessageType::provider_discovery_response),
        bytes_of(wire::RegistrationAck{7, id_of(1), wire::RegistrationResult::accepted, 1, 60'000,
                                       30'000}),
        bytes_of(wire::HeartbeatAck{7, id_of(1), wire::HeartbeatResult::known}),
        bytes_of(wire::PrimaryChange{7, id_of(1), wire::Change::leaving}),
        bytes_of(wire::Appointment{7, id_of(1), 1, peers, false}),
        notification_for(neighbour, eth0, "192.0.2.10")};
    for (const Bytes& bytes : for_secondary) {
        cases.push_back({"neighbour", neighbour, eth0, bytes, Counter::drop_not_local});
        cases.push_back({"forged", port_on_loopback, eth0, bytes, Counter::drop_not_local});
        cases.push_back({"another loopback address", endpoint("127.0.0.2", VirtualHost::port), lo,
                         bytes, Counter::drop_not_local});
        if (type_of(bytes) == MessageType::primary_change) continue;
        cases.push_back({"not the port", local_program, lo, bytes, Counter::drop_not_registrant});
    }
    expect_drops(secondary, cases);
}

TEST_F(DropTest, drops_unexpected_messages) {
    Bytes advertisement = bytes_of(request(1));
    advertisement[4] = static_cast<std::uint8_t>(MessageType::service_advertisement);
    Bytes status = bytes_of(request(1));
    status[4] = static_cast<std::uint8_t>(MessageType::status_response);
    const Bytes peers = {0x9C, 0x40};
    expect_drops(
        primary,
        {{"advertisement", neighbour, eth0, advertisement, Counter::drop_unexpected},
         {"status", local_program, lo, status, Counter::drop_unexpected},
         {"appointment", port_on_loopback, lo,
          bytes_of(wire::Appointment{7, id_of(1), 1, peers, false}), Counter::drop_unexpected},
         {"response", local_program, lo, identity(MessageType::provider_discovery_response),
          Counter::drop_unexpected},
         {"mismatch", port_on_loopback, lo, identity(MessageType::key_mismatch),
          Counter::drop_unexpected},
         {"notification", port_on_loopback, lo, notification_for(neighbour, eth0, "192.0.2.10"),
          Counter::drop_unexpected}});
    expect_drops(secondary,
                 {{"request", local_program, lo, bytes_of(request(1)), Counter::drop_unexpected},
                  {"registration", local_program, lo, registration(), Counter::drop_unexpected},
                  {"heartbeat", local_program, lo, identity(MessageType::provider_heartbeat),
                   Counter::drop_unexpected},
                  {"ack", port_on_loopback, lo,
                   bytes_of(wire::RegistrationAck{7, id_of(1), wire::RegistrationResult::accepted,
                                                  1, 60'000, 30'000}),
                   Counter::drop_unexpected}});
}

TEST_F(DropTest, drops_requests_from_beyond_the_link) {
    const Bytes bytes = bytes_of(request(1));
    expect_drops(
        primary,
        {{"stranger", stranger, eth0, bytes, Counter::drop_off_link},
         {"other interface's", endpoint("198.51.100.77", 1), eth0, bytes, Counter::drop_off_link},
         {"broadcast", endpoint("192.0.2.255", 1), eth0, bytes, Counter::drop_off_link},
         {"loopback's", local_program, eth0, bytes, Counter::drop_off_link},
         {"multicast", endpoint("ff12::1", 1, eth0), eth0, bytes, Counter::drop_off_link},
         {"zero", endpoint("0.0.0.0", 1), eth0, bytes, Counter::drop_off_link},
         {"no interface", neighbour, 0, bytes, Counter::drop_off_link},
         {"over loopback", stranger, lo, bytes, Counter::drop_off_link}});
}

TEST_F(DropTest, drops_notifications_for_clients_beyond_the_link) {
    expect_drops(secondary,
                 {{"stranger", port_on_loopback, lo, notification_for(stranger, eth0, "192.0.2.10"),
                   Counter::drop_off_link},
                  {"by another interface", port_on_loopback, lo,
                   notification_for(neighbour, eth1, "198.51.100.10"), Counter::drop_off_link},
                  {"as if over loopback", port_on_loopback, lo,
                   notification_for(stranger, lo, "127.0.0.1"), Counter::drop_off_link},
                  {"to a group", port_on_loopback, lo,
                   notification_for(endpoint("ff02::1", 1, eth0), eth0, "fe80::a"),
                   Counter::drop_malformed}});
}

TEST(Allow, lets_the_given_networks_in_and_answers_by_the_routes) {
    VirtualHost host;
    for (int i = 0; i < 2; ++i) {
        core::ProviderConfig config = host.next_config();
        ASSERT_TRUE(parse_network("203.0.113.0/24", config.allowed[0]));
        ASSERT_TRUE(parse_network("2001:db8:1::/48", config.allowed[1]));
        config.allowed_count = 2;
        host.start(config, {service("a")});
    }
    VirtualProvider& strict = host.start({service("b")});
    host.run_for(ms);
    VirtualClient& client = host.client(stranger);
    host.send_to_port(stranger, bytes_of(request(1)), eth0, "192.0.2.10");
    host.run_for(ms);
    ASSERT_EQ(client.received.size(), 2U);
    for (const Datagram& each : client.received) {
        EXPECT_EQ(each.if_index, 0U) << "the client is no neighbour, so the routes decide";
        EXPECT_EQ(each.from.address, ip("192.0.2.10"));
    }
    EXPECT_EQ(strict.count(Counter::drop_off_link), 1U) << "each provider has its own list";

    VirtualClient& over_ipv6 = host.client(endpoint("2001:db8:1::5", 5000));
    host.send_to_port(over_ipv6.endpoint, bytes_of(request(2)), eth0, "2001:db8::10");
    host.send_to_port(endpoint("203.0.114.1", 1), bytes_of(request(3)), eth0, "192.0.2.10");
    host.run_for(ms);
    EXPECT_EQ(over_ipv6.received.size(), 2U);
    EXPECT_EQ(host.port_holder()->count(Counter::drop_off_link), 1U);
}

}  // namespace
}  // namespace mpdisc::test
