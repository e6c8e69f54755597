// SPDX-License-Identifier: MIT
#include "platform/common/refusals.h"

// For Linux, which reports refused datagrams itself.

namespace mpdisc::platform {

Refusals* Refusals::create(const UdpSocketOptions&, std::uint16_t) {
    return nullptr;
}

void Refusals::destroy(Refusals*) {}

}  // namespace mpdisc::platform
