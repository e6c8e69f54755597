// SPDX-License-Identifier: MIT
#include "c/found.h"

#include "mpdisc/expects.h"
#include "runtime/owned.h"

void mpdisc_found::assign(const mpdisc::FoundServiceView& found) {
    service.assign(found.service);
    host.assign(found.host);
    interface_name.assign(found.interface_name);
    address.assign(to_text(found.address, found.interface_name).view());
    endpoint.assign(to_text(found.address, found.interface_name, found.service.port).view());
    address_count = found.addresses.size();
    mpdisc::expects(address_count <= addresses.size());
    for (std::size_t n = 0; n < address_count; ++n) {
        addresses[n].assign(to_text(found.addresses[n], found.interface_name).view());
    }
    provider = found.provider;
    role = found.role;
    rtt_us = found.rtt_us;
    lifetime_s = found.lifetime_s;
}

void mpdisc_incomplete_host::assign(const mpdisc::IncompleteHost& host) {
    name.assign(host.host);
    address.assign(to_text(host.address, host.interface_name).view());
    interface_name.assign(host.interface_name);
    missing_services = host.missing_services;
    is_silent = host.is_silent;
}

void mpdisc_unsent_path::assign(const mpdisc::UnsentPath& path) {
    interface_name.assign(path.interface_name);
    address.assign(to_text(path.address).view());
}

mpdisc_found* mpdisc_found_copy(const mpdisc_found* found) {
    return mpdisc::runtime::make_owned<mpdisc_found>(*found).release();
}

void mpdisc_found_free(mpdisc_found* found) {
    mpdisc::Owned<mpdisc_found>(found).reset();
}

const mpdisc_service* mpdisc_found_service(const mpdisc_found* found) {
    return &found->service;
}

const char* mpdisc_found_host(const mpdisc_found* found) {
    return found->host.c_str();
}

const char* mpdisc_found_address(const mpdisc_found* found) {
    return found->address.c_str();
}

const char* mpdisc_found_endpoint(const mpdisc_found* found) {
    return found->endpoint.c_str();
}

size_t mpdisc_found_address_count(const mpdisc_found* found) {
    return found->address_count;
}

const char* mpdisc_found_address_at(const mpdisc_found* found, size_t n) {
    return n < found->address_count ? found->addresses[n].c_str() : nullptr;
}

const char* mpdisc_found_interface(const mpdisc_found* found) {
    return found->interface_name.c_str();
}

const uint8_t* mpdisc_found_provider(const mpdisc_found* found) {
    return found->provider.bytes.data();
}

mpdisc_role mpdisc_found_role(const mpdisc_found* found) {
    return static_cast<mpdisc_role>(found->role);
}

uint32_t mpdisc_found_rtt_us(const mpdisc_found* found) {
    return found->rtt_us;
}

uint32_t mpdisc_found_lifetime_s(const mpdisc_found* found) {
    return found->lifetime_s;
}

const char* mpdisc_incomplete_host_name(const mpdisc_incomplete_host* host) {
    return host->name.c_str();
}

const char* mpdisc_incomplete_host_address(const mpdisc_incomplete_host* host) {
    return host->address.c_str();
}

const char* mpdisc_incomplete_host_interface(const mpdisc_incomplete_host* host) {
    return host->interface_name.c_str();
}

uint32_t mpdisc_incomplete_host_missing_services(const mpdisc_incomplete_host* host) {
    return host->missing_services;
}

bool mpdisc_incomplete_host_is_silent(const mpdisc_incomplete_host* host) {
    return host->is_silent;
}

const char* mpdisc_unsent_path_interface(const mpdisc_unsent_path* path) {
    return path->interface_name.c_str();
}

const char* mpdisc_unsent_path_address(const mpdisc_unsent_path* path) {
    return path->address.c_str();
}
