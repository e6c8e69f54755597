// SPDX-License-Identifier: MIT
#include "cli/health_handover.h"

namespace mpdisc::cli {

bool hand_health_over(const PlannedServices& before, PlannedServices& after) {
    std::size_t kept = 0;
    for (CheckedService& service : after.checks.all()) {
        const std::string_view name = service.name.view();
        const std::string_view type = service.type.view();
        const CheckedService* const former = before.checks.find(name, type);
        ServiceView unchecked;
        if (former == nullptr) {
            const bool is_offered = before.services.find(name, type, unchecked);
            if (is_offered) service.health.state = ServiceHealth::State::healthy;
        } else if (former->check == service.check) {
            service.health = former->health;
            ++kept;
        } else {
            service.health.state = former->health.state;
        }
    }
    return kept != after.checks.all().size() || kept != before.checks.all().size();
}

}  // namespace mpdisc::cli
