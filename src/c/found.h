// SPDX-License-Identifier: MIT
#pragma once

#include "c/service.h"
#include "c/text.h"
#include "mpdisc/address.h"
#include "mpdisc/c/found.h"
#include "mpdisc/found_service.h"
#include "mpdisc/limits.h"

namespace mpdisc::c {

using HostText = Text<limits::host_name_max>;
using InterfaceText = Text<limits::interface_name_max>;
/// An IPv6 address with `%` and an interface.
using AddressText = Text<45 + 1 + limits::interface_name_max>;

}  // namespace mpdisc::c

// What was found, and its texts as C reads them.

struct mpdisc_found {
    mpdisc_service service;
    mpdisc::c::HostText host;
    mpdisc::c::InterfaceText interface_name;
    mpdisc::c::AddressText address;
    /// With brackets, colon and port.
    mpdisc::c::Text<45 + 1 + mpdisc::limits::interface_name_max + 8> endpoint;
    std::array<mpdisc::c::AddressText, mpdisc::limits::advertised_addresses_max> addresses;
    std::size_t address_count = 0;
    mpdisc::ProviderId provider;
    mpdisc::Role role = mpdisc::Role::none;
    std::uint32_t rtt_us = 0;
    std::uint32_t lifetime_s = 0;

    void assign(const mpdisc::FoundServiceView& found);
};

struct mpdisc_incomplete_host {
    mpdisc::c::HostText name;
    mpdisc::c::AddressText address;
    mpdisc::c::InterfaceText interface_name;
    std::uint32_t missing_services = 0;
    bool is_silent = false;

    void assign(const mpdisc::IncompleteHost& host);
};

struct mpdisc_unsent_path {
    mpdisc::c::InterfaceText interface_name;
    mpdisc::c::AddressText address;

    void assign(const mpdisc::UnsentPath& path);
};
