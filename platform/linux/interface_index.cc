// SPDX-License-Identifier: MIT
#include <net/if.h>

#include <algorithm>
#include <array>

#include "mpdisc/text.h"
#include "platform/interfaces.h"
#include "platform/linux/long_name.h"

namespace mpdisc::platform {

std::uint32_t interface_index(std::string_view name) {
    // A label names an alias of the interface that stands before the colon.
    name = slice(name, 0, name.find(':'));
    std::array<char, IF_NAMESIZE> terminated{};
    if (name.size() >= terminated.size()) return index_of_long_name(name);
    std::copy(name.begin(), name.end(), terminated.begin());
    return if_nametoindex(terminated.data());
}

}  // namespace mpdisc::platform
