// SPDX-License-Identifier: MIT
//
// The values that each field may have (mpdisc-wire.7, FIELDS and SERVICE).
#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

using wire::DecodeError;

/// A vector, one of its fields, and another value for this field.
struct Case {
    const char* vector;
    std::uint16_t type;
    Datagram value;
};

constexpr std::uint16_t filter_type = 0x8028;
constexpr std::uint16_t filter_name = 0x8029;
constexpr std::uint16_t filter_attributes = 0x802A;
constexpr std::uint16_t sketch_size = 0x802F;
constexpr std::uint16_t wanted = 0x8031;

/// The index of the first PROVIDER_STATUS in the vector status_response.
constexpr std::size_t status_index = 4 + counter_count;

Datagram operator+(Datagram a, const Datagram& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Packs attributes: each has a length byte before it.
Datagram packed(std::initializer_list<std::string> attributes) {
    Datagram out;
    for (const std::string& attribute : attributes) {
        out.push_back(static_cast<std::uint8_t>(attribute.size()));
        out.insert(out.end(), attribute.begin(), attribute.end());
    }
    return out;
}

Datagram many_attributes(int count) {
    Datagram out;
    for (int i = 0; i < count; ++i) out = out + packed({"k" + std::to_string(i)});
    return out;
}

/// Five attributes, together of that size, which is 1000 or a little more.
Datagram attributes_of_bytes(std::size_t total) {
    const std::string long_value(198, 'x');
    const Datagram four =
        packed({"a=" + long_value, "b=" + long_value, "c=" + long_value, "d=" + long_value});
    return four + packed({"e" + std::string(total - four.size() - 2, '=')});
}

RawFields replaced(RawFields fields, std::uint16_t type, const Datagram& value) {
    const auto at = std::find_if(fields.begin(), fields.end(),
                                 [type](const RawField& field) { return field.type == type; });
    EXPECT_NE(at, fields.end()) << "no field " << type << " to replace";
    if (at != fields.end()) at->value = value;
    return fields;
}

void expect_errors(const std::vector<Case>& cases, DecodeError expected) {
    for (const Case& one : cases) {
        const Vector vector(one.vector);
        EXPECT_EQ(vector.error_with(replaced(vector.fields, one.type, one.value)), expected)
            << one.vector << ", field " << one.type << ", value "
            << ::testing::PrintToString(one.value);
    }
}

void expect_refused(const std::vector<Case>& cases) {
    expect_errors(cases, DecodeError::bad_value);
}
void expect_taken(const std::vector<Case>& cases) {
    expect_errors(cases, DecodeError::none);
}

/// The error if a field of the SERVICE has another value.
DecodeError error_of_service(std::uint16_t type, const Datagram& value) {
    const Vector vector("service_advertisement");
    const std::size_t n = vector.fields.size() - 1;
    const RawFields inner = split_fields(vector.fields[n].value, 0);
    return vector.error_with_inner(n, replaced(inner, type, value));
}

TEST(Values, roster_has_a_token_or_none) {
    const Vector vector("service_advertisement_withheld");
    const RawField& roster = vector.fields.back();
    ASSERT_EQ(roster.value.size(), 33U);
    for (std::size_t size = 0; size <= 40; ++size) {
        RawFields changed = vector.fields;
        changed.back().value.resize(size);
        const bool is_whole = size == 25 || size == 33;
        EXPECT_EQ(vector.error_with(changed), is_whole ? DecodeError::none : DecodeError::bad_value)
            << size;
    }
}

TEST(Values, of_fixed_size_have_only_this_size) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        constexpr std::uint16_t of_variable_size[] = {
            3,     4,  7,           8,           14,
            21,    22, 26,          39,          43,
            48,    51, filter_type, filter_name, filter_attributes,
            wanted};
        for (std::size_t n = 0; n < vector.fields.size(); ++n) {
            const RawField& field = vector.fields[n];
            if (std::count(std::begin(of_variable_size), std::end(of_variable_size), field.type)) {
                continue;
            }
            RawFields changed = vector.fields;
            changed[n].value.push_back(0);
            EXPECT_EQ(vector.error_with(changed), DecodeError::bad_value) << field.type;
            for (changed[n] = field; !changed[n].value.empty();) {
                changed[n].value.pop_back();
                EXPECT_EQ(vector.error_with(changed), DecodeError::bad_value) << field.type;
            }
        }
    }
}

TEST(Values, last_drop_ends_with_an_address) {
    const Vector vector("status_response");
    const Datagram head = {0, 9, 0, 0, 0, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 0, 0x9C, 0x40};
    for (std::size_t size = 0; size <= 20; ++size) {
        const bool is_whole = size == 4 || size == 16;
        EXPECT_EQ(vector.error_with(replaced(vector.fields, 51, head + Datagram(size, 1))),
                  is_whole ? DecodeError::none : DecodeError::bad_value)
            << size;
    }
    Datagram unknown_reason = head + Datagram(4, 1);
    unknown_reason[1] = 0xFF;
    expect_taken({{"status_response", 51, unknown_reason}});
}

TEST(Values, attempt_and_window) {
    expect_refused({{"client_discovery_request", 6, {0}},
                    {"service_advertisement", 6, {0}},
                    {"provider_notification", 6, {0}},
                    {"client_discovery_request_filters", 13, {0x13, 0x89}},
                    {"client_discovery_request_filters", 13, {0xFF, 0xFF}},
                    {"provider_notification_filters", 13, {0x13, 0x89}}});
    expect_taken({{"client_discovery_request", 6, {255}},
                  {"client_discovery_request_filters", 13, {0, 0}},
                  {"client_discovery_request_filters", 13, {0x13, 0x88}}});
}

TEST(Values, known_answers) {
    const char* vector = "client_discovery_request_known";
    // Flags, bits for each service, shard, number of shards, and at least one byte of bits.
    expect_refused({{vector, 14, {}},
                    {vector, 14, {0, 7, 0, 1}},
                    {vector, 14, {0, 0, 0, 1, 0xFF}},
                    {vector, 14, {0, 17, 0, 1, 0xFF}},
                    {vector, 14, {0, 7, 0, 0, 0xFF}},
                    {vector, 14, {0, 7, 1, 1, 0xFF}},
                    {vector, 14, {0, 7, 255, 255, 0xFF}},
                    {"provider_notification_known", 14, {0, 7, 3, 3, 0xFF}}});
    expect_taken({{vector, 14, {0xFF, 1, 0, 1, 0xFF}},
                  {vector, 14, {0, 16, 254, 255, 0}},
                  {vector, 14, Datagram{0, 7, 0, 1} + Datagram(1000, 1)}});
}

TEST(Values, sketch_size) {
    const char* vector = "client_discovery_request_sketch";
    // Cells, shard, number of shards.
    expect_refused({{vector, sketch_size, {1, 0, 0, 1}},
                    {vector, sketch_size, {5, 0, 0, 1}},
                    {vector, sketch_size, {75, 0, 0, 1}},
                    {vector, sketch_size, {255, 0, 0, 1}},
                    {vector, sketch_size, {6, 0, 0, 0}},
                    {vector, sketch_size, {6, 1, 0, 1}},
                    {vector, sketch_size, {6, 0, 1, 1}},
                    {vector, sketch_size, {6, 255, 0, 255}}});
    static_assert(limits::sketch_shards_max == 0x100);
    expect_taken({{vector, sketch_size, {0, 0, 0, 1}},
                  {vector, sketch_size, {3, 1, 0, 2}},
                  {vector, sketch_size, {limits::sketch_cells_max, 255, 1, 0}}});
}

TEST(Values, sketch) {
    const char* vector = "service_advertisement_sketch";
    constexpr std::size_t three_cells = 3 * wire::Sketch::cell_size;
    expect_refused({{vector, 48, {}},
                    {vector, 48, Datagram(wire::Sketch::cell_size, 1)},
                    {vector, 48, Datagram(three_cells - 1, 1)},
                    {vector, 48, Datagram(three_cells + 1, 1)},
                    {vector, 48, Datagram(wire::Sketch::size_max + three_cells, 1)}});
    expect_taken({{vector, 48, Datagram(three_cells, 0xFF)},
                  {vector, 48, Datagram(wire::Sketch::size_max, 0xFF)}});
}

TEST(Values, wanted_services) {
    for (const char* vector : {"client_discovery_request_wanted", "provider_notification_wanted"}) {
        constexpr std::size_t size_max = limits::wanted_services_max * 8;
        expect_refused({{vector, wanted, {}},
                        {vector, wanted, Datagram(7, 1)},
                        {vector, wanted, Datagram(9, 1)},
                        {vector, wanted, Datagram(size_max + 8, 1)}});
        expect_taken({{vector, wanted, Datagram(8, 0)}, {vector, wanted, Datagram(size_max, 1)}});
    }
}

/// Only the primary makes sketches, so it notifies nobody of such a request.
TEST(Values, a_notification_asks_for_no_sketch) {
    const Vector vector("provider_notification_wanted");
    RawFields fields = vector.fields;
    fields.push_back({sketch_size, {6, 0, 0, 1}});
    EXPECT_EQ(vector.error_with(fields), DecodeError::unknown_critical_field);
}

TEST(Values, codes) {
    for (unsigned code = 0; code <= 0xFF; ++code) {
        const Datagram value = {static_cast<std::uint8_t>(code)};
        const DecodeError one_or_two =
            code == 1 || code == 2 ? DecodeError::none : DecodeError::bad_value;
        expect_errors({{"service_advertisement", 2, value},
                       {"provider_registration_ack", 19, value},
                       {"provider_heartbeat_ack", 19, value},
                       {"primary_change", 20, value}},
                      one_or_two);
        const DecodeError family =
            code == 0 || code == 4 || code == 6 ? DecodeError::none : DecodeError::bad_value;
        expect_errors({{"provider_registration", 23, value + Datagram{0, 0, 0, 1}}}, family);

        Datagram status = Vector("status_response").fields[status_index].value;
        status[16] = value[0];
        expect_errors({{"status_response", 33, status}}, one_or_two);
    }
}

TEST(Values, host_name) {
    const char* vector = "service_advertisement";
    expect_refused({{vector, 3, {}},
                    {vector, 3, Datagram(65, 'x')},
                    {vector, 3, bytes_of("a\nb")},
                    {vector, 3, {'a', 0}},
                    {vector, 3, {'a', 0x7F}},
                    {vector, 3, {'a', 0xC2, 0x85}},
                    {vector, 3, {'a', 0xFF}},
                    {vector, 3, {0xC0, 0xAF}}});
    expect_taken({{vector, 3, Datagram(64, 'x')}, {vector, 3, bytes_of("\u00E9t\u00E9")}});
}

TEST(Values, addresses_are_unicast) {
    const char* vector = "service_advertisement";
    expect_refused({{vector, 4, {}},
                    {vector, 4, {192, 0, 2}},
                    {vector, 4, {192, 0, 2, 1, 0}},
                    {vector, 4, Datagram(15, 1)},
                    {vector, 4, Datagram(17, 1)},
                    {vector, 4, {0, 0, 0, 0}},
                    {vector, 4, Datagram(16, 0)},
                    {vector, 4, {224, 0, 0, 1}},
                    {vector, 4, {239, 255, 255, 255}},
                    {vector, 4, Datagram{0xFF} + Datagram(15, 1)}});
    expect_taken({{vector, 4, {127, 0, 0, 1}}, {vector, 4, Datagram(15, 0) + Datagram{1}}});
}

TEST(Values, addresses_are_at_most_eight) {
    const Vector vector("service_advertisement_no_address");
    RawFields fields = vector.fields;
    for (std::uint8_t i = 1; i <= limits::advertised_addresses_max; ++i) {
        fields.push_back({4, {192, 0, 2, i}});
    }
    const Datagram eight = with_fields(vector.datagram, fields);
    const Decoded decoded = decode_any(eight);
    ASSERT_TRUE(decoded.ok());
    const auto& advertisement = std::get<wire::Advertisement>(decoded.message);
    EXPECT_EQ(advertisement.address_count, 8U);
    EXPECT_EQ(advertisement.addresses[7], IpAddress::v4(192, 0, 2, 8));
    fields.push_back({4, {192, 0, 2, 9}});
    EXPECT_EQ(vector.error_with(fields), DecodeError::bad_value);
}

TEST(Values, client_is_one_host) {
    const char* vector = "provider_notification";
    const Datagram port = {0x12, 0x34};
    const Datagram scope = {0, 0, 0, 2};
    expect_refused({{vector, 21, Datagram{0, 0} + scope + Datagram{192, 0, 2, 1}},
                    {vector, 21, port + scope},
                    {vector, 21, port + scope + Datagram{192, 0, 2}},
                    {vector, 21, port + scope + Datagram{192, 0, 2, 1, 0}},
                    {vector, 21, port + scope + Datagram{0, 0, 0, 0}},
                    {vector, 21, port + scope + Datagram{224, 0, 0, 1}},
                    {vector, 21, port + scope + Datagram(16, 0)},
                    {vector, 21, port + scope + Datagram{0xFF, 0x02} + Datagram(14, 1)}});
    expect_taken({{vector, 21, port + scope + Datagram{192, 0, 2, 1}},
                  {"provider_notification_filters", 21, port + scope + Datagram(16, 1)}});
}

TEST(Values, arrival_has_an_address_or_none) {
    const char* name = "provider_notification";
    const Datagram index = {0, 0, 0, 2};
    expect_refused({{name, 22, {0, 0, 0}},
                    {name, 22, index + Datagram{192, 0, 2}},
                    {name, 22, index + Datagram{192, 0, 2, 1, 0}},
                    {name, 22, index + Datagram{224, 0, 0, 1}}});
    expect_taken({{name, 22, index + Datagram{192, 0, 2, 1}},
                  {"provider_notification_filters", 22, index + Datagram(16, 1)}});

    // A notification without a local address is decoded, too.
    const Vector vector(name);
    wire::Notification notification = std::get<wire::Notification>(vector.decoded.message);
    notification.arrival.local = {};
    Datagram datagram(limits::network_datagram_max);
    datagram.resize(wire::encode(notification, datagram));
    const Decoded decoded = decode_any(datagram);
    ASSERT_TRUE(decoded.ok());
    expect_same(std::get<wire::Notification>(decoded.message), notification);
}

/// The answer goes from the address in ARRIVAL to the client.
TEST(Values, arrival_and_client_have_the_same_family) {
    const Datagram index = {0, 0, 0, 2};
    expect_refused({{"provider_notification", 22, index + Datagram(16, 1)},
                    {"provider_notification_filters", 22, index + Datagram{192, 0, 2, 1}}});
}

TEST(Values, unknown_flags_of_a_roster_are_ignored) {
    for (const char* name : {"service_advertisement", "provider_notification"}) {
        const Vector vector(name);
        for (unsigned flags = 0; flags <= 0xFF; ++flags) {
            RawFields fields = vector.fields;
            const auto roster = std::find_if(fields.begin(), fields.end(),
                                             [](const RawField& field) { return field.type == 7; });
            roster->value.back() = static_cast<std::uint8_t>(flags);
            const Datagram changed = with_fields(vector.datagram, fields);
            const Decoded decoded = decode_any(changed);
            ASSERT_TRUE(decoded.ok()) << flags;
            const auto* const advertisement = std::get_if<wire::Advertisement>(&decoded.message);
            const wire::Roster& read = advertisement != nullptr
                                           ? advertisement->roster
                                           : std::get<wire::Notification>(decoded.message).roster;
            EXPECT_EQ(read.settled, (flags & 1) == 0) << flags;
            EXPECT_EQ(read.others_answer, (flags & 2) != 0) << flags;
            EXPECT_EQ(read.contested, (flags & 4) != 0) << flags;
        }
    }
}

TEST(Values, unknown_flags_of_a_status_are_ignored) {
    const Vector vector("status_response");
    for (unsigned flags = 0; flags <= 0xFF; ++flags) {
        Datagram status = vector.fields[status_index].value;
        status.back() = static_cast<std::uint8_t>(flags);
        const Datagram changed = with_fields(vector.datagram, replaced(vector.fields, 33, status));
        const Decoded decoded = decode_any(changed);
        ASSERT_TRUE(decoded.ok()) << flags;
        const auto& response = std::get<wire::StatusResponse>(decoded.message);
        EXPECT_EQ(providers_of(response).front().status.is_deputy, (flags & 1) != 0) << flags;
    }
}

TEST(Values, neighbourhood_has_the_id_of_its_host) {
    const Vector vector("status_response");
    Datagram value = vector.fields[1 + counter_count].value;
    for (unsigned flags = 0; flags <= 0xFF; ++flags) {
        value.back() = static_cast<std::uint8_t>(flags);
        const Datagram changed = with_fields(vector.datagram, replaced(vector.fields, 46, value));
        const Decoded decoded = decode_any(changed);
        ASSERT_TRUE(decoded.ok()) << flags;
        const auto& response = std::get<wire::StatusResponse>(decoded.message);
        EXPECT_EQ(response.neighbourhood.is_settled, (flags & 1) == 0) << flags;
        EXPECT_EQ(response.neighbourhood.addresses, 58U);
    }
    std::fill_n(value.begin(), 16, std::uint8_t{0});
    expect_refused({{"status_response", 46, value}, {"status_response", 46, {}}});
    value[15] = 1;
    expect_taken({{"status_response", 46, value}});
    value.push_back(0);
    expect_refused({{"status_response", 46, value}});
}

TEST(Values, host_of_a_registration_is_not_0) {
    for (const char* vector : {"provider_registration_host", "provider_registration_ack_host"}) {
        expect_refused({{vector, 37, Datagram(16, 0)}});
        expect_taken({{vector, 37, Datagram(15, 0) + Datagram{1}}});
    }
}

TEST(Values, peers_are_ports) {
    const char* vector = "deputy_appointment";
    expect_refused({{vector, 26, {}},
                    {vector, 26, {1}},
                    {vector, 26, {0x9C, 0x40, 0x9C}},
                    {vector, 26, {0, 0}},
                    {vector, 26, {0, 0, 0x9C, 0x40}},
                    {vector, 26, {0x9C, 0x40, 0, 0}},
                    {vector, 26, Datagram(limits::deputy_peers_max * 2, 1) + Datagram{0, 0}}});
    expect_taken({{vector, 26, {0, 1}},
                  {vector, 26, {0xFF, 0xFF, 1, 0}},
                  {vector, 26, Datagram(limits::deputy_peers_max * 2, 1)}});
}

TEST(Values, port_of_a_socket_is_not_0) {
    for (const char* vector :
         {"deputy_appointment_line", "provider_heartbeat_line", "provider_registration_ack_port"}) {
        expect_refused({{vector, 11, {}}, {vector, 11, {0, 0}}, {vector, 11, {1, 2, 3}}});
        expect_taken({{vector, 11, {0, 1}}, {vector, 11, {0xFF, 0xFF}}});
    }
}

TEST(Values, maximum_of_peers_fits_an_appointment) {
    const Datagram peers(limits::deputy_peers_max * 2, 1);
    Datagram room(limits::appointment_max);
    const std::size_t size = wire::encode(wire::Appointment{1, {}, 2, peers, true}, room);
    ASSERT_NE(size, 0U);
    const Decoded decoded = decode_any(wire::Bytes(room).first(size));
    ASSERT_TRUE(decoded.ok());
    const auto& appointment = std::get<wire::Appointment>(decoded.message);
    EXPECT_EQ(appointment.peers.size(), peers.size());
    EXPECT_EQ(wire::peer_at(appointment.peers, limits::deputy_peers_max - 1), 0x0101);
}

/// An encoder leaves USER_ID out if there is no user.
TEST(Values, user_is_a_number_or_none) {
    const Vector vector("provider_registration_user");
    const auto user_of = [&](const Datagram& value) {
        const Datagram changed = with_fields(vector.datagram, replaced(vector.fields, 24, value));
        return std::get<wire::Registration>(decode_any(changed).message).user_id;
    };
    EXPECT_EQ(user_of({0, 0, 0, 0}), 0U);
    EXPECT_EQ(user_of({0xFF, 0xFF, 0xFF, 0xFE}), UINT32_MAX - 1);
    EXPECT_EQ(user_of({0xFF, 0xFF, 0xFF, 0xFF}), wire::Registration::no_user);
    const Datagram without = load_vector("provider_registration");
    EXPECT_EQ(std::get<wire::Registration>(decode_any(without).message).user_id,
              wire::Registration::no_user);
}

TEST(Values, service_type_of_a_filter) {
    const char* vector = "client_discovery_request_filters";
    for (const char* type : {"", "_", "http", "_http", "_http._sctp", "http._tcp", "_._tcp",
                             "_http._tcp.", "_ht tp._tcp", "_-a._tcp", "_a-._tcp", "_a--b._tcp",
                             "_123._tcp", "_abcdefghijklmnop._tcp", "_caf\u00E9._tcp"}) {
        expect_refused({{vector, filter_type, bytes_of(type)}});
    }
    expect_taken({{vector, filter_type, bytes_of("_abcdefghijklmno._tcp")},
                  {vector, filter_type, bytes_of("_A-1._UDP")}});
}

TEST(Values, instance_name_of_a_filter) {
    const char* vector = "client_discovery_request_filters";
    expect_refused({{vector, filter_name, {}},
                    {vector, filter_name, Datagram(64, 'x')},
                    {vector, filter_name, bytes_of("a\tb")},
                    {vector, filter_name, {0xED, 0xA0, 0x80}}});
    expect_taken({{vector, filter_name, Datagram(63, 'x')}});
}

TEST(Values, attributes_of_a_filter) {
    const char* vector = "client_discovery_request_filters";
    expect_refused({{vector, filter_attributes, {0}},
                    {vector, filter_attributes, {5, 'a'}},
                    {vector, filter_attributes, packed({"a", "A=1"})},
                    {vector, filter_attributes, packed({"=1"})},
                    {vector, filter_attributes, many_attributes(65)},
                    {vector, filter_attributes, attributes_of_bytes(1025)}});
    expect_taken({{vector, filter_attributes, {}},
                  {vector, filter_attributes, attributes_of_bytes(1024)},
                  {vector, filter_attributes, many_attributes(64)},
                  {vector, filter_attributes, packed({"a", "b="})}});
}

TEST(Values, lease_and_heartbeat_fit_together) {
    const auto error_of = [](std::uint32_t lease_ms, std::uint32_t heartbeat_ms) {
        const Vector vector("provider_registration_ack");
        const auto bytes = [](std::uint32_t value) {
            return Datagram{
                static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
                static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
        };
        const RawFields fields = replaced(vector.fields, 17, bytes(lease_ms));
        return vector.error_with(replaced(fields, 18, bytes(heartbeat_ms)));
    };
    EXPECT_EQ(error_of(101, 100), DecodeError::none);
    EXPECT_EQ(error_of(86'400'000, 86'399'999), DecodeError::none);
    EXPECT_EQ(error_of(100, 100), DecodeError::bad_value);
    EXPECT_EQ(error_of(60'000, 60'001), DecodeError::bad_value);
    EXPECT_EQ(error_of(60'000, 99), DecodeError::bad_value);
    EXPECT_EQ(error_of(60'000, 0), DecodeError::bad_value);
    EXPECT_EQ(error_of(0, 0), DecodeError::bad_value);
    EXPECT_EQ(error_of(86'400'001, 30'000), DecodeError::bad_value);
    EXPECT_EQ(error_of(UINT32_MAX, 30'000), DecodeError::bad_value);
}

TEST(ServiceValues, instance_name) {
    for (const Datagram& value :
         {Datagram{}, Datagram(64, 'x'), bytes_of("a\nb"), Datagram{'a', 0}, Datagram{0x1B, '['},
          Datagram{'a', 0x7F}, Datagram{'a', 0xC2, 0x80}, Datagram{0xFF}, Datagram{0xC3},
          Datagram{0xF4, 0x90, 0x80, 0x80}}) {
        EXPECT_EQ(error_of_service(9, value), DecodeError::bad_value)
            << ::testing::PrintToString(value);
    }
    EXPECT_EQ(error_of_service(9, Datagram(63, 'x')), DecodeError::none);
    EXPECT_EQ(error_of_service(9, bytes_of("\U0001F5A8 3. Stock; $(x)")), DecodeError::none);
}

TEST(ServiceValues, type_and_port) {
    for (const char* type : {"", "_", "_http", "_http._sctp", "_a--b._tcp", "_1._udp"}) {
        EXPECT_EQ(error_of_service(10, bytes_of(type)), DecodeError::bad_value) << type;
    }
    EXPECT_EQ(error_of_service(10, bytes_of("_x._udp")), DecodeError::none);
    for (const Datagram& value : {Datagram{}, Datagram{1}, Datagram{0, 0}, Datagram{0, 0, 80}}) {
        EXPECT_EQ(error_of_service(11, value), DecodeError::bad_value);
    }
    EXPECT_EQ(error_of_service(11, {0, 1}), DecodeError::none);
}

TEST(ServiceValues, attributes) {
    using namespace std::string_literals;
    for (const Datagram& value :
         {Datagram{0}, Datagram{1}, Datagram{3, 'a', 'b'}, packed({"a"}) + Datagram{0},
          packed({"a=1", "a=2"}), packed({"key", "KEY=x"}), packed({"="}), packed({"=x"}),
          packed({"a\tb=1"}), packed({"\u00E9=1"}), packed({"a\x7F"}), packed({"a=\xFF"}),
          packed({"a=\xC3"}), packed({"a=b\0c"s}), many_attributes(65)}) {
        EXPECT_EQ(error_of_service(12, value), DecodeError::bad_value)
            << ::testing::PrintToString(value);
    }
    for (const Datagram& value : {Datagram{}, packed({"a"}), packed({"a="}), packed({"a=b=c"}),
                                  packed({"a b=c"}), packed({"a=\n\x1B\x7F"}), packed({"a=\u00E9"}),
                                  packed({std::string(255, 'k')}), many_attributes(64)}) {
        EXPECT_EQ(error_of_service(12, value), DecodeError::none)
            << ::testing::PrintToString(value);
    }
}

}  // namespace
}  // namespace mpdisc::testing
