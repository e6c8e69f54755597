// SPDX-License-Identifier: MIT
#include "mpdisc/service.h"

#include "mpdisc/text.h"
#include "types/service_error.h"

namespace mpdisc {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// RFC 6335, 5.1: letters, digits and single inner hyphens, with at least one letter.
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

const char* to_text(ServiceError error) {
    return nth_error_text(service_error_texts, service_error_count,
                          static_cast<std::size_t>(error));
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

bool ServiceView::is_named(std::string_view other_name, std::string_view other_type) const {
    return equals_ignoring_case(name, other_name) && equals_ignoring_case(type, other_type);
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

ServiceError Service::assign(const ServiceView& view) {
    Service copy;
    ServiceError error = copy.set_name(view.name);
    if (error == ServiceError::none) error = copy.set_type(view.type);
    if (error == ServiceError::none) error = copy.set_port(view.port);
    if (error != ServiceError::none) return error;
    copy.attributes_.assign(view.attributes);
    *this = copy;
    return error;
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
