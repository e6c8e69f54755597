// SPDX-License-Identifier: MIT
#include "runtime/interface_watch.h"

#include <algorithm>

namespace mpdisc::runtime {
namespace {

/// The least time between lists. A burst of notices (a container host starting) causes one list.
constexpr TimeUs list_interval_us_min = 50'000;
/// The wait after a refusal, which a temporary lack of descriptors or memory causes.
constexpr TimeUs retry_interval_us = 500'000;
/// The time between lists if the system gives no notices.
constexpr TimeUs look_interval_us = 5'000'000;

}  // namespace

bool InterfaceWatch::open(bool asks_network) {
    if (!asks_network || !monitor_.open()) due_us_ = 0;
    return addresses_.reserve(limits::interface_addresses_max) &&
           (!asks_network || routes_.reserve(limits::on_link_routes_max));
}

bool InterfaceWatch::list(TimeUs now_us, InterfaceList& out) {
    listed_us_ = now_us;
    if (!platform::list_interfaces({addresses_.spare(), routes_.spare()}, out)) {
        retry(now_us);
        return false;
    }
    due_us_ = monitor_.is_open() ? never_us : now_us + look_interval_us;
    if (!chosen_name_.empty()) out.chosen = platform::interface_index(chosen_name_.view());
    return true;
}

void InterfaceWatch::retry(TimeUs now_us) {
    due_us_ = now_us + retry_interval_us;
}

bool InterfaceWatch::is_due(TimeUs now_us, bool has_notices, platform::InterfaceLosses& losses) {
    if (has_notices && monitor_.changed(losses)) {
        due_us_ = std::min(due_us_, std::max(now_us, listed_us_ + list_interval_us_min));
    }
    return now_us >= due_us_;
}

}  // namespace mpdisc::runtime
