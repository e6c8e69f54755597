// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/check_list.h"
#include "cli/service_check.h"
#include "cli/settings.h"
#include "cli/text_buffer.h"
#include "mpdisc/service_set.h"

namespace mpdisc::cli {

inline constexpr const char* no_type = "this service has no type";
inline constexpr const char* no_port = "this service has no port";

/// A service whose fields are given one by one.
struct DescribedService {
    Service service;
    ServiceCheck check;
};

[[nodiscard]] const char* set_field(DescribedService& described, ServiceField field,
                                    std::string_view value);
/// False for attributes, which may be given repeatedly.
[[nodiscard]] bool is_set(const DescribedService& described, ServiceField field);

/// The services to offer, and the checks of some of them.
struct PlannedServices {
    ServiceSet services;
    CheckList checks;
};

/// Adds a described service, which has at least type and port. A service without a name gets
/// `default_name`. On a refusal returns false, and `reason` says why.
[[nodiscard]] bool add_described(PlannedServices& plan, DescribedService& described,
                                 std::string_view default_name, TextBuffer& reason);

}  // namespace mpdisc::cli
