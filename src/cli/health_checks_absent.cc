// SPDX-License-Identifier: MIT
#include "cli/health_checks.h"
#include "cli/offered_services.h"

// For builds that check no services.

namespace mpdisc::cli {

bool checks_available() {
    return false;
}

const char* set_field(ServiceCheck&, ServiceField, std::string_view) {
    return no_checks;
}

bool is_set(const ServiceCheck&, ServiceField) {
    return false;
}

const char* complete(ServiceCheck&, const ServiceView&) {
    return nullptr;
}

bool CheckList::add(const ServiceView&, const ServiceCheck&) {
    return true;
}

bool CheckList::assign(const CheckList&) {
    return true;
}

bool is_offered(const PlannedServices&, const ServiceView&) {
    return true;
}

bool select_offered(const PlannedServices& plan, ServiceSet& out) {
    return out.assign(plan.services);
}

bool wait_for_ports(PlannedServices&) {
    return true;
}

void HealthChecks::process(TimeUs) {}

TimeUs HealthChecks::next_deadline_us() const {
    return never_us;
}

void HealthChecks::add_poll_entries(PollSet&) const {}

void HealthChecks::stop() {}

void HealthMonitor::find_next() {}

}  // namespace mpdisc::cli
