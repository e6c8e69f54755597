// SPDX-License-Identifier: MIT
//
// STATUS_RESPONSE is special: the order of its fields has a meaning, and counters may be unknown.
#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

constexpr std::uint16_t counter = 34;

const wire::StatusResponse& response_of(const Decoded& decoded) {
    EXPECT_TRUE(decoded.ok());
    return std::get<wire::StatusResponse>(decoded.message);
}

TEST(StatusReader, gives_each_provider_its_services_even_if_some_were_not_read) {
    const Vector vector("status_response");
    wire::StatusReader reader(response_of(vector.decoded));
    ProviderStatus status;
    ServiceView service;
    EXPECT_FALSE(reader.next_service(service)) << "before the first provider";
    ASSERT_TRUE(reader.next_provider(status));
    ASSERT_TRUE(reader.next_provider(status));
    EXPECT_EQ(status.process_id, 4711U);
    ASSERT_TRUE(reader.next_service(service));
    EXPECT_EQ(service.name, "Wiki");
    ASSERT_TRUE(reader.next_provider(status));
    EXPECT_EQ(status.process_id, 4712U);
    EXPECT_FALSE(reader.next_service(service));
    EXPECT_FALSE(reader.next_provider(status));
}

TEST(StatusReader, skips_services_before_the_first_provider) {
    const Vector vector("status_response");
    const RawField stray =
        *std::find_if(vector.fields.begin(), vector.fields.end(),
                      [](const RawField& field) { return field.type == service_field; });
    const Datagram datagram = with_fields(vector.datagram, with(vector.fields, 0, stray));
    expect_same(decode_any(datagram), vector.decoded);
}

TEST(StatusReader, returns_nothing_without_a_response) {
    wire::StatusReader reader;
    ProviderStatus status;
    ServiceView service;
    EXPECT_FALSE(reader.next_provider(status));
    EXPECT_FALSE(reader.next_service(service));
}

TEST(StatusCounters, of_later_versions_are_skipped) {
    const Vector vector("status_response");
    for (const std::uint8_t number : {std::uint8_t{counter_count}, std::uint8_t{0xFF}}) {
        const RawField later{counter, {0, number, 1, 2, 3, 4, 5, 6, 7, 8}};
        const Datagram datagram = with_fields(vector.datagram, with(vector.fields, 0, later));
        expect_same(decode_any(datagram), vector.decoded);
    }
}

TEST(StatusCounters, are_zero_if_missing) {
    const Vector vector("status_response");
    RawFields fields;
    for (const RawField& field : vector.fields) {
        if (field.type != counter) fields.push_back(field);
    }
    const Datagram datagram = with_fields(vector.datagram, fields);
    const Decoded decoded = decode_any(datagram);
    EXPECT_EQ(response_of(decoded).counters[Counter::drop_malformed], 0U);
    EXPECT_EQ(providers_of(response_of(decoded)).size(), 3U);
}

TEST(StatusNeighbourhood, is_not_known_if_the_primary_keeps_none) {
    EXPECT_TRUE(response_of(Vector("status_response").decoded).neighbourhood.host.is_known());
    EXPECT_EQ(response_of(Vector("status_response_last").decoded).neighbourhood,
              NeighbourhoodStatus{});
}

TEST(StatusCounters, have_64_bits) {
    const Vector vector("status_response_last");
    EXPECT_EQ(response_of(vector.decoded).counters[Counter::requests], UINT64_MAX);
}

}  // namespace
}  // namespace mpdisc::testing
