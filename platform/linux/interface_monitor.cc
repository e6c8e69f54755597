// SPDX-License-Identifier: MIT
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/interfaces.h"

namespace mpdisc::platform {
namespace {

// More notices than this make poll() return again.
constexpr int notices_max = 64;

}  // namespace

bool InterfaceMonitor::open() {
    expects(!is_open());
    const int descriptor =
        socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor == -1) return false;
    sockaddr_nl groups{};
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (bind(descriptor, reinterpret_cast<const sockaddr*>(&groups), sizeof groups) != 0) {
        ::close(descriptor);
        return false;
    }
    handle_ = descriptor;
    return true;
}

void InterfaceMonitor::close() {
    if (!is_open()) return;
    ::close(static_cast<int>(handle_));
    handle_ = -1;
}

bool InterfaceMonitor::changed() {
    bool any = false;
    for (int i = 0; i < notices_max; ++i) {
        char beginning;  // that one came is all there is to know: the list is read anew
        const ssize_t size = read(static_cast<int>(handle_), &beginning, 1);
        if (size < 0 && errno == EAGAIN) break;
        // ENOBUFS: notices were lost, so something has changed.
        if (size >= 0 || errno == ENOBUFS) any = true;
    }
    return any;
}

}  // namespace mpdisc::platform
