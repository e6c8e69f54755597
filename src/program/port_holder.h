// SPDX-License-Identifier: MIT
#pragma once

#include "platform/port_holder.h"

namespace mpdisc {

using platform::udp_port_holder;

}  // namespace mpdisc
