// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

// In place of provider_drops.cc: dropped messages are only counted.

namespace mpdisc::core {

void Provider::receive(TimeUs now_us, const Inbound& in) {
    handle(now_us, in);
}

}  // namespace mpdisc::core
