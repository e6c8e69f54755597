// SPDX-License-Identifier: MIT
#include "wire/service_list.h"

namespace mpdisc::wire {
namespace {

std::string_view as_text(Bytes value) {
    return {reinterpret_cast<const char*>(value.data()), value.size()};
}

/// Reads a value that decode_service() has accepted; so no field but the attributes can be missing.
void view_checked(Bytes value, ServiceView& service) {
    service.attributes = {};
    FieldReader fields(value);
    Field field;
    while (fields.next(field)) {
        switch (field.type) {
            case FieldType::instance_name:
                service.name = as_text(field.value);
                break;
            case FieldType::service_type:
                service.type = as_text(field.value);
                break;
            case FieldType::port:
                service.port = ValueReader(field.value).u16();
                break;
            case FieldType::attributes:
                service.attributes = Attributes::of_checked(field.value);
                break;
            default:
                break;
        }
    }
}

}  // namespace

DecodeError decode_service(Bytes value, ServiceView& out) {
    ServiceView service;
    const DecodeError error = read_fields(
        value, field_set(FieldType::instance_name, FieldType::service_type, FieldType::port), 0,
        [&](FieldType type, ValueReader& reader) {
            switch (type) {
                case FieldType::instance_name:
                    service.name = reader.text();
                    if (!is_instance_name(service.name)) reader.fail();
                    return true;
                case FieldType::service_type:
                    service.type = reader.text();
                    if (!is_service_type(service.type)) reader.fail();
                    return true;
                case FieldType::port:
                    service.port = reader.u16();
                    if (service.port == 0) reader.fail();
                    return true;
                case FieldType::attributes:
                    if (Attributes::parse(reader.remaining(), service.attributes) !=
                        ServiceError::none) {
                        reader.fail();
                    }
                    return true;
                default:
                    return false;
            }
        });
    if (error == DecodeError::none) out = service;
    return error;
}

void encode_service(Writer& writer, const ServiceView& service) {
    const std::size_t mark = writer.begin_field(FieldType::service);
    writer.field(FieldType::instance_name, service.name);
    writer.field(FieldType::service_type, service.type);
    writer.field_u16(FieldType::port, service.port);
    writer.optional_field(FieldType::attributes, service.attributes.packed());
    writer.end_field(mark);
}

bool ServiceList::is_empty() const {
    Reader services = read();
    Item item;
    return !services.next(item);
}

bool ServiceList::Reader::next(Item& out) {
    Field field;
    while (fields_.next(field)) {
        if (field.type != FieldType::service) continue;
        view_checked(field.value, out.service);
        out.encoded = field.encoded;
        return true;
    }
    return false;
}

}  // namespace mpdisc::wire
