// SPDX-License-Identifier: MIT
#include "wire/client_messages.h"

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc::wire {
namespace {

/// mpdisc-wire.7, ROSTER: the known bits of its flags. Receivers ignore the others.
constexpr std::uint8_t roster_unsettled = 1;
constexpr std::uint8_t roster_others_answer = 2;
constexpr std::uint8_t roster_contested = 4;

/// Bytes of a key in WANTED.
constexpr std::size_t key_size = 8;

/// Adds an address to the advertisement. Refuses addresses that no client can connect to.
void parse_address_field(ValueReader& value, Advertisement& advertisement) {
    const IpAddress address = value.address();
    if (advertisement.address_count == advertisement.addresses.size() || address.is_multicast() ||
        address.is_unspecified()) {
        value.fail();
        return;
    }
    advertisement.addresses[advertisement.address_count++] = address;
}

void parse_host_name(ValueReader& value, Advertisement& advertisement) {
    advertisement.host_name = value.text();
    if (advertisement.host_name.empty() || advertisement.host_name.size() > limits::host_name_max ||
        !is_name_text(advertisement.host_name)) {
        value.fail();
    }
}

void parse_attempt(ValueReader& value, std::uint8_t& attempt) {
    attempt = value.u8();
    if (attempt == 0) value.fail();
}

void parse_sketch_size(ValueReader& value, SketchSize& size) {
    size.is_wanted = true;
    size.cells = value.u8();
    size.shard = value.u8();
    size.shards = value.u16();
    if (size.cells > limits::sketch_cells_max || size.cells % Sketch::hashes != 0 ||
        size.shards > limits::sketch_shards_max || size.shard >= size.shards) {
        value.fail();
    }
}

void encode_sketch_size(Writer& writer, const SketchSize& size) {
    const std::size_t mark = writer.begin_field(FieldType::sketch_size);
    writer.u8(size.cells);
    writer.u8(size.shard);
    writer.u16(size.shards);
    writer.end_field(mark);
}

void parse_sketch(ValueReader& value, Bytes& cells) {
    cells = value.remaining();
    if (cells.empty() || cells.size() > Sketch::size_max ||
        cells.size() % (Sketch::hashes * Sketch::cell_size) != 0) {
        value.fail();
    }
}

void parse_wanted(ValueReader& value, Bytes& keys) {
    keys = value.remaining();
    if (keys.empty() || keys.size() > limits::wanted_services_max * key_size ||
        keys.size() % key_size != 0) {
        value.fail();
    }
}

bool parse_advertisement_field(FieldType type, ValueReader& value, Advertisement& out) {
    switch (type) {
        case FieldType::attempt:
            parse_attempt(value, out.attempt);
            return true;
        case FieldType::provider_id:
            out.provider = value.provider_id();
            return true;
        case FieldType::role:
            parse_role(value, out.role);
            return true;
        case FieldType::host_name:
            parse_host_name(value, out);
            return true;
        case FieldType::address:
            parse_address_field(value, out);
            return true;
        case FieldType::lifetime:
            out.lifetime_s = value.u32();
            return true;
        case FieldType::roster:
            parse_roster(value, out.roster);
            return true;
        case FieldType::shard:
            out.shard = value.u8();
            return true;
        case FieldType::sketch:
            parse_sketch(value, out.sketch);
            return true;
        case FieldType::former_primary:
            out.former_primary = value.provider_id();
            return true;
        case FieldType::service:
            check_service(value);
            return true;
        default:
            return false;
    }
}

/// The fields that a request has, and its notification lacks.
bool parse_own_field(FieldType type, ValueReader& value, Request& request) {
    switch (type) {
        case FieldType::address_token:
            request.address_token = value.u64();
            return true;
        case FieldType::sketch_size:
            parse_sketch_size(value, request.sketch);
            return true;
        default:
            return false;
    }
}

}  // namespace

bool WantedServices::has(std::uint64_t key) const {
    for (ValueReader reader(keys); !reader.is_empty();) {
        if (reader.u64() == key) return true;
    }
    return false;
}

bool parse_request_field(FieldType type, ValueReader& value, Request& request) {
    switch (type) {
        case FieldType::attempt:
            parse_attempt(value, request.attempt);
            return true;
        case FieldType::window:
            request.window_ms = value.u16();
            if (request.window_ms > limits::window_ms_max) value.fail();
            return true;
        case FieldType::known_answers:
            parse_known_answers(value, request.known);
            return true;
        case FieldType::wanted:
            parse_wanted(value, request.wanted.keys);
            return true;
        case FieldType::filter_type:
            request.filter.type = value.text();
            if (!is_service_type(request.filter.type)) value.fail();
            return true;
        case FieldType::filter_name:
            request.filter.name = value.text();
            if (!is_instance_name(request.filter.name)) value.fail();
            return true;
        case FieldType::filter_attributes:
            if (Attributes::parse(value.remaining(), request.filter.attributes) !=
                ServiceError::none) {
                value.fail();
            }
            return true;
        default:
            return false;
    }
}

void parse_role(ValueReader& value, Role& role) {
    const std::uint8_t code = value.u8();
    role = static_cast<Role>(code);
    if (role != Role::primary && role != Role::secondary) value.fail();
}

void parse_roster(ValueReader& value, Roster& roster) {
    roster.primary = value.provider_id();
    roster.matching = value.u32();
    roster.revision = value.u32();
    const std::uint8_t flags = value.u8();
    roster.settled = (flags & roster_unsettled) == 0;
    roster.others_answer = (flags & roster_others_answer) != 0;
    roster.contested = (flags & roster_contested) != 0;
    if (!value.is_empty()) roster.address_token = value.u64();
}

void check_service(ValueReader& value) {
    ServiceView service;
    const DecodeError error = decode_service(value.remaining(), service);
    if (error != DecodeError::none) value.fail(error);
}

DecodeError decode(const Header& header, Bytes fields, Request& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(
        fields, field_set(FieldType::attempt), 0, [&](FieldType type, ValueReader& value) {
            return parse_request_field(type, value, out) || parse_own_field(type, value, out);
        });
}

DecodeError decode(const Header& header, Bytes fields, Advertisement& out) {
    out = {};
    out.transaction = header.transaction;
    out.services = ServiceList(fields);
    return read_fields(fields,
                       field_set(FieldType::attempt, FieldType::provider_id, FieldType::role,
                                 FieldType::lifetime, FieldType::roster),
                       field_set(FieldType::address, FieldType::service),
                       [&](FieldType type, ValueReader& value) {
                           return parse_advertisement_field(type, value, out);
                       });
}

void encode_request_fields(Writer& writer, const Request& request) {
    writer.field_u8(FieldType::attempt, request.attempt);
    if (request.window_ms != 0) writer.field_u16(FieldType::window, request.window_ms);
    if (request.known.hashes != 0) encode_known_answers(writer, request.known);
    writer.optional_field(FieldType::wanted, request.wanted.keys);
    const Filter& filter = request.filter;
    writer.optional_field(FieldType::filter_type, filter.type);
    writer.optional_field(FieldType::filter_name, filter.name);
    writer.optional_field(FieldType::filter_attributes, filter.attributes.packed());
}

void encode_roster(Writer& writer, const Roster& roster) {
    const std::size_t mark = writer.begin_field(FieldType::roster);
    writer.bytes(roster.primary.bytes);
    writer.u32(roster.matching);
    writer.u32(roster.revision);
    const int flags = (roster.settled ? 0 : roster_unsettled) |
                      (roster.others_answer ? roster_others_answer : 0) |
                      (roster.contested ? roster_contested : 0);
    writer.u8(static_cast<std::uint8_t>(flags));
    if (roster.address_token != 0) writer.u64(roster.address_token);
    writer.end_field(mark);
}

std::size_t encode(const Request& request, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::client_discovery_request, request.transaction);
    encode_request_fields(writer, request);
    if (request.address_token != 0) {
        const std::size_t mark = writer.begin_field(FieldType::address_token);
        writer.u64(request.address_token);
        writer.end_field(mark);
    }
    if (request.sketch.is_wanted) encode_sketch_size(writer, request.sketch);
    return writer.finish();
}

std::size_t pad_request(std::size_t size, std::span<std::uint8_t> out) {
    if (size == 0 || size + field_header_size >= limits::request_size_min) return size;
    constexpr std::size_t padded = limits::request_size_min;
    const auto put_u16 = [&](std::size_t at, std::size_t number) {
        out[at] = static_cast<std::uint8_t>(number >> 8);
        out[at + 1] = static_cast<std::uint8_t>(number);
    };
    std::ranges::fill(out.subspan(size, padded - size), std::uint8_t{0});
    put_u16(size, static_cast<std::size_t>(FieldType::padding));
    put_u16(size + 2, padded - size - field_header_size);
    put_u16(header_length_offset, padded - header_size);
    return padded;
}

AdvertisementWriter::AdvertisementWriter(const Advertisement& advertisement,
                                         std::span<std::uint8_t> out)
    : writer_(out, MessageType::service_advertisement, advertisement.transaction),
      room_(out.size()) {
    writer_.field_u8(FieldType::attempt, advertisement.attempt);
    writer_.field(FieldType::provider_id, advertisement.provider.bytes);
    writer_.field_u8(FieldType::role, static_cast<std::uint8_t>(advertisement.role));
    writer_.optional_field(FieldType::host_name, advertisement.host_name);
    for (std::size_t i = 0; i < advertisement.address_count; ++i) {
        writer_.field(FieldType::address, advertisement.addresses[i].raw());
    }
    writer_.field_u32(FieldType::lifetime, advertisement.lifetime_s);
    encode_roster(writer_, advertisement.roster);
    if (advertisement.shard != 0) writer_.field_u8(FieldType::shard, advertisement.shard);
    writer_.optional_id(FieldType::former_primary, advertisement.former_primary.bytes);
}

std::size_t encode(const Advertisement& advertisement, std::span<std::uint8_t> out) {
    AdvertisementWriter writer(advertisement, out);
    writer.add_sketch(advertisement.sketch);
    ServiceList::Reader services = advertisement.services.read();
    for (ServiceList::Item item; services.next(item);) writer.add(item.encoded);
    return writer.finish();
}

}  // namespace mpdisc::wire
