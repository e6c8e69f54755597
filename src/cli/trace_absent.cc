// SPDX-License-Identifier: MIT
#include "cli/trace.h"

// For builds without --trace.

namespace mpdisc::cli {

bool begin_trace(TimeUs&) {
    return false;
}

DatagramTrace trace_since(const TimeUs&) {
    return {};
}

}  // namespace mpdisc::cli
