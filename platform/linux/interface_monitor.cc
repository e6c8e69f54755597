// SPDX-License-Identifier: MIT
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/interfaces.h"
#include "platform/linux/netlink.h"

namespace mpdisc::platform {
namespace {

// Offsets in a notice of a route.
constexpr unsigned type_at = offsetof(nlmsghdr, nlmsg_type);
constexpr unsigned prefix_bits_at = NLMSG_HDRLEN + offsetof(rtmsg, rtm_dst_len);
constexpr unsigned route_type_at = NLMSG_HDRLEN + offsetof(rtmsg, rtm_type);
constexpr unsigned attributes_at = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(rtmsg));
constexpr unsigned find_attribute = static_cast<unsigned>(SKF_AD_OFF + SKF_AD_NLATTR);

/// The filter loads numbers in network byte order, but notices are in the byte order of the
/// processor.
constexpr std::uint16_t as_loaded(std::uint16_t type) {
    return std::endian::native == std::endian::little ? __builtin_bswap16(type) : type;
}

/// Makes the kernel drop notices of routes that declare no network to be on a link. A routing
/// daemon may cause thousands of them in a second, and each would wake the reader.
bool filter_other_routes(int descriptor) {
    static constexpr sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, type_at),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, as_loaded(RTM_NEWROUTE), 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, as_loaded(RTM_DELROUTE), 0, 12),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, prefix_bits_at),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 11, 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, route_type_at),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_UNICAST, 0, 9),
        BPF_STMT(BPF_LDX | BPF_W | BPF_IMM, RTA_GATEWAY),
        BPF_STMT(BPF_LD | BPF_W | BPF_IMM, attributes_at),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, find_attribute),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 5),
        BPF_STMT(BPF_LDX | BPF_W | BPF_IMM, RTA_MULTIPATH),
        BPF_STMT(BPF_LD | BPF_W | BPF_IMM, attributes_at),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, find_attribute),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    const sock_fprog program{std::size(steps), const_cast<sock_filter*>(steps)};
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

/// The part of a notice that is read: the header and the fixed part after it.
struct Notice {
    nlmsghdr header;
    union {
        ifinfomsg link;
        ifaddrmsg address;
    };
};

void note_loss(const Notice& notice, InterfaceLosses& losses) {
    if (notice.header.nlmsg_type == RTM_DELLINK) {
        losses.add(static_cast<std::uint32_t>(notice.link.ifi_index));
    } else if (notice.header.nlmsg_type == RTM_DELADDR && notice.address.ifa_family == AF_INET6) {
        losses.add(notice.address.ifa_index);
    }
}

}  // namespace

bool InterfaceMonitor::open() {
    expects(!is_open());
    const int descriptor =
        socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor == -1) return false;
    sockaddr_nl groups{};
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (filter_other_routes(descriptor)) {
        groups.nl_groups |= RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    }
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

bool InterfaceMonitor::changed(InterfaceLosses& losses) {
    bool any = false;
    for (std::size_t i = 0; i < limits::interface_notices_max; ++i) {
        Notice notice{};
        const ssize_t size = read(static_cast<int>(handle_), &notice, sizeof notice);
        if (size >= 0) {
            any = true;
            note_loss(notice, losses);
        } else if (errno == ENOBUFS) {  // notices were lost
            any = true;
            losses.add_all();
        } else if (errno == EAGAIN) {
            break;
        }
    }
    return any;
}

}  // namespace mpdisc::platform
