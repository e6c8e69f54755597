// SPDX-License-Identifier: MIT
//
// Each frozen datagram decodes to the message below, and the message encodes to the same datagram.
// A change of the format that breaks one of them breaks peers of an earlier version.
#include <initializer_list>
#include <map>
#include <set>

#include "tests/vectors/any_message.h"
#include "tests/vectors/sealing.h"

namespace mpdisc::testing {
namespace {

using Type = wire::MessageType;

constexpr ProviderId primary_id{{0x9f, 0x3c, 0x52, 0xd1, 0x08, 0xa7, 0x4b, 0xe6, 0xb1, 0xd0, 0x7e,
                                 0x42, 0x6c, 0x95, 0xaa, 0x13}};
constexpr ProviderId wiki_id{{0x2b, 0x60, 0xe7, 0xf4, 0x1d, 0x8c, 0x4a, 0x05, 0x96, 0x3f, 0xc1,
                              0xb8, 0x72, 0xde, 0x0e, 0x57}};
constexpr ProviderId empty_id{{0xc4, 0x18, 0x7a, 0x9b, 0xe3, 0x52, 0x46, 0xd0, 0xa9, 0x0f, 0x5d,
                               0x31, 0xf6, 0x84, 0x2b, 0x6c}};

constexpr std::uint64_t request_transaction = 0x5d2e'8f1a'90c3'b764;
constexpr std::uint64_t token = 0xC419'7DE0'3582'FB6B;
/// The sketch_key() of the service in the vector service_advertisement.
constexpr std::array<std::uint8_t, 8> wanted_key = {0xB8, 0x9A, 0xAF, 0x3C, 0x3D, 0xA1, 0x91, 0x52};
constexpr std::uint64_t seek_transaction = 0x08b1'c66d'4f0e'2a93;
constexpr std::uint64_t registration_transaction = 0x71fa'03d9'c25e'8b46;
constexpr std::uint64_t heartbeat_transaction = 0xe409'6b82'57d1'fc30;
constexpr std::uint64_t status_transaction = 0x15d7'a0cc'48e2'396b;
constexpr std::uint64_t announcement_transaction = 0xb3a0'556f'd81c'9e24;
constexpr std::uint64_t query_transaction = 0x3f6c'91d8'027a'b5e4;

constexpr HostId own_host{{0x5e, 0x81, 0xc3, 0x07, 0x2a, 0xf4, 0x4d, 0x9f, 0x8b, 0x16, 0xd0, 0xe9,
                           0x2c, 0x77, 0x31, 0xa8}};
constexpr HostId second_host{{0x17, 0xd9, 0x4a, 0xb8, 0x63, 0xec, 0x40, 0x52, 0xb9, 0xf5, 0x7c,
                              0x0e, 0x8d, 0x23, 0xa6, 0x41}};
constexpr HostId third_host{{0xe6, 0x0b, 0x2f, 0x9d, 0x71, 0x5a, 0x48, 0xc3, 0x84, 0x07, 0xdb, 0xe5,
                             0x1f, 0x98, 0xc2, 0x7a}};

IpAddress address(std::string_view text) {
    IpAddress parsed;
    EXPECT_TRUE(parse_address(text, parsed)) << text;
    return parsed;
}

/// Encoded services.
class Services {
   public:
    void add(std::string_view name, std::string_view type, std::uint32_t port,
             std::initializer_list<std::string_view> attributes = {}) {
        Service service;
        EXPECT_EQ(service.set_name(name), ServiceError::none);
        EXPECT_EQ(service.set_type(type), ServiceError::none);
        EXPECT_EQ(service.set_port(port), ServiceError::none);
        for (const std::string_view attribute : attributes) {
            EXPECT_EQ(service.add_attribute(attribute), ServiceError::none);
        }
        Datagram room(limits::encoded_service_max);
        wire::Writer writer(room);
        wire::encode_service(writer, service.view());
        encoded_.insert(encoded_.end(), room.begin(),
                        room.begin() + static_cast<std::ptrdiff_t>(writer.finish()));
    }
    [[nodiscard]] wire::Bytes encoded() const { return encoded_; }
    [[nodiscard]] wire::ServiceList list() const { return wire::ServiceList(encoded_); }

   private:
    Datagram encoded_;
};

class Vectors : public ::testing::Test {
   protected:
    /// Expects that the vector decodes to `expected`, and `expected` encodes to the vector.
    void expect(const std::string& name, Type type, const Message& expected) {
        SCOPED_TRACE(name);
        const Datagram datagram = load_vector(name);
        const Decoded decoded = decode_any(datagram);
        EXPECT_EQ(decoded.header.flags, 0);
        const Decoded wanted{wire::DecodeError::none, {type, 0, 0}, expected};
        expect_same(decoded, wanted);
        EXPECT_EQ(encode_any(decoded), datagram);
        if (type != Type::status_response) {
            EXPECT_EQ(encode_any(wanted), datagram);
        }
    }

    AttributeSet filter_attributes_;
    [[nodiscard]] Filter filter() {
        EXPECT_EQ(filter_attributes_.add("color"), ServiceError::none);
        EXPECT_EQ(filter_attributes_.add("rp=printers/1"), ServiceError::none);
        return {"_ipp._tcp", "Front desk", filter_attributes_.view()};
    }
};

TEST_F(Vectors, client_discovery_request) {
    expect("client_discovery_request", Type::client_discovery_request,
           wire::Request{request_transaction, 1, 0, {}, {}});
    expect("client_discovery_request_filters", Type::client_discovery_request,
           wire::Request{request_transaction, 3, 25, filter(), {}});
    const Datagram bits = {0x24, 0x9B};
    expect("client_discovery_request_known", Type::client_discovery_request,
           wire::Request{request_transaction, 2, 0, {}, {7, 0, 1, true, bits}});
    expect("client_discovery_request_token", Type::client_discovery_request,
           wire::Request{request_transaction, 2, 0, {}, {}, token});
    expect("client_discovery_request_sketch", Type::client_discovery_request,
           wire::Request{request_transaction, 2, 0, {}, {}, 0, {true, 6, 0, 1}});
    expect("client_discovery_request_wanted", Type::client_discovery_request,
           wire::Request{request_transaction, 3, 0, {}, {}, 0, {}, {wanted_key}});
}

TEST_F(Vectors, service_advertisement) {
    Services services;
    services.add("Front desk", "_ipp._tcp", 631, {"rp=printers/1", "color"});
    wire::Advertisement advertisement;
    advertisement.transaction = request_transaction;
    advertisement.attempt = 1;
    advertisement.provider = primary_id;
    advertisement.role = Role::primary;
    advertisement.host_name = "lobby";
    advertisement.addresses[0] = address("192.0.2.10");
    advertisement.address_count = 1;
    advertisement.lifetime_s = 60;
    advertisement.roster = {primary_id, 1, 0};
    advertisement.services = services.list();
    expect("service_advertisement", Type::service_advertisement, advertisement);
}

TEST_F(Vectors, service_advertisement_roster) {
    wire::Advertisement advertisement;
    advertisement.transaction = request_transaction;
    advertisement.attempt = 2;
    advertisement.provider = primary_id;
    advertisement.role = Role::primary;
    advertisement.host_name = "lobby";
    advertisement.addresses[0] = address("192.0.2.10");
    advertisement.address_count = 1;
    advertisement.lifetime_s = 60;
    advertisement.roster = {primary_id, 1, 18};
    expect("service_advertisement_roster", Type::service_advertisement, advertisement);

    advertisement.attempt = 3;
    advertisement.roster.matching = 3000;
    advertisement.shard = 2;
    expect("service_advertisement_shard", Type::service_advertisement, advertisement);

    advertisement.attempt = 1;
    advertisement.roster = {primary_id, 300, 18, true, token};
    advertisement.shard = 0;
    expect("service_advertisement_withheld", Type::service_advertisement, advertisement);
}

TEST_F(Vectors, service_advertisement_to_a_watch) {
    wire::Advertisement advertisement;
    advertisement.transaction = request_transaction;
    advertisement.attempt = 2;
    advertisement.provider = primary_id;
    advertisement.role = Role::primary;
    advertisement.host_name = "lobby";
    advertisement.addresses[0] = address("192.0.2.10");
    advertisement.address_count = 1;
    advertisement.lifetime_s = 60;
    advertisement.roster = {primary_id, 1, 18};
    wire::Sketch sketch(6);
    sketch.add(0xB89A'AF3C'3DA1'9152U);
    advertisement.sketch = sketch.bytes();
    expect("service_advertisement_sketch", Type::service_advertisement, advertisement);

    advertisement.sketch = {};
    advertisement.roster.settled = false;
    advertisement.roster.contested = true;
    advertisement.former_primary = wiki_id;
    expect("service_advertisement_former", Type::service_advertisement, advertisement);
}

TEST_F(Vectors, service_advertisement_several) {
    Services services;
    services.add("K\u00FCche", "_http._tcp", 8080, {"path=/", "note=", "guest", "motto=\u00E9"});
    services.add("Turntable", "_a-1._udp", 65535);
    services.add("X", "_http._tcp", 1, {"Z=a=b"});
    wire::Advertisement advertisement;
    advertisement.transaction = request_transaction;
    advertisement.attempt = 3;
    advertisement.provider = wiki_id;
    advertisement.role = Role::secondary;
    advertisement.host_name = "lobby";
    advertisement.addresses[0] = address("192.0.2.10");
    advertisement.addresses[1] = address("2001:db8::10");
    advertisement.addresses[2] = address("fe80::5054:ff:fe12:3456");
    advertisement.address_count = 3;
    advertisement.lifetime_s = 60;
    advertisement.roster = {primary_id, 5, 17};
    advertisement.services = services.list();
    expect("service_advertisement_several", Type::service_advertisement, advertisement);
}

TEST_F(Vectors, service_advertisement_no_address) {
    Services services;
    services.add("X", "_x._udp", 9);
    wire::Advertisement advertisement;
    advertisement.attempt = 255;
    advertisement.provider = primary_id;
    advertisement.role = Role::primary;
    advertisement.host_name = "lobby";
    advertisement.roster = {primary_id, UINT32_MAX, UINT32_MAX, false};
    advertisement.services = services.list();
    expect("service_advertisement_no_address", Type::service_advertisement, advertisement);

    advertisement.attempt = 1;
    advertisement.host_name = {};
    advertisement.roster = {primary_id, 1, 17};
    expect("service_advertisement_no_host", Type::service_advertisement, advertisement);
}

TEST_F(Vectors, messages_with_little_more_than_a_provider_id) {
    expect("provider_discovery_request", Type::provider_discovery_request,
           wire::Identity{seek_transaction, wiki_id});
    expect("provider_discovery_response", Type::provider_discovery_response,
           wire::DiscoveryResponse{{seek_transaction, primary_id}});
    expect("provider_discovery_response_nonce", Type::provider_discovery_response,
           wire::DiscoveryResponse{{seek_transaction, primary_id}, sealing_nonce});
    expect("provider_unregistration", Type::provider_unregistration,
           wire::Identity{0x36c8'd51e'70ab'924f, wiki_id});
}

TEST_F(Vectors, provider_heartbeat) {
    expect("provider_heartbeat", Type::provider_heartbeat,
           wire::Heartbeat{heartbeat_transaction, wiki_id, false, 0});
    expect("provider_heartbeat_deputy", Type::provider_heartbeat,
           wire::Heartbeat{heartbeat_transaction + 1, wiki_id, true, 17});
    expect("provider_heartbeat_line", Type::provider_heartbeat,
           wire::Heartbeat{{0xe409'6b82'57d1'fc31, wiki_id}, true, 17, 40'003});
}

TEST_F(Vectors, provider_registration) {
    Services services;
    services.add("Wiki", "_http._tcp", 8080, {"path=/wiki"});
    services.add("Turntable", "_a-1._udp", 65535);
    expect("provider_registration", Type::provider_registration,
           wire::Registration{registration_transaction,
                              wiki_id,
                              4711,
                              wire::Registration::no_user,
                              {2, Family::ipv4},
                              services.list()});
    expect("provider_registration_empty", Type::provider_registration,
           wire::Registration{
               registration_transaction, empty_id, 4712, wire::Registration::no_user, {}, {}});
    expect("provider_registration_user", Type::provider_registration,
           wire::Registration{registration_transaction + 1, empty_id, 4712, 1000, {}, {}});
    expect(
        "provider_registration_host", Type::provider_registration,
        wire::Registration{registration_transaction + 1, empty_id, 4712, 1000, {}, {}, own_host});
}

TEST_F(Vectors, provider_registration_ack) {
    expect("provider_registration_ack", Type::provider_registration_ack,
           wire::RegistrationAck{registration_transaction, primary_id,
                                 wire::RegistrationResult::accepted, 4242, 60'000, 30'000});
    expect(
        "provider_registration_ack_duplicate", Type::provider_registration_ack,
        wire::RegistrationAck{registration_transaction, primary_id,
                              wire::RegistrationResult::accepted, 4242, 60'000, 30'000, empty_id});
    expect("provider_registration_ack_host", Type::provider_registration_ack,
           wire::RegistrationAck{registration_transaction,
                                 primary_id,
                                 wire::RegistrationResult::accepted,
                                 4242,
                                 60'000,
                                 30'000,
                                 {},
                                 own_host});
    expect("provider_registration_ack_port", Type::provider_registration_ack,
           wire::RegistrationAck{registration_transaction,
                                 primary_id,
                                 wire::RegistrationResult::accepted,
                                 4242,
                                 60'000,
                                 30'000,
                                 {},
                                 own_host,
                                 40'004});
    expect("provider_registration_ack_full", Type::provider_registration_ack,
           wire::RegistrationAck{registration_transaction, primary_id,
                                 wire::RegistrationResult::registry_full, 4242, 60'000, 30'000});
}

TEST_F(Vectors, provider_notification) {
    expect("provider_notification", Type::provider_notification,
           wire::Notification{{{address("192.0.2.77"), 0, 49152}, 2, address("192.0.2.10")},
                              {primary_id, 5, 17},
                              {request_transaction, 1, 0, {}, {}}});
    expect("provider_notification_filters", Type::provider_notification,
           wire::Notification{{{address("fe80::1"), 2, 5353}, 2, {}},
                              {primary_id, 1, 18},
                              {request_transaction, 3, 5000, filter(), {}}});
    const Datagram bits = {0xA8, 0x00, 0x54, 0x01};
    expect("provider_notification_known", Type::provider_notification,
           wire::Notification{{{address("192.0.2.77"), 0, 49152}, 2, address("192.0.2.10")},
                              {primary_id, 5, 17},
                              {request_transaction, 3, 0, {}, {7, 0, 3, false, bits}}});
    expect("provider_notification_wanted", Type::provider_notification,
           wire::Notification{{{address("192.0.2.77"), 0, 49152}, 2, address("192.0.2.10")},
                              {primary_id, 5, 17},
                              {request_transaction, 3, 0, {}, {}, 0, {}, {wanted_key}}});
    expect("provider_notification_link", Type::provider_notification,
           wire::Notification{{{address("203.0.113.77"), 0, 49152}, 2, address("192.0.2.10"), true},
                              {primary_id, 5, 17},
                              {request_transaction, 1, 0, {}, {}}});
}

TEST_F(Vectors, provider_heartbeat_ack) {
    expect("provider_heartbeat_ack", Type::provider_heartbeat_ack,
           wire::HeartbeatAck{heartbeat_transaction, primary_id, wire::HeartbeatResult::known});
    expect("provider_heartbeat_ack_register_again", Type::provider_heartbeat_ack,
           wire::HeartbeatAck{heartbeat_transaction, primary_id,
                              wire::HeartbeatResult::register_again});
}

TEST_F(Vectors, primary_change) {
    expect("primary_change", Type::primary_change,
           wire::PrimaryChange{0xb972'0f4e'1d63'a85c, primary_id, wire::Change::leaving});
    expect("primary_change_present", Type::primary_change,
           wire::PrimaryChange{0xb972'0f4e'1d63'a85d, wiki_id, wire::Change::present});
}

TEST_F(Vectors, deputy_appointment) {
    const Datagram peers = {0x9C, 0x40, 0x9C, 0x41, 0xD4, 0x31};
    expect("deputy_appointment", Type::deputy_appointment,
           wire::Appointment{0x4ac7'19e0'358b'62fd, primary_id, 17, peers, false});
    const Datagram two = {0x9C, 0x40, 0x9C, 0x41};
    expect("deputy_appointment_contested", Type::deputy_appointment,
           wire::Appointment{0x4ac7'19e0'358b'62fe, primary_id, 18, two, true});
    const Datagram one = {0x9C, 0x40};
    expect("deputy_appointment_line", Type::deputy_appointment,
           wire::Appointment{{0x4ac7'19e0'358b'62ff, primary_id}, 18, one, false, 40'002});
}

TEST_F(Vectors, key_mismatch) {
    expect("key_mismatch", Type::key_mismatch, wire::Identity{seek_transaction, primary_id});
}

TEST_F(Vectors, status_request) {
    expect("status_request", Type::status_request, wire::StatusRequest{status_transaction, 0});
    expect("status_request_page", Type::status_request,
           wire::StatusRequest{status_transaction + 1, 513});
}

TEST_F(Vectors, status_response) {
    Counters counters;
    for (std::size_t i = 0; i < counter_count; ++i)
        counters.set(static_cast<Counter>(i), 3 + i * i);
    Services printer;
    printer.add("Front desk", "_ipp._tcp", 631, {"rp=printers/1", "color"});
    Services wiki;
    wiki.add("Wiki", "_http._tcp", 8080, {"path=/wiki"});
    wiki.add("Turntable", "_a-1._udp", 65535);

    Datagram made(limits::loopback_datagram_max);
    const NeighbourhoodStatus neighbourhood{own_host, 29, 58, 2, true};
    wire::StatusResponseWriter writer(made, status_transaction, primary_id, counters,
                                      neighbourhood);
    LastDrops last_drops;
    last_drops[static_cast<std::size_t>(Counter::drop_malformed)] = {
        {address("198.51.100.7"), 0, 40'000}, 5'000};
    last_drops[static_cast<std::size_t>(Counter::drop_unauthenticated)] = {
        {address("fe80::7"), 3, 6'737}, 2};
    add_drops(writer, last_drops);
    EXPECT_TRUE(writer.add({primary_id, Role::primary, 4242, 86'400'000, 0, 1}, printer.encoded()));
    EXPECT_TRUE(
        writer.add({wiki_id, Role::secondary, 4711, 61'250, 1'250, 2, true}, wiki.encoded()));
    EXPECT_TRUE(writer.add({empty_id, Role::secondary, 4712, 999, 999, 0}, {}));
    made.resize(writer.finish(513));
    EXPECT_EQ(made, load_vector("status_response"));
    const std::vector<Listed> listed = {
        {{primary_id, Role::primary, 4242, 86'400'000, 0, 1}, services_of(printer.list())},
        {{wiki_id, Role::secondary, 4711, 61'250, 1'250, 2, true}, services_of(wiki.list())},
        {{empty_id, Role::secondary, 4712, 999, 999, 0}, {}}};
    const Decoded decoded = decode_any(made);
    ASSERT_TRUE(decoded.ok());
    expect_same(providers_of(std::get<wire::StatusResponse>(decoded.message)), listed);

    const wire::Bytes fields = wire::Bytes(made).subspan(wire::header_size);
    expect("status_response", Type::status_response,
           wire::StatusResponse{status_transaction, primary_id, counters, last_drops, neighbourhood,
                                513, fields});
}

TEST_F(Vectors, status_response_last) {
    Counters counters;
    counters.set(Counter::requests, UINT64_MAX);
    expect("status_response_last", Type::status_response,
           wire::StatusResponse{status_transaction + 1, primary_id, counters, {}, {}, 0, {}});
}

wire::TypeFilter types_of(std::initializer_list<std::string_view> types) {
    wire::TypeFilter filter(types.size());
    for (const std::string_view type : types) filter.add(type);
    return filter;
}

/// Of the three hosts in these vectors, two share the first one's link.
const IpAddress own_address = address("192.0.2.10");
constexpr std::uint64_t hosts_digest = 0x76bb'1437'f154'e85c;
const wire::HostDescription first = {
    own_host, primary_id, {17, 3, hosts_digest}, types_of({"_http._tcp", "_ipp._tcp"})};

std::vector<wire::Neighbour> both_neighbours() {
    std::vector<wire::Neighbour> both(2);
    static_cast<wire::HostDescription&>(both[0]) = {
        second_host, wiki_id, {5, 12, hosts_digest}, types_of({"_http._tcp"})};
    both[0].age_s = 9;
    both[0].sources[0] = {address("192.0.2.20"), 2};
    both[0].sources[1] = {address("fe80::5054:ff:fe12:3456"), 2};
    both[0].source_count = 2;
    static_cast<wire::HostDescription&>(both[1]) = {
        third_host, empty_id, {1, 1, hosts_digest ^ 1, false}, types_of({"_ipp._tcp"})};
    both[1].sources[0] = {address("198.51.100.7"), 3};
    both[1].source_count = 1;
    return both;
}

TEST_F(Vectors, host_announcement) {
    expect("host_announcement", Type::host_announcement,
           wire::HostAnnouncement{first, announcement_transaction, 180});
    wire::HostDescription leaving = first;
    leaving.summary = {18, 0, hosts_digest ^ wire::digest_of(first, own_address)};
    leaving.types = {};
    expect("host_announcement_leaving", Type::host_announcement,
           wire::HostAnnouncement{leaving, announcement_transaction + 1, 0});
    wire::HostDescription early = first;
    early.summary.revision = 1;
    early.summary = {1, 1, wire::digest_of(early, own_address), false, false};
    early.types = types_of({"_HTTP._tcp"});
    expect("host_announcement_token", Type::host_announcement,
           wire::HostAnnouncement{early, query_transaction, 180, token});
}

TEST_F(Vectors, have_the_digest_of_both_hosts_of_the_link) {
    const wire::Neighbour neighbour = both_neighbours()[0];
    EXPECT_EQ(wire::digest_of(first, own_address) ^
                  wire::digest_of(neighbour, neighbour.sources[0].address),
              hosts_digest);
}

TEST_F(Vectors, host_query) {
    expect("host_query", Type::host_query, wire::HostQuery{query_transaction});
    expect("host_query_window", Type::host_query, wire::HostQuery{query_transaction + 1, 2000});
    expect("host_query_list", Type::host_query,
           wire::HostQuery{query_transaction, 0, true, 0, token});
    expect("host_query_silent", Type::host_query,
           wire::HostQuery{query_transaction, 0, false, 0, 0, third_host});
}

TEST_F(Vectors, host_list) {
    Datagram made(limits::loopback_datagram_max);
    wire::HostListWriter writer(made, query_transaction, own_host, first.summary);
    for (const wire::Neighbour& each : both_neighbours()) EXPECT_TRUE(writer.add(each));
    made.resize(writer.finish(2));
    EXPECT_EQ(made, load_vector("host_list"));
    const wire::Bytes fields = wire::Bytes(made).subspan(wire::header_size);
    expect("host_list", Type::host_list,
           wire::HostList{query_transaction, own_host, first.summary, 2, fields});
    const Decoded decoded = decode_any(made);
    ASSERT_TRUE(decoded.ok());
    expect_same(neighbours_of(std::get<wire::HostList>(decoded.message)), both_neighbours());
}

TEST_F(Vectors, host_list_last) {
    Datagram made(limits::network_datagram_max);
    wire::HostListWriter writer(made, query_transaction, own_host, first.summary);
    wire::Neighbour neighbour = both_neighbours()[0];
    neighbour.sources = {};
    neighbour.sources[0].address = address("192.0.2.20");
    neighbour.source_count = 1;
    EXPECT_TRUE(writer.add(neighbour));
    made.resize(writer.finish(0));
    const wire::Bytes fields = wire::Bytes(made).subspan(wire::header_size);
    expect("host_list_last", Type::host_list,
           wire::HostList{query_transaction, own_host, first.summary, 0, fields});
}

TEST_F(Vectors, cover_each_message_and_are_all_tested) {
    std::map<Type, int> seen;
    for (const std::string& name : vector_names()) {
        const Decoded decoded = decode_any(load_vector(name));
        EXPECT_TRUE(decoded.ok()) << name;
        ++seen[decoded.header.type];
    }
    const std::map<Type, int> tested = {{Type::client_discovery_request, 6},
                                        {Type::service_advertisement, 9},
                                        {Type::provider_discovery_request, 1},
                                        {Type::provider_discovery_response, 2},
                                        {Type::provider_registration, 4},
                                        {Type::provider_notification, 5},
                                        {Type::provider_heartbeat, 3},
                                        {Type::provider_registration_ack, 5},
                                        {Type::provider_heartbeat_ack, 2},
                                        {Type::provider_unregistration, 1},
                                        {Type::primary_change, 2},
                                        {Type::deputy_appointment, 3},
                                        {Type::status_request, 2},
                                        {Type::status_response, 2},
                                        {Type::key_mismatch, 1},
                                        {Type::host_announcement, 3},
                                        {Type::host_query, 4},
                                        {Type::host_list, 2}};
    EXPECT_EQ(seen, tested);
}

}  // namespace
}  // namespace mpdisc::testing
