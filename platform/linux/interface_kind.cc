// SPDX-License-Identifier: MIT
#include "platform/interface_kind.h"

#include <unistd.h>

#include "mpdisc/fixed_string.h"

namespace mpdisc::platform {
namespace {

/// Whether the directory of the interface in sysfs has an entry with this name.
bool has_entry(std::string_view name, std::string_view entry) {
    FixedString<127> path;
    const bool fits = path.append("/sys/class/net/") && path.append(name) && path.append("/") &&
                      path.append(entry) && path.append(std::string_view("\0", 1));
    return fits && ::access(path.view().data(), F_OK) == 0;
}

}  // namespace

InterfaceKind interface_kind(std::string_view name) {
    if (has_entry(name, "phy80211") || has_entry(name, "wireless")) return InterfaceKind::wireless;
    return has_entry(name, "bridge") ? InterfaceKind::bridge : InterfaceKind::other;
}

}  // namespace mpdisc::platform
