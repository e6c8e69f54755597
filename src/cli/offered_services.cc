// SPDX-License-Identifier: MIT
#include "cli/offered_services.h"

#include <algorithm>

#include "mpdisc/expects.h"

namespace mpdisc::cli {

Service copy_of(const ServiceView& service) {
    Service copy;
    bool is_whole = copy.set_name(service.name) == ServiceError::none &&
                    copy.set_type(service.type) == ServiceError::none &&
                    copy.set_port(service.port) == ServiceError::none;
    std::span<const std::uint8_t> rest = service.attributes.packed();
    while (!rest.empty()) {
        const std::size_t size = rest.front();
        const auto* const text = reinterpret_cast<const char*>(rest.data() + 1);
        is_whole = copy.add_attribute({text, size}) == ServiceError::none && is_whole;
        rest = rest.subspan(1 + size);
    }
    expects(is_whole);
    return copy;
}

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
        if (out.add(copy_of(service)) != ServiceError::none) return false;
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
