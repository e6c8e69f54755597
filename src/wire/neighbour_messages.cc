// SPDX-License-Identifier: MIT
#include "wire/neighbour_messages.h"

#include "mpdisc/expects.h"
#include "wire/message_fields.h"
#include "wire/siphash.h"

namespace mpdisc::wire {
namespace {

/// mpdisc-wire.7, SUMMARY: the known bits of its flags. Receivers ignore the others.
constexpr std::uint8_t summary_unsettled = 1;
constexpr std::uint8_t summary_learns_neighbours = 2;
constexpr std::size_t page_field_size = field_header_size + 4;

constexpr std::uint64_t description_fields =
    field_set(FieldType::host, FieldType::provider_id, FieldType::summary, FieldType::types);

void encode_summary(Writer& out, const HostSummary& summary) {
    const std::size_t mark = out.begin_field(FieldType::summary);
    out.u32(summary.revision);
    out.u32(summary.services);
    out.u64(summary.digest);
    const int flags = (summary.settled ? 0 : summary_unsettled) |
                      (summary.knows_neighbours ? 0 : summary_learns_neighbours);
    out.u8(static_cast<std::uint8_t>(flags));
    out.end_field(mark);
}

void parse_summary(ValueReader& value, HostSummary& summary) {
    summary.revision = value.u32();
    summary.services = value.u32();
    summary.digest = value.u64();
    const std::uint8_t flags = value.u8();
    summary.settled = (flags & summary_unsettled) == 0;
    summary.knows_neighbours = (flags & summary_learns_neighbours) == 0;
}

void visit_summary(MessageFields& fields, HostSummary& summary) {
    if (Writer* const out = fields.output()) encode_summary(*out, summary);
    if (ValueReader* const value = fields.value_of(FieldType::summary)) {
        parse_summary(*value, summary);
    }
}

void parse_types(ValueReader& value, TypeFilter& types) {
    const Bytes bits = value.remaining();
    if (bits.size() > limits::type_filter_bytes_max) return value.fail();
    types = TypeFilter(bits);
}

void visit_token(MessageFields& fields, std::uint64_t& token) {
    Writer* const out = fields.output();
    if (out != nullptr && token != 0) {
        const std::size_t mark = out->begin_field(FieldType::address_token);
        out->u64(token);
        out->end_field(mark);
    }
    if (ValueReader* const value = fields.value_of(FieldType::address_token)) token = value->u64();
}

void encode_source(Writer& out, const HostSource& source) {
    const std::size_t mark = out.begin_field(FieldType::source);
    out.u32(source.if_index);
    out.bytes(source.address.raw());
    out.end_field(mark);
}

/// Refuses addresses that are not of another host: a client will ask them.
void parse_source(ValueReader& value, Neighbour& neighbour) {
    HostSource source;
    source.if_index = value.u32();
    source.address = value.address();
    if (neighbour.source_count == neighbour.sources.size() || !source.address.is_of_host()) {
        return value.fail();
    }
    neighbour.sources[neighbour.source_count++] = source;
}

// The fields of each message, in the order in which they are written.

void visit_fields(MessageFields& fields, HostDescription& host) {
    fields.host(host.host);
    fields.id(FieldType::provider_id, host.primary.bytes);
    visit_summary(fields, host.summary);
    if (Writer* const out = fields.output()) out->field(FieldType::types, host.types.bytes());
    if (ValueReader* const value = fields.value_of(FieldType::types)) {
        parse_types(*value, host.types);
    }
}

void visit_fields(MessageFields& fields, HostAnnouncement& message) {
    visit_fields(fields, static_cast<HostDescription&>(message));
    fields.u32(FieldType::lifetime, message.lifetime_s);
    visit_token(fields, message.address_token);
}

void visit_fields(MessageFields& fields, HostQuery& message) {
    Writer* const out = fields.output();
    if (out != nullptr && message.window_ms != 0) {
        out->field_u16(FieldType::window, message.window_ms);
    }
    if (ValueReader* const value = fields.value_of(FieldType::window)) {
        message.window_ms = value->u16();
        if (message.window_ms > limits::window_ms_max) value->fail();
    }
    fields.optional_u32(FieldType::page, message.wants_list, message.page);
    visit_token(fields, message.address_token);
    fields.host(message.silent);
}

void visit_fields(MessageFields& fields, Neighbour& neighbour) {
    visit_fields(fields, static_cast<HostDescription&>(neighbour));
    fields.u32(FieldType::age, neighbour.age_s);
    if (Writer* const out = fields.output()) {
        for (std::size_t n = 0; n < neighbour.source_count; ++n) {
            encode_source(*out, neighbour.sources[n]);
        }
    }
    if (ValueReader* const value = fields.value_of(FieldType::source)) {
        parse_source(*value, neighbour);
    }
}

template <typename Message>
DecodeError read(Bytes fields, std::uint64_t required, std::uint64_t repeatable, Message& out) {
    return read_fields(fields, required, repeatable, [&](FieldType type, ValueReader& value) {
        MessageFields field(type, value);
        visit_fields(field, out);
        return field.is_known();
    });
}

template <typename Message>
std::size_t write(MessageType type, const Message& message, std::span<std::uint8_t> out) {
    MessageWriter writer(out, type, message.transaction);
    MessageFields fields(writer);
    // Writing changes no member.
    visit_fields(fields, const_cast<Message&>(message));
    return writer.finish();
}

DecodeError decode_neighbour(Bytes fields, Neighbour& out) {
    out = {};
    return read(fields, description_fields | field_set(FieldType::age, FieldType::source),
                field_set(FieldType::source), out);
}

/// Checks the value of a NEIGHBOUR. An error in it is an error of the message.
void check_neighbour(ValueReader& value) {
    Neighbour neighbour;
    const DecodeError error = decode_neighbour(value.remaining(), neighbour);
    if (error != DecodeError::none) value.fail(error);
}

}  // namespace

std::uint64_t digest_of(const HostDescription& host, const IpAddress& address) {
    SipHash hash(host.summary.revision, 0);
    hash.add(host.host.bytes);
    hash.add(host.primary.bytes);
    hash.add(address.raw());
    return hash.finish();
}

bool NeighbourReader::next(Neighbour& out) {
    for (Field field; fields_.next(field);) {
        if (field.type != FieldType::neighbour) continue;
        return decode_neighbour(field.value, out) == DecodeError::none;
    }
    return false;
}

DecodeError decode(const Header& header, Bytes fields, HostAnnouncement& out) {
    out = {};
    out.transaction = header.transaction;
    return read(fields, description_fields | field_set(FieldType::lifetime), 0, out);
}

DecodeError decode(const Header& header, Bytes fields, HostQuery& out) {
    out = {};
    out.transaction = header.transaction;
    return read(fields, 0, 0, out);
}

DecodeError decode(const Header& header, Bytes fields, HostList& out) {
    out = {};
    out.transaction = header.transaction;
    out.fields = fields;
    return read_fields(fields, field_set(FieldType::host, FieldType::summary, FieldType::page),
                       field_set(FieldType::neighbour), [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::host:
                                   out.host = value.host_id();
                                   return true;
                               case FieldType::summary:
                                   parse_summary(value, out.summary);
                                   return true;
                               case FieldType::page:
                                   out.next_page = value.u32();
                                   return true;
                               case FieldType::neighbour:
                                   check_neighbour(value);
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

std::size_t encode(const HostAnnouncement& announcement, std::span<std::uint8_t> out) {
    return write(MessageType::host_announcement, announcement, out);
}

std::size_t encode(const HostQuery& query, std::span<std::uint8_t> out) {
    return write(MessageType::host_query, query, out);
}

HostListWriter::HostListWriter(std::span<std::uint8_t> out, std::uint64_t transaction,
                               const HostId& host, const HostSummary& summary)
    : capacity_(out.size()), writer_(out, MessageType::host_list, transaction) {
    writer_.field(FieldType::host, host.bytes);
    encode_summary(writer_, summary);
}

bool HostListWriter::add(const Neighbour& neighbour) {
    expects(neighbour.source_count != 0);
    std::array<std::uint8_t, limits::encoded_neighbour_max> room;
    Writer field(room);
    const std::size_t mark = field.begin_field(FieldType::neighbour);
    MessageFields fields(field);
    // Writing changes no member.
    visit_fields(fields, const_cast<Neighbour&>(neighbour));
    field.end_field(mark);
    const std::size_t size = field.finish();
    if (writer_.size() + size + page_field_size > capacity_) return false;
    writer_.bytes(Bytes(room).first(size));
    return true;
}

std::size_t HostListWriter::finish(std::uint32_t next_page) {
    writer_.field_u32(FieldType::page, next_page);
    return writer_.finish();
}

}  // namespace mpdisc::wire
