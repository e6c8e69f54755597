// SPDX-License-Identifier: MIT
#pragma once

#include "platform/interface_kind.h"

namespace mpdisc {

using platform::interface_kind;
using platform::InterfaceKind;

}  // namespace mpdisc
