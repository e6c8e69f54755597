// SPDX-License-Identifier: MIT
#include "platform/posix/resource_limit.h"

namespace mpdisc::platform {
namespace {

// getrlimit() and setrlimit() of musl have 2 KB of code for old kernels.
bool call(int resource, const rlimit* wanted, rlimit* current) {
    return prlimit(0, static_cast<decltype(RLIMIT_CORE)>(resource), wanted, current) == 0;
}

}  // namespace

bool get_resource_limit(int resource, rlimit& limit) {
    return call(resource, nullptr, &limit);
}

bool set_resource_limit(int resource, const rlimit& limit) {
    return call(resource, &limit, nullptr);
}

}  // namespace mpdisc::platform
