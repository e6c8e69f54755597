// SPDX-License-Identifier: MIT
#include "tests/bench/support/tap.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <ctime>

#include "mpdisc/poll.h"

namespace mpdisc::bench {
namespace {

/// Room for a thousand answers, each with the kernel's overhead.
constexpr int room = 32 << 20;

struct Packet {
    std::array<std::uint8_t, 64> head{};
    sockaddr_ll link{};
    alignas(cmsghdr) std::array<char, 128> control{};
    ssize_t size = 0;
    TimeUs time_us = never_us;

    [[nodiscard]] bool receive(int descriptor) {
        iovec part{head.data(), head.size()};
        msghdr message{};
        message.msg_name = &link;
        message.msg_namelen = sizeof link;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        size = recvmsg(descriptor, &message, MSG_DONTWAIT | MSG_TRUNC);
        if (size < 0) return false;
        time_us = time_of(message);
        return true;
    }
    [[nodiscard]] bool is_udp() const {
        const int protocol = link.sll_protocol == htons(ETH_P_IP)     ? head[9]
                             : link.sll_protocol == htons(ETH_P_IPV6) ? head[6]
                                                                      : 0;
        return protocol == IPPROTO_UDP;
    }
    [[nodiscard]] bool is_to_many() const {
        return link.sll_protocol == htons(ETH_P_IP) ? head[16] >= 224 || head[19] == 255
                                                    : head[24] == 0xff;
    }

   private:
    static TimeUs time_of(msghdr& message) {
        for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
             header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SO_TIMESTAMPNS) continue;
            timespec time{};
            std::memcpy(&time, CMSG_DATA(header), sizeof time);
            return static_cast<TimeUs>(time.tv_sec) * 1'000'000 +
                   static_cast<TimeUs>(time.tv_nsec) / 1000;
        }
        return never_us;
    }
};

void count(const Packet& packet, Traffic& traffic) {
    if (!packet.is_udp()) return;
    const auto size = static_cast<std::size_t>(packet.size);
    const bool leaves = packet.link.sll_pkttype == PACKET_OUTGOING;
    Flow& flow = leaves ? traffic.out : traffic.in;
    ++flow.datagrams;
    flow.bytes += size;
    if (packet.is_to_many()) ++flow.to_many;
    if (leaves && packet.time_us < traffic.first_out_us) {
        traffic.first_out_us = packet.time_us;
        traffic.first_out_size = size;
    }
}

}  // namespace

// A datagram socket omits the link headers, so counts begin with the IP header.
Tap::Tap(const char* interface)
    : descriptor_(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ALL))) {
    const int on = 1;
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(if_nametoindex(interface));
    (void)setsockopt(descriptor_, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    (void)setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    (void)setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    (void)bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Tap::~Tap() {
    if (descriptor_ >= 0) close(descriptor_);
}

Traffic Tap::collect(TimeUs quiet_us) {
    Traffic traffic;
    do {
        for (Packet packet; packet.receive(descriptor_);) count(packet, traffic);
    } while (quiet_us != 0 && is_readable(quiet_us));
    tpacket_stats statistics{};
    socklen_t size = sizeof statistics;
    if (getsockopt(descriptor_, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0) {
        traffic.overlooked = statistics.tp_drops;
    }
    return traffic;
}

bool Tap::is_readable(TimeUs timeout_us) const {
    pollfd entry{descriptor_, POLLIN, 0};
    return poll(&entry, 1, static_cast<int>(timeout_us / 1000)) == 1;
}

bool Tap::await_quiet(TimeUs quiet_us, TimeUs until_us) {
    while (monotonic_us() < until_us) {
        (void)collect();
        if (!is_readable(quiet_us)) return true;
    }
    return false;
}

}  // namespace mpdisc::bench
