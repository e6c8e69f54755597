// SPDX-License-Identifier: MIT
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "mpdisc/text.h"
#include "platform/interfaces.h"
#include "platform/linux/long_name.h"

namespace mpdisc::platform {

std::uint32_t interface_index(std::string_view name) {
    // A label, such as `eth0:1`, names an alias of the interface before the colon.
    name = slice(name, 0, name.find(':'));
    ifreq request{};
    if (name.size() >= sizeof request.ifr_name) return index_of_long_name(name);
    std::copy(name.begin(), name.end(), request.ifr_name);
    // This does what if_nametoindex() does, in less code than musl has for it.
    const int asking = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (asking == -1) return 0;
    const bool is_there = ioctl(asking, SIOCGIFINDEX, &request) == 0;
    close(asking);
    return is_there ? static_cast<std::uint32_t>(request.ifr_ifindex) : 0;
}

}  // namespace mpdisc::platform
