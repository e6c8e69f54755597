// SPDX-License-Identifier: MIT
#include "platform/common/refusals.h"

// For Linux, which reports refused datagrams itself.

namespace mpdisc::platform {

void Refusals::begin(Refusals*&, const UdpSocketOptions&) {}

void Refusals::end(Refusals*&) {}

}  // namespace mpdisc::platform
