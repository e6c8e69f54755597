// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "platform/port_user.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

constexpr int not_permitted = 77;

PortUserAnswer ask() {
    std::uint32_t user = 0;
    return udp_port_user({IpAddress::loopback(Family::ipv4), 0, 1}, user);
}

/// Runs in its own network. Compares the answers before and after there is a socket.
[[noreturn]] void ask_in_own_network() {
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
        _exit(not_permitted);
    }
    if (ask() != PortUserAnswer::never) _exit(1);
    UdpSocket socket;
    if (socket.open({.family = Family::ipv4}) != SocketError::none) _exit(2);
    _exit(ask() == PortUserAnswer::not_now ? 0 : 3);
}

/// Runs in an empty directory, where nobody finds the table that has a line for each socket.
[[noreturn]] void ask_in(const char* directory) {
    if (chroot(directory) != 0) _exit(not_permitted);
    UdpSocket socket;
    if (socket.open({.family = Family::ipv4}) != SocketError::none) _exit(1);
    std::uint32_t user = 0;
    const Endpoint local{IpAddress::loopback(Family::ipv4), 0, socket.port()};
    _exit(udp_port_user(local, user) == PortUserAnswer::told && user == geteuid() ? 0 : 2);
}

/// The exit code of a child that runs `work`; -1 if there is none.
template <class Work>
int run_in_child(const Work& work) {
    const pid_t child = fork();
    if (child == 0) work();
    int status = 0;
    const bool has_ended = child != -1 && waitpid(child, &status, 0) == child && WIFEXITED(status);
    return has_ended ? WEXITSTATUS(status) : -1;
}

TEST(LinuxPortUser, IsNeverToldIfTheSystemShowsNoSockets) {
    const int code = run_in_child(ask_in_own_network);
    if (code == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(code, 0);
}

// With many providers on a host, a look through the whole table by each of them takes seconds.
TEST(LinuxPortUser, IsToldWithoutTheTableOfAllSockets) {
    char directory[] = "/tmp/mpdisc-no-table-XXXXXX";
    ASSERT_NE(mkdtemp(directory), nullptr);
    const int code = run_in_child([&] { ask_in(directory); });
    rmdir(directory);
    if (code == not_permitted) GTEST_SKIP() << "this user may not change the root directory";
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace mpdisc::platform
