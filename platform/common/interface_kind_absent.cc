// SPDX-License-Identifier: MIT
#include "platform/interface_kind.h"

// For systems and builds that do not tell the kind of an interface.

namespace mpdisc::platform {

InterfaceKind interface_kind(std::string_view /*name*/) {
    return InterfaceKind::other;
}

}  // namespace mpdisc::platform
