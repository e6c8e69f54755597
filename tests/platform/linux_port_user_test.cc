// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/port_user.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

constexpr int no_network = 77;

PortUserAnswer ask() {
    std::uint32_t user = 0;
    return udp_port_user({IpAddress::loopback(Family::ipv4), 0, 1}, user);
}

/// Runs in its own network. Compares the answers before and after there is a socket.
[[noreturn]] void ask_in_own_network() {
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
        _exit(no_network);
    }
    if (ask() != PortUserAnswer::never) _exit(1);
    UdpSocket socket;
    if (socket.open({.family = Family::ipv4}) != SocketError::none) _exit(2);
    _exit(ask() == PortUserAnswer::not_now ? 0 : 3);
}

TEST(LinuxPortUser, IsNeverToldIfTheSystemShowsNoSockets) {
    const pid_t child = fork();
    ASSERT_NE(child, -1);
    if (child == 0) ask_in_own_network();
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == no_network) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace mpdisc::platform
