// SPDX-License-Identifier: MIT
#include "mpdisc/service.h"

#include "mpdisc/text.h"

namespace mpdisc {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// RFC 6335, 5.1: letters, digits and single inner hyphens, a letter among them.
bool is_service_name(std::string_view name) {
    if (name.empty() || name.size() > limits::service_name_max) return false;
    bool has_letter = false;
    char previous = '-';
    for (const char c : name) {
        if (c == '-' ? previous == '-' : !is_letter(c) && !is_digit(c)) return false;
        has_letter = has_letter || is_letter(c);
        previous = c;
    }
    return has_letter && previous != '-';
}

bool holds(const Attribute& wanted, const Attributes& offered) {
    Attribute found;
    if (!offered.find(wanted.key, found)) return false;
    return !wanted.has_value || (found.has_value && found.value == wanted.value);
}

}  // namespace

// The texts below name these bounds.
static_assert(limits::instance_name_max == 63);
static_assert(limits::service_name_max == 15);
static_assert(limits::attribute_max == 255);
static_assert(limits::attributes_max == 64);
static_assert(limits::attributes_bytes_max == 1024);
static_assert(limits::service_content_max == 1091);
static_assert(limits::provider_services_max == 2048);
static_assert(limits::provider_services_bytes_max == 56 * 1024);

const char* to_text(ServiceError error) {
    switch (error) {
        case ServiceError::none:
            return "no error";
        case ServiceError::name_empty:
            return "the instance name must not be empty";
        case ServiceError::name_too_long:
            return "the instance name may have at most 63 bytes";
        case ServiceError::name_not_text:
            return "the instance name must be UTF-8 without control characters";
        case ServiceError::type_malformed:
            return "the service type must look like _http._tcp: an underscore, 1 to 15 letters, "
                   "digits or single hyphens inside, at least one letter, then ._tcp or ._udp";
        case ServiceError::port_zero:
            return "the port must be 1 to 65535";
        case ServiceError::attribute_without_key:
            return "an attribute must look like KEY or KEY=VALUE, and its key must not be empty";
        case ServiceError::attribute_key_malformed:
            return "an attribute's key may hold printable ASCII characters only";
        case ServiceError::attribute_value_not_text:
            return "an attribute's value must be UTF-8 without NUL";
        case ServiceError::attribute_too_long:
            return "an attribute may have at most 255 bytes, key and value together";
        case ServiceError::attribute_duplicate:
            return "an attribute of this key is there already (upper and lower case are the same)";
        case ServiceError::attributes_too_many:
            return "there may be at most 64 attributes";
        case ServiceError::attributes_too_large:
            return "all attributes, with one byte more for each, may have at most 1024 bytes";
        case ServiceError::too_large:
            return "name, type and attributes, with one byte more for each attribute, may have at "
                   "most 1091 bytes together";
        case ServiceError::incomplete:
            return "a service needs a name, a type and a port";
        case ServiceError::duplicate:
            return "a service of this name and type is offered already";
        case ServiceError::provider_full:
            return "a provider may offer at most 2048 services, of 56 KiB in all";
        case ServiceError::no_memory:
            return "out of memory";
        case ServiceError::not_found:
            return "no service of this name and type is offered";
    }
    return "unknown error";
}

bool is_service_type(std::string_view type) {
    constexpr std::size_t protocol_size = 5;
    if (type.size() <= 1 + protocol_size || type[0] != '_') return false;
    const std::size_t name_size = type.size() - 1 - protocol_size;
    const std::string_view protocol = slice(type, 1 + name_size);
    return is_service_name(slice(type, 1, name_size)) &&
           (equals_ignoring_case(protocol, "._tcp") || equals_ignoring_case(protocol, "._udp"));
}

bool is_instance_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::instance_name_max && is_name_text(name);
}

ServiceError Service::set_name(std::string_view name) {
    if (name.empty()) return ServiceError::name_empty;
    if (!is_name_text(name)) return ServiceError::name_not_text;
    return name_.assign(name) ? ServiceError::none : ServiceError::name_too_long;
}

ServiceError Service::set_type(std::string_view type) {
    if (!is_service_type(type) || !type_.assign(type)) return ServiceError::type_malformed;
    return ServiceError::none;
}

ServiceError Service::set_port(std::uint32_t port) {
    if (port == 0 || port > UINT16_MAX) return ServiceError::port_zero;
    port_ = static_cast<std::uint16_t>(port);
    return ServiceError::none;
}

ServiceError Service::add_attribute(std::string_view attribute) {
    return attributes_.add(attribute);
}

ServiceView Service::view() const {
    return {name_.view(), type_.view(), port_, attributes_.view()};
}

bool Filter::matches(const ServiceView& service) const {
    if (!type.empty() && !equals_ignoring_case(type, service.type)) return false;
    if (!name.empty() && !equals_ignoring_case(name, service.name)) return false;
    for (const Attribute wanted : attributes) {
        if (!holds(wanted, service.attributes)) return false;
    }
    return true;
}

}  // namespace mpdisc
