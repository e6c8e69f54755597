// SPDX-License-Identifier: MIT
#include <sys/socket.h>
#include <sys/types.h>

// These headers do not include the above.
#include <net/if.h>
#include <net/route.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "mpdisc/expects.h"
#include "platform/bsd/descriptor_flags.h"
#include "platform/interfaces.h"

namespace mpdisc::platform {
namespace {

// If there are more notices, poll() returns at once.
constexpr int notices_max = 64;

/// The bytes that the notices of all kinds begin with.
constexpr std::size_t beginning_size = offsetof(rt_msghdr, rtm_type) + sizeof(rt_msghdr::rtm_type);

/// The kinds of notices that matter. Most notices are of routes and neighbours.
constexpr unsigned char kinds_of_interest[] = {
    RTM_NEWADDR,     RTM_DELADDR, RTM_IFINFO,
#ifdef RTM_IFANNOUNCE  // not on macOS
    RTM_IFANNOUNCE,
#endif
#ifdef RTM_CHGADDRATTR  // on OpenBSD
    RTM_CHGADDRATTR,
#endif
#ifdef RTM_DESYNC  // on OpenBSD: notices were lost
    RTM_DESYNC,
#endif
};

bool is_of_interest(unsigned char kind) {
    return std::ranges::find(kinds_of_interest, kind) != std::end(kinds_of_interest);
}

}  // namespace

bool InterfaceMonitor::open() {
    expects(!is_open());
    handle_ = with_descriptor_flags(socket(PF_ROUTE, SOCK_RAW, AF_UNSPEC), true);
#ifdef SO_RERROR  // FreeBSD 14 and NetBSD report ENOBUFS only with this option
    const int on = 1;
    if (is_open()) {
        (void)setsockopt(static_cast<int>(handle_), SOL_SOCKET, SO_RERROR, &on, sizeof on);
    }
#endif
    return is_open();
}

void InterfaceMonitor::close() {
    if (!is_open()) return;
    ::close(static_cast<int>(handle_));
    handle_ = -1;
}

bool InterfaceMonitor::changed(InterfaceLosses&) {
    bool any = false;
    for (int i = 0; i < notices_max; ++i) {
        // The list is read again, so the rest of a notice does not matter.
        unsigned char beginning[beginning_size];
        const ssize_t size = read(static_cast<int>(handle_), beginning, sizeof beginning);
        if (size < 0 && errno == EAGAIN) break;
        // ENOBUFS means that notices were lost, so something may have changed.
        if (size < 0 && errno != ENOBUFS) continue;
        const bool is_whole = size == ssize_t{sizeof beginning};
        if (!is_whole || is_of_interest(beginning[offsetof(rt_msghdr, rtm_type)])) any = true;
    }
    return any;
}

}  // namespace mpdisc::platform
