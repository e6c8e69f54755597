// SPDX-License-Identifier: MIT
#include "c/service.h"

#include <cstring>

#include "c/errors.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"
#include "runtime/owned.h"

using mpdisc::c::view_of;

void mpdisc_service::assign(const mpdisc::ServiceView& view) {
    [[maybe_unused]] const mpdisc_error error = changed(service.assign(view));
    mpdisc::expects(error == MPDISC_OK);
}

mpdisc_error mpdisc_service::changed(mpdisc::ServiceError error) {
    const mpdisc::ServiceView view = service.view();
    name.assign(view.name);
    type.assign(view.type);
    // The packed form has a length before each attribute and one `=` in it. A NUL takes the place
    // of both, so that the texts have the same size.
    char* at = attributes.data();
    for (const mpdisc::Attribute each : view.attributes) {
        at = std::ranges::copy(each.key, at).out;
        *at++ = '\0';
        if (!each.has_value) continue;
        at = std::ranges::copy(each.value, at).out;
        *at++ = '\0';
    }
    return mpdisc::c::error_of(error);
}

const char* mpdisc_service::attribute(std::size_t n, const char*& value) const {
    const char* at = attributes.data();
    for (const mpdisc::Attribute each : service.view().attributes) {
        const char* const key = at;
        at += each.key.size() + 1;
        value = each.has_value ? at : nullptr;
        if (n-- == 0) return key;
        if (each.has_value) at += each.value.size() + 1;
    }
    value = nullptr;
    return nullptr;
}

mpdisc_service* mpdisc_service_new() {
    return mpdisc::runtime::make_owned<mpdisc_service>().release();
}

mpdisc_service* mpdisc_service_copy(const mpdisc_service* service) {
    return mpdisc::runtime::make_owned<mpdisc_service>(*service).release();
}

void mpdisc_service_free(mpdisc_service* service) {
    mpdisc::Owned<mpdisc_service>(service).reset();
}

mpdisc_error mpdisc_service_set_name(mpdisc_service* service, const char* name) {
    return service->changed(service->service.set_name(view_of(name)));
}

mpdisc_error mpdisc_service_set_type(mpdisc_service* service, const char* type) {
    return service->changed(service->service.set_type(view_of(type)));
}

mpdisc_error mpdisc_service_set_port(mpdisc_service* service, uint32_t port) {
    return service->changed(service->service.set_port(port));
}

mpdisc_error mpdisc_service_set_attribute(mpdisc_service* service, const char* key,
                                          const char* value) {
    mpdisc::Service& set = service->service;
    if (value != nullptr) return service->changed(set.set_attribute(view_of(key), value));
    // An attribute without a value is its key. So a `=` would end the key.
    const bool has_equals = view_of(key).find('=') != std::string_view::npos;
    return service->changed(has_equals ? mpdisc::ServiceError::attribute_key_malformed
                                       : set.set_attribute(view_of(key)));
}

bool mpdisc_service_remove_attribute(mpdisc_service* service, const char* key) {
    const bool is_removed = service->service.remove_attribute(view_of(key));
    (void)service->changed(mpdisc::ServiceError::none);
    return is_removed;
}

const char* mpdisc_service_name(const mpdisc_service* service) {
    return service->name.c_str();
}

const char* mpdisc_service_type(const mpdisc_service* service) {
    return service->type.c_str();
}

uint16_t mpdisc_service_port(const mpdisc_service* service) {
    return service->service.view().port;
}

bool mpdisc_service_has_attribute(const mpdisc_service* service, const char* key) {
    mpdisc::Attribute found;
    return service->service.view().attributes.find(view_of(key), found);
}

const char* mpdisc_service_attribute(const mpdisc_service* service, const char* key) {
    const char* value = nullptr;
    for (std::size_t n = 0; const char* each = service->attribute(n, value); ++n) {
        if (mpdisc::equals_ignoring_case(each, view_of(key))) return value;
    }
    return nullptr;
}

size_t mpdisc_service_attribute_count(const mpdisc_service* service) {
    std::size_t count = 0;
    for ([[maybe_unused]] const mpdisc::Attribute each : service->service.view().attributes) {
        ++count;
    }
    return count;
}

const char* mpdisc_service_attribute_key(const mpdisc_service* service, size_t n) {
    const char* value = nullptr;
    return service->attribute(n, value);
}

const char* mpdisc_service_attribute_value(const mpdisc_service* service, size_t n) {
    const char* value = nullptr;
    (void)service->attribute(n, value);
    return value;
}
