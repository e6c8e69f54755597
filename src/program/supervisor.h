// SPDX-License-Identifier: MIT
#pragma once

#include "platform/supervisor.h"

/// The program's supervisor. The contract is in platform/.
namespace mpdisc {

using platform::claim_descriptor;
using platform::read_supervisor_wishes;
using platform::supervisor_available;
using platform::SupervisorWishes;
using platform::tell_ready;
using platform::tell_supervisor;

}  // namespace mpdisc
