// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "cli/described_service.h"

namespace mpdisc::cli {

/// A check of a port once a second.
inline ServiceCheck each_second(std::uint8_t fall = 1, std::uint8_t rise = 1) {
    ServiceCheck check;
    check.kind = CheckKind::tcp;
    check.port = 80;
    check.fall = fall;
    check.rise = rise;
    check.interval_ms = check.wait_ms = 1'000;
    check.timeout_ms = 1'000;
    return check;
}

inline ServiceCheck by_command(ServiceCheck check = each_second(),
                               std::string_view command = "true") {
    check.kind = CheckKind::command;
    EXPECT_TRUE(check.command.assign(command) && check.command.append({"\0", 1}));
    return check;
}

/// The check of --wait-for-port.
inline ServiceCheck until_first_success() {
    ServiceCheck check = each_second();
    check.wait_ms = 100;
    check.interval_ms = 0;
    return check;
}

/// Adds a service of the type _http._tcp. A check of the kind `none` is none.
inline void add(PlannedServices& plan, std::string_view name, const ServiceCheck& check = {},
                std::uint16_t port = 80) {
    Service service;
    EXPECT_EQ(service.set_name(name), ServiceError::none);
    EXPECT_EQ(service.set_type("_http._tcp"), ServiceError::none);
    EXPECT_EQ(service.set_port(port), ServiceError::none);
    EXPECT_EQ(plan.services.add(service), ServiceError::none);
    if (check.kind == CheckKind::none) return;
    EXPECT_TRUE(plan.checks.add(service.view(), check));
}

inline ServiceHealth& health_of(PlannedServices& plan, std::string_view name) {
    return plan.checks.find(name, "_http._tcp")->health;
}

}  // namespace mpdisc::cli
