// SPDX-License-Identifier: MIT
#include "mpdisc/version.h"

namespace mpdisc {

const char* version() {
    return MPDISC_VERSION;
}

}  // namespace mpdisc
