// SPDX-License-Identifier: MIT
#pragma once

#include "platform/name_lookup.h"

namespace mpdisc {

using platform::look_up_host;
using platform::NameLookup;

}  // namespace mpdisc
