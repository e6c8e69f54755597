// SPDX-License-Identifier: MIT
#include "wire/status_messages.h"

namespace mpdisc::wire {
namespace {

constexpr std::size_t provider_status_size = 16 + 1 + 4 + 8 + 8 + 4 + 1;
/// mpdisc-wire.7, PROVIDER_STATUS: the known bit of its flags. Receivers ignore the others.
constexpr std::uint8_t status_deputy = 1;
/// mpdisc-wire.7, NEIGHBOURHOOD: the known bit of its flags.
constexpr std::uint8_t neighbourhood_unsettled = 1;
constexpr std::size_t page_field_size = field_header_size + 4;

constexpr auto required_in_status = field_set(FieldType::provider_id, FieldType::page);
constexpr auto repeatable_in_status = field_set(FieldType::counter, FieldType::last_drop,
                                                FieldType::provider_status, FieldType::service);

void parse_provider_status(ValueReader& value, ProviderStatus& out) {
    out.id = value.provider_id();
    parse_role(value, out.role);
    out.process_id = value.u32();
    out.age_ms = value.u64();
    out.last_heartbeat_ms = value.u64();
    out.service_count = value.u32();
    out.is_deputy = (value.u8() & status_deputy) != 0;
}

/// Skips counters that this version does not know: a newer primary may have more.
void parse_counter(ValueReader& value, Counters& counters) {
    const std::uint16_t number = value.u16();
    const std::uint64_t count = value.u64();
    if (number < counter_count) counters.set(static_cast<Counter>(number), count);
}

/// Skips reasons that this version does not know.
void parse_last_drop(ValueReader& value, LastDrops& out) {
    const std::uint16_t number = value.u16();
    LastDrop drop;
    drop.age_ms = value.u64();
    drop.from.scope_id = value.u32();
    drop.from.port = value.u16();
    drop.from.address = value.address();
    if (number < counter_count) out[number] = drop;
}

void parse_neighbourhood(ValueReader& value, NeighbourhoodStatus& out) {
    out.host = value.host_id();
    out.hosts = value.u32();
    out.addresses = value.u32();
    out.candidates = value.u32();
    out.is_settled = (value.u8() & neighbourhood_unsettled) == 0;
}

void write_neighbourhood(Writer& out, const NeighbourhoodStatus& neighbourhood) {
    const std::size_t mark = out.begin_field(FieldType::neighbourhood);
    out.bytes(neighbourhood.host.bytes);
    out.u32(neighbourhood.hosts);
    out.u32(neighbourhood.addresses);
    out.u32(neighbourhood.candidates);
    out.u8(neighbourhood.is_settled ? 0 : neighbourhood_unsettled);
    out.end_field(mark);
}

}  // namespace

bool StatusReader::next_provider(ProviderStatus& out) {
    Field field;
    while (fields_.next(field)) {
        if (field.type != FieldType::provider_status) continue;
        ValueReader value(field.value);
        parse_provider_status(value, out);
        services_ = fields_;
        return true;
    }
    return false;
}

bool StatusReader::next_service(ServiceView& out) {
    Field field;
    while (services_.next(field)) {
        if (field.type == FieldType::provider_status) break;
        if (field.type == FieldType::service) {
            return decode_service(field.value, out) == DecodeError::none;
        }
    }
    services_ = FieldReader(Bytes{});
    return false;
}

DecodeError decode(const Header& header, Bytes fields, StatusRequest& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(fields, field_set(FieldType::page), 0,
                       [&](FieldType type, ValueReader& value) {
                           if (type != FieldType::page) return false;
                           out.page = value.u32();
                           return true;
                       });
}

DecodeError decode(const Header& header, Bytes fields, StatusResponse& out) {
    out = {};
    out.transaction = header.transaction;
    out.fields = fields;
    return read_fields(fields, required_in_status, repeatable_in_status,
                       [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::provider_id:
                                   out.primary = value.provider_id();
                                   return true;
                               case FieldType::page:
                                   out.next_page = value.u32();
                                   return true;
                               case FieldType::counter:
                                   parse_counter(value, out.counters);
                                   return true;
                               case FieldType::last_drop:
                                   parse_last_drop(value, out.last_drops);
                                   return true;
                               case FieldType::neighbourhood:
                                   parse_neighbourhood(value, out.neighbourhood);
                                   return true;
                               case FieldType::provider_status: {
                                   ProviderStatus status;
                                   parse_provider_status(value, status);
                                   return true;
                               }
                               case FieldType::service:
                                   check_service(value);
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

std::size_t encode(const StatusRequest& request, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::status_request, request.transaction);
    writer.field_u32(FieldType::page, request.page);
    return writer.finish();
}

StatusResponseWriter::StatusResponseWriter(std::span<std::uint8_t> out, std::uint64_t transaction,
                                           const ProviderId& primary, const Counters& counters,
                                           const NeighbourhoodStatus& neighbourhood)
    : capacity_(out.size()), writer_(out, MessageType::status_response, transaction) {
    writer_.field(FieldType::provider_id, primary.bytes);
    for (std::size_t i = 0; i < counter_count; ++i) {
        const std::size_t mark = writer_.begin_field(FieldType::counter);
        writer_.u16(static_cast<std::uint16_t>(i));
        writer_.u64(counters[static_cast<Counter>(i)]);
        writer_.end_field(mark);
    }
    if (neighbourhood.host.is_known()) write_neighbourhood(writer_, neighbourhood);
}

void StatusResponseWriter::add(Counter reason, const LastDrop& drop) {
    const std::size_t mark = writer_.begin_field(FieldType::last_drop);
    writer_.u16(static_cast<std::uint16_t>(reason));
    writer_.u64(drop.age_ms);
    writer_.u32(drop.from.scope_id);
    writer_.u16(drop.from.port);
    writer_.bytes(drop.from.address.raw());
    writer_.end_field(mark);
}

bool StatusResponseWriter::add(const ProviderStatus& provider, Bytes services) {
    const std::size_t needed = field_header_size + provider_status_size + services.size();
    if (writer_.size() + needed + page_field_size > capacity_) return false;
    const std::size_t mark = writer_.begin_field(FieldType::provider_status);
    writer_.bytes(provider.id.bytes);
    writer_.u8(static_cast<std::uint8_t>(provider.role));
    writer_.u32(provider.process_id);
    writer_.u64(provider.age_ms);
    writer_.u64(provider.last_heartbeat_ms);
    writer_.u32(provider.service_count);
    writer_.u8(provider.is_deputy ? status_deputy : 0);
    writer_.end_field(mark);
    writer_.bytes(services);
    return true;
}

std::size_t StatusResponseWriter::finish(std::uint32_t next_page) {
    writer_.field_u32(FieldType::page, next_page);
    return writer_.finish();
}

}  // namespace mpdisc::wire
