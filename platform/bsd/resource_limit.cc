// SPDX-License-Identifier: MIT
#include "platform/posix/resource_limit.h"

namespace mpdisc::platform {

bool get_resource_limit(int resource, rlimit& limit) {
    return getrlimit(resource, &limit) == 0;
}

bool set_resource_limit(int resource, const rlimit& limit) {
    return setrlimit(resource, &limit) == 0;
}

}  // namespace mpdisc::platform
