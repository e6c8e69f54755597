// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "forked.h"
#include "linux_network.h"
#include "platform/port_user.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

constexpr int not_permitted = 77;

PortUserAnswer ask() {
    std::uint32_t user = 0;
    return udp_port_user({IpAddress::loopback(Family::ipv4), 0, 1}, user);
}

/// Compares the answers before and after there is a socket. Returns the exit code.
int ask_in_own_network() {
    if (!enter_own_network()) return not_permitted;
    if (ask() != PortUserAnswer::never) return 1;
    UdpSocket socket;
    if (socket.open({.family = Family::ipv4}) != SocketError::none) return 2;
    return ask() == PortUserAnswer::not_now ? 0 : 3;
}

/// Asks with this empty directory as the root, so without /proc. Returns the exit code.
int ask_in(const char* directory) {
    if (chroot(directory) != 0) return not_permitted;
    UdpSocket socket;
    if (socket.open({.family = Family::ipv4}) != SocketError::none) return 1;
    std::uint32_t user = 0;
    const Endpoint local{IpAddress::loopback(Family::ipv4), 0, socket.port()};
    return udp_port_user(local, user) == PortUserAnswer::told && user == geteuid() ? 0 : 2;
}

TEST(LinuxPortUser, IsNeverToldIfTheSystemShowsNoSockets) {
    const int code = run_forked(ask_in_own_network);
    if (code == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(code, 0);
}

/// With many providers on a host, it would take seconds if each of them read the whole table.
TEST(LinuxPortUser, IsToldWithoutTheTableOfAllSockets) {
    char directory[] = "/tmp/mpdisc-no-table-XXXXXX";
    ASSERT_NE(mkdtemp(directory), nullptr);
    const int code = run_forked([&] { return ask_in(directory); });
    rmdir(directory);
    if (code == not_permitted) GTEST_SKIP() << "this user may not change the root directory";
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace mpdisc::platform
