// SPDX-License-Identifier: MIT
#pragma once

#include "c/text.h"
#include "mpdisc/c/service.h"
#include "mpdisc/limits.h"
#include "mpdisc/service.h"

/// A service, and its texts as C reads them.
struct mpdisc_service {
    mpdisc::Service service;
    mpdisc::c::Text<mpdisc::limits::instance_name_max> name;
    mpdisc::c::Text<mpdisc::limits::service_type_max> type;
    /// The keys and values of the attributes in their order, each with a NUL at its end.
    std::array<char, mpdisc::limits::attributes_bytes_max + 1> attributes{};

    /// Copies a service that the library read.
    void assign(const mpdisc::ServiceView& view);
    /// Makes the texts anew after the service has changed. Returns the error.
    mpdisc_error changed(mpdisc::ServiceError error);
    /// The n-th attribute; null if there are fewer. `value` may be null: it has none.
    const char* attribute(std::size_t n, const char*& value) const;
};
