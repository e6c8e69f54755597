// SPDX-License-Identifier: MIT
//
// Reports of refused datagrams by other hosts. The test writes them itself.
#include <gtest/gtest.h>
#include <linux/icmp.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "forked.h"
#include "linux_network.h"
#include "peer.h"
#include "platform/common/sockaddr.h"

namespace mpdisc::platform {
namespace {

constexpr int not_permitted = 77;
const IpAddress own = IpAddress::v4(127, 0, 0, 1);
const Endpoint asked{IpAddress::v4(192, 0, 2, 7), 0, 6737};

/// What a host sends if it refuses a datagram: the headers of the datagram in an ICMP message.
struct Refusal {
    iphdr ip{};
    icmphdr icmp{};
    iphdr refused_ip{};
    udphdr refused_udp{};
};
static_assert(sizeof(Refusal) == 56);

std::uint16_t checksum(const void* data, std::size_t size) {
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < size; at += 2) {
        std::uint16_t word = 0;
        std::memcpy(&word, static_cast<const char*>(data) + at, 2);
        sum += word;
    }
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

iphdr ip_header(const IpAddress& from, const IpAddress& to, std::uint8_t protocol,
                std::size_t size) {
    iphdr header{};
    header.version = 4;
    header.ihl = 5;
    header.tot_len = htons(static_cast<std::uint16_t>(size));
    header.ttl = 64;
    header.protocol = protocol;
    header.saddr = to_in_addr(from).s_addr;
    header.daddr = to_in_addr(to).s_addr;
    return header;
}

/// Reports in the name of `offender` that `to` refused a datagram of this port.
bool report(const IpAddress& offender, std::uint16_t port, const Endpoint& to) {
    Refusal refusal;
    refusal.ip = ip_header(offender, own, IPPROTO_ICMP, sizeof refusal);
    refusal.refused_ip = ip_header(own, to.address, IPPROTO_UDP, sizeof(iphdr) + sizeof(udphdr));
    refusal.refused_udp.source = htons(port);
    refusal.refused_udp.dest = htons(to.port);
    refusal.icmp.type = ICMP_DEST_UNREACH;
    refusal.icmp.code = ICMP_PORT_UNREACH;
    refusal.icmp.checksum = checksum(&refusal.icmp, sizeof refusal - sizeof(iphdr));
    const int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
    SocketAddress address;
    const socklen_t size = to_socket_address({own, 0, 0}, address);
    const bool is_sent =
        raw != -1 && sendto(raw, &refusal, sizeof refusal, 0, &address.any, size) == sizeof refusal;
    close(raw);
    return is_sent;
}

/// Runs `check(sender)` in a network of its own, whose loopback interface is up.
template <typename Check>
void in_network(Check check) {
    const int code = run_forked([&] {
        if (!enter_own_network()) return not_permitted;
        EXPECT_EQ(std::system("ip link set lo up"), 0);
        Peer sender;
        EXPECT_EQ(sender.open({.family = Family::ipv4, .reports_refusals = true}),
                  SocketError::none);
        check(sender);
        std::fflush(nullptr);
        return testing::Test::HasFailure() ? 1 : 0;
    });
    if (code == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(code, 0);
}

TEST(LinuxRefused, IsReportedByTheDestination) {
    in_network([](Peer& sender) {
        ASSERT_TRUE(report(asked.address, sender.socket.port(), asked));
        ASSERT_TRUE(becomes_readable(sender.socket.poll_entry()));
        Endpoint to;
        EXPECT_TRUE(sender.socket.next_refused(to));
        EXPECT_EQ(to, asked);
        EXPECT_FALSE(sender.socket.next_refused(to));
    });
}

TEST(LinuxRefused, IsNotReportedByAnotherHost) {
    in_network([](Peer& sender) {
        ASSERT_TRUE(report(IpAddress::v4(192, 0, 2, 8), sender.socket.port(), asked));
        ASSERT_TRUE(becomes_readable(sender.socket.poll_entry()));
        Endpoint to;
        EXPECT_FALSE(sender.socket.next_refused(to));
    });
}

TEST(LinuxRefused, ManySkippedReportsHideNoOther) {
    in_network([](Peer& sender) {
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(report(IpAddress::v4(192, 0, 2, 8), sender.socket.port(), asked));
        }
        ASSERT_TRUE(report(asked.address, sender.socket.port(), asked));
        Endpoint to;
        int calls = 0;
        while (calls < 3 && !sender.socket.next_refused(to)) ++calls;
        // At most 64 are skipped in one call.
        EXPECT_EQ(calls, 1);
        EXPECT_EQ(to, asked);
    });
}

}  // namespace
}  // namespace mpdisc::platform
