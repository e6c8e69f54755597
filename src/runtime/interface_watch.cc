// SPDX-License-Identifier: MIT
#include "runtime/interface_watch.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::runtime {
namespace {

/// A burst of notices (a container host starting) costs one look, not one each.
constexpr TimeUs list_interval_us_min = 50'000;
/// After a refusal, which want of descriptors or memory causes, and passes.
constexpr TimeUs retry_interval_us = 500'000;
/// Where the system gives no notice.
constexpr TimeUs look_interval_us = 5'000'000;

}  // namespace

bool InterfaceWatch::open(bool has_notices) {
    if (!has_notices || !monitor_.open()) due_us_ = 0;
    return addresses_.reserve(limits::interface_addresses_max) &&
           fresh_.reserve(limits::interface_addresses_max);
}

std::span<const InterfaceAddress> InterfaceWatch::list(TimeUs now_us) {
    listed_us_ = now_us;
    const bool told = monitor_.is_open();
    std::size_t count = 0;
    fresh_.clear();
    if (!platform::list_interfaces(fresh_.spare(), count)) {
        retry(now_us);
        return addresses_.view();
    }
    due_us_ = told ? never_us : now_us + look_interval_us;
    fresh_.extend(count);
    addresses_.swap(fresh_);
    return addresses_.view();
}

void InterfaceWatch::retry(TimeUs now_us) {
    due_us_ = now_us + retry_interval_us;
}

bool InterfaceWatch::is_due(TimeUs now_us, bool has_notices) {
    if (has_notices && monitor_.changed()) {
        due_us_ = std::min(due_us_, std::max(now_us, listed_us_ + list_interval_us_min));
    }
    return now_us >= due_us_;
}

}  // namespace mpdisc::runtime
