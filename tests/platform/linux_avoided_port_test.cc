// SPDX-License-Identifier: MIT
// In a network namespace of the test, the system can choose only two ports. One of them is avoided.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string_view>

#include "forked.h"
#include "linux_network.h"
#include "peer.h"

namespace mpdisc::platform {
namespace {

constexpr int not_permitted = 99;
constexpr std::uint16_t first_port = 50'000;

constexpr std::string_view port_range = "50000 50001";

[[nodiscard]] bool enter_network() {
    if (!enter_own_network()) return false;
    const int file = ::open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);
    return file != -1 && write(file, port_range.data(), port_range.size()) ==
                             static_cast<ssize_t>(port_range.size());
}

/// Returns what `check` returns in a child with its own network.
template <typename Check>
int in_network(Check check) {
    return run_forked([&] { return enter_network() ? check() : not_permitted; });
}

class LinuxAvoidedPort : public testing::TestWithParam<Family> {};

TEST_P(LinuxAvoidedPort, IsNeverChosen) {
    const int result = in_network([] {
        for (int i = 0; i < 64; ++i) {
            UdpSocket socket;
            const auto avoided = static_cast<std::uint16_t>(first_port + i % 2);
            if (socket.open({.family = GetParam(), .avoided_port = avoided}) != SocketError::none) {
                return 1;
            }
            if (socket.port() == avoided || socket.port() == 0) return 2;
        }
        return 0;
    });
    if (result == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(result, 0);
}

TEST_P(LinuxAvoidedPort, StaysFreeWhileAnotherIsOpen) {
    const int result = in_network([] {
        UdpSocket chosen;
        UdpSocket avoided;
        const UdpSocketOptions choice{.family = GetParam(), .avoided_port = first_port};
        const UdpSocketOptions exact{.family = GetParam(), .port = first_port};
        if (chosen.open(choice) != SocketError::none) return 1;
        return avoided.open(exact) == SocketError::none ? 0 : 2;
    });
    if (result == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(result, 0);
}

TEST_P(LinuxAvoidedPort, IsNotChosenEvenIfItIsTheOnlyOneLeft) {
    const int result = in_network([] {
        UdpSocket other;
        UdpSocket socket;
        const UdpSocketOptions taken{.family = GetParam(), .port = first_port + 1};
        const UdpSocketOptions choice{.family = GetParam(), .avoided_port = first_port};
        if (other.open(taken) != SocketError::none) return 1;
        if (socket.open(choice) != SocketError::in_use) return 2;
        return !socket.is_open() && socket.port() == 0 && socket.last_error() != 0 ? 0 : 3;
    });
    if (result == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(result, 0);
}

INSTANTIATE_TEST_SUITE_P(, LinuxAvoidedPort, both_families, family_name);

}  // namespace
}  // namespace mpdisc::platform
