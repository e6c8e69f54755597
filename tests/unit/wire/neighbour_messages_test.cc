// SPDX-License-Identifier: MIT
//
// What the messages about hosts hold, and what their decoders refuse.
#include "wire/neighbour_messages.h"

#include "tests/vectors/fields.h"
#include "wire/auth.h"

namespace mpdisc::testing {
namespace {

using wire::DecodeError;

constexpr std::uint16_t address_token_field = 28;
constexpr std::uint16_t host_field = 37;
constexpr std::uint16_t summary_field = 38;
constexpr std::uint16_t types_field = 39;
constexpr std::uint16_t source_field = 45;

constexpr HostId own_host{{1}};
constexpr HostId other_host{{2}};

RawFields replaced(RawFields fields, std::uint16_t type, const Datagram& value) {
    for (RawField& field : fields) {
        if (field.type == type) field.value = value;
    }
    return fields;
}

DecodeError error_with(const char* name, std::uint16_t type, const Datagram& value) {
    const Vector vector(name);
    return vector.error_with(replaced(vector.fields, type, value));
}

/// The error if a field of the first NEIGHBOUR has another value.
DecodeError error_inside(std::uint16_t type, const Datagram& value) {
    const Vector vector("host_list");
    const RawFields inner = split_fields(vector.fields[2].value, 0);
    return vector.error_with_inner(2, replaced(inner, type, value));
}

Datagram source(std::initializer_list<std::uint8_t> address) {
    Datagram value = {0, 0, 0, 2};
    value.insert(value.end(), address);
    return value;
}

wire::HostSource source_of(std::string_view text) {
    wire::HostSource made;
    EXPECT_TRUE(parse_address(text, made.address)) << text;
    return made;
}

/// A neighbour with all that may be in it.
wire::Neighbour largest_neighbour() {
    wire::Neighbour neighbour;
    neighbour.host = other_host;
    neighbour.types = wire::TypeFilter(Datagram(limits::type_filter_bytes_max, 0xFF));
    while (neighbour.source_count < limits::neighbour_addresses_max) {
        neighbour.sources[neighbour.source_count++] = source_of("2001:db8::1");
    }
    return neighbour;
}

TEST(HostAnnouncement, has_types_of_at_most_64_bytes) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, limits::type_filter_bytes_max}) {
        EXPECT_EQ(error_with("host_announcement", types_field, Datagram(size)), DecodeError::none);
        EXPECT_EQ(error_inside(types_field, Datagram(size)), DecodeError::none);
    }
    const Datagram larger(limits::type_filter_bytes_max + 1);
    EXPECT_EQ(error_with("host_announcement", types_field, larger), DecodeError::bad_value);
    EXPECT_EQ(error_inside(types_field, larger), DecodeError::bad_value);
}

TEST(HostAnnouncement, is_dropped_with_a_host_id_of_zeros) {
    const Datagram zeros(16);
    EXPECT_EQ(error_with("host_announcement", host_field, zeros), DecodeError::bad_value);
    EXPECT_EQ(error_with("host_query_silent", host_field, zeros), DecodeError::bad_value);
    EXPECT_EQ(error_with("host_list", host_field, zeros), DecodeError::bad_value);
    EXPECT_EQ(error_inside(host_field, zeros), DecodeError::bad_value);
}

TEST(HostAnnouncement, is_taken_with_unknown_flags) {
    const Vector vector("host_announcement");
    Datagram summary = vector.fields[2].value;
    ASSERT_EQ(vector.fields[2].type, summary_field);
    summary.back() = 0xFC;
    const Datagram datagram =
        with_fields(vector.datagram, replaced(vector.fields, summary_field, summary));
    expect_same(decode_any(datagram), vector.decoded);
}

TEST(HostAnnouncement, has_each_flag) {
    for (const unsigned flags : {0U, 1U, 2U, 3U}) {
        wire::HostAnnouncement announcement;
        announcement.host = own_host;
        announcement.summary.settled = (flags & 1) == 0;
        announcement.summary.knows_neighbours = (flags & 2) == 0;
        Datagram room(limits::network_datagram_max);
        room.resize(wire::encode(announcement, room));
        EXPECT_EQ(split_message(room)[2].value.back(), flags);
        const Decoded decoded = decode_any(room);
        ASSERT_TRUE(decoded.ok());
        expect_same(std::get<wire::HostAnnouncement>(decoded.message), announcement);
    }
}

/// The largest answer to a stranger is smaller than twice the question.
TEST(HostAnnouncement, is_hardly_larger_than_a_padded_query) {
    wire::HostAnnouncement announcement{largest_neighbour(), 1, 180, 7};
    Datagram room(limits::network_datagram_max);
    const std::size_t answer = wire::encode(announcement, room) + wire::auth_size;
    const std::size_t question =
        wire::pad_request(wire::encode(wire::HostQuery{}, room), room) + wire::auth_size;
    EXPECT_GE(question, limits::request_size_min);
    EXPECT_LT(answer, question * 2);
}

TEST(HostQuery, says_whether_it_asks_for_a_list) {
    const auto query_of = [](const char* name) {
        return std::get<wire::HostQuery>(decode_any(load_vector(name)).message);
    };
    EXPECT_FALSE(query_of("host_query").wants_list);
    EXPECT_TRUE(query_of("host_query_list").wants_list);
    EXPECT_FALSE(query_of("host_query").silent.is_known());
    EXPECT_TRUE(query_of("host_query_silent").silent.is_known());
}

TEST(HostQuery, has_a_bounded_window) {
    EXPECT_EQ(error_with("host_query_window", 13, {0x13, 0x88}), DecodeError::none);
    EXPECT_EQ(error_with("host_query_window", 13, {0x13, 0x89}), DecodeError::bad_value);
    EXPECT_EQ(error_with("host_query_window", 13, {0, 0}), DecodeError::none);
}

TEST(HostQuery, may_be_padded_like_a_request) {
    wire::HostQuery query{7, 0, true, 3, 9, own_host};
    Datagram room(limits::network_datagram_max);
    const std::size_t size = wire::pad_request(wire::encode(query, room), room);
    EXPECT_EQ(size, limits::request_size_min);
    room.resize(size);
    const Decoded decoded = decode_any(room);
    ASSERT_TRUE(decoded.ok());
    expect_same(std::get<wire::HostQuery>(decoded.message), query);
}

TEST(HostQuery, has_a_token_of_eight_bytes) {
    for (const std::size_t size : {0U, 7U, 9U}) {
        EXPECT_EQ(error_with("host_query_list", address_token_field, Datagram(size, 1)),
                  DecodeError::bad_value);
    }
}

TEST(Neighbour, has_at_most_four_addresses) {
    const Vector vector("host_list");
    RawFields inner = split_fields(vector.fields[2].value, 0);
    while (inner.back().type == source_field) inner.pop_back();
    EXPECT_EQ(vector.error_with_inner(2, inner), DecodeError::missing_field);
    for (std::uint8_t n = 1; n <= limits::neighbour_addresses_max; ++n) {
        inner.push_back({source_field, source({192, 0, 2, n})});
        EXPECT_EQ(vector.error_with_inner(2, inner), DecodeError::none) << n;
    }
    inner.push_back({source_field, source({192, 0, 2, 99})});
    EXPECT_EQ(vector.error_with_inner(2, inner), DecodeError::bad_value);
}

TEST(Neighbour, has_only_addresses_of_another_host) {
    for (const Datagram& value :
         {source({127, 0, 0, 1}), source({224, 0, 0, 251}), source({255, 255, 255, 255}),
          source({0, 0, 0, 0}), source({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}),
          source({0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), source({}),
          source({192, 0, 2}), source({192, 0, 2, 1, 0}), Datagram{}}) {
        EXPECT_EQ(error_inside(source_field, value), DecodeError::bad_value)
            << ::testing::PrintToString(value);
    }
    EXPECT_EQ(error_inside(source_field, source({198, 51, 100, 1})), DecodeError::none);
}

TEST(HostList, reader_skips_unknown_fields) {
    const Vector vector("host_list");
    const RawFields more = with(vector.fields, 3, {0x7FFF, {1, 2, 3}});
    const Datagram datagram = with_fields(vector.datagram, more);
    const Decoded decoded = decode_any(datagram);
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(neighbours_of(std::get<wire::HostList>(decoded.message)).size(), 2U);
}

/// A page holds hosts as long as they fit, and its page number always does.
TEST(HostListWriter, fills_a_page_and_keeps_room_for_its_number) {
    const wire::Neighbour neighbour = largest_neighbour();
    constexpr std::size_t overhead = limits::host_list_overhead_max - wire::auth_size;
    for (std::size_t room = overhead; room <= limits::network_datagram_max; ++room) {
        Datagram datagram(room);
        wire::HostListWriter writer(datagram, 1, own_host, {});
        std::size_t count = 0;
        while (writer.add(neighbour)) ++count;
        EXPECT_EQ(count, (room - overhead) / limits::encoded_neighbour_max) << room;
        datagram.resize(writer.finish(7));
        EXPECT_EQ(datagram.size(), overhead + count * limits::encoded_neighbour_max);
        const Decoded decoded = decode_any(datagram);
        ASSERT_TRUE(decoded.ok()) << room;
        EXPECT_EQ(neighbours_of(std::get<wire::HostList>(decoded.message)).size(), count);
        EXPECT_EQ(std::get<wire::HostList>(decoded.message).next_page, 7U);
    }
}

TEST(HostListWriter, fills_a_loopback_datagram) {
    Datagram datagram(limits::loopback_datagram_max);
    wire::HostListWriter writer(datagram, 1, own_host, {});
    std::size_t count = 0;
    while (writer.add(largest_neighbour())) ++count;
    datagram.resize(writer.finish(0));
    EXPECT_GT(count, 270U);
    const Decoded decoded = decode_any(datagram);
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(neighbours_of(std::get<wire::HostList>(decoded.message)).size(), count);
}

TEST(HostDigest, changes_with_host_primary_revision_and_address_alone) {
    const IpAddress at = IpAddress::v4(192, 0, 2, 10);
    wire::HostDescription host{own_host, {{3}}, {1, 2, 3}, {}};
    const std::uint64_t digest = wire::digest_of(host, at);
    EXPECT_NE(wire::digest_of(host, IpAddress::v4(192, 0, 2, 11)), digest);
    wire::HostDescription other = host;
    other.summary = {1, 9, 9, false, false};
    other.types = wire::TypeFilter(1);
    EXPECT_EQ(wire::digest_of(other, at), digest);
    other = host;
    other.summary.revision = 2;
    EXPECT_NE(wire::digest_of(other, at), digest);
    other = host;
    other.primary = {{4}};
    EXPECT_NE(wire::digest_of(other, at), digest);
    other = host;
    other.host = other_host;
    EXPECT_NE(wire::digest_of(other, at), digest);
}

}  // namespace
}  // namespace mpdisc::testing
