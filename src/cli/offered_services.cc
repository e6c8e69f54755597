// SPDX-License-Identifier: MIT
#include "cli/offered_services.h"

#include <algorithm>

namespace mpdisc::cli {

bool is_offered(const PlannedServices& plan, const ServiceView& service) {
    const CheckedService* const checked = plan.checks.find(service.name, service.type);
    return checked == nullptr || checked->health.is_offered();
}

bool select_offered(const PlannedServices& plan, ServiceSet& out) {
    if (plan.checks.all().empty()) return out.assign(plan.services);
    out.clear();
    ServiceView service;
    for (std::size_t position = 0; plan.services.next(position, service);) {
        if (!is_offered(plan, service)) continue;
        Service copy;
        if (copy.assign(service) != ServiceError::none || out.add(copy) != ServiceError::none) {
            return false;
        }
    }
    return true;
}

bool wait_for_ports(PlannedServices& plan) {
    constexpr std::uint32_t wait_ms = 100;
    ServiceView service;
    for (std::size_t position = 0; plan.services.next(position, service);) {
        CheckedService* const checked = plan.checks.find(service.name, service.type);
        if (checked == nullptr) {
            ServiceCheck check;
            wait_for_port(check, service, wait_ms);
            if (check.kind != CheckKind::none && !plan.checks.add(service, check)) return false;
        } else if (checked->check.kind == CheckKind::tcp) {
            checked->check.wait_ms = std::min(checked->check.wait_ms, wait_ms);
        }
    }
    return true;
}

}  // namespace mpdisc::cli
