// SPDX-License-Identifier: MIT
#include "platform/linux/address_rules.h"

#include <linux/if_addr.h>
#include <net/if.h>

namespace mpdisc::platform {

bool is_unusable(std::uint32_t flags) {
    if ((flags & IFA_F_DADFAILED) != 0) return true;
    // An optimistic address may be used while it is being checked (RFC 4429).
    return (flags & IFA_F_TENTATIVE) != 0 && (flags & IFA_F_OPTIMISTIC) == 0;
}

bool is_interface_usable(std::uint32_t flags) {
    return (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
}

bool is_deprecated(std::uint32_t flags) {
    return (flags & IFA_F_DEPRECATED) != 0;
}

}  // namespace mpdisc::platform
