// SPDX-License-Identifier: MIT
#include <net/if.h>

#include <algorithm>
#include <array>

#include "mpdisc/text.h"
#include "platform/interfaces.h"

namespace mpdisc::platform {

// Of alternative names only those that are as short as others.
std::uint32_t interface_index(std::string_view name) {
    // A label names an alias of the interface that stands before the colon.
    name = slice(name, 0, name.find(':'));
    std::array<char, IF_NAMESIZE> terminated{};
    if (name.size() >= terminated.size()) return 0;
    std::copy(name.begin(), name.end(), terminated.begin());
    return if_nametoindex(terminated.data());
}

}  // namespace mpdisc::platform
