// SPDX-License-Identifier: MIT
#include "tests/bench/speed/measurements.h"

namespace mpdisc::bench {

bool measure_growth(const Setup& /*setup*/) {
    return true;
}

}  // namespace mpdisc::bench
