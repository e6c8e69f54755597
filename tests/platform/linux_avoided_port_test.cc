// SPDX-License-Identifier: MIT
//
// A network namespace of the test has a range of three ports, and one or two of them are avoided.
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

/// `ports`: the range from which the system chooses ports.
[[nodiscard]] bool enter_network(std::string_view ports) {
    if (!enter_own_network()) return false;
    const int file = ::open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);
    return file != -1 &&
           write(file, ports.data(), ports.size()) == static_cast<ssize_t>(ports.size());
}

/// Returns what `check` returns in a child with its own network and range of ports.
template <typename Check>
int in_network(std::string_view ports, Check check) {
    return run_forked([&] { return enter_network(ports) ? check() : not_permitted; });
}

class LinuxAvoidedPort : public testing::TestWithParam<Family> {};

TEST_P(LinuxAvoidedPort, IsNeverChosen) {
    const int result = in_network("50000 50002", [] {
        for (int i = 0; i < 64; ++i) {
            UdpSocket socket;
            const auto avoided = static_cast<std::uint16_t>(first_port - 1 + i % 4);
            if (socket.open({.family = GetParam(), .avoided_port = avoided}) != SocketError::none) {
                return 1;
            }
            if (socket.port() == avoided || socket.port() == avoided + 1) return 2;
            if (socket.port() == 0) return 3;
        }
        return 0;
    });
    if (result == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(result, 0);
}

TEST_P(LinuxAvoidedPort, StaysFreeWhileAnotherIsOpen) {
    const int result = in_network("50000 50002", [] {
        UdpSocket chosen;
        const UdpSocketOptions choice{.family = GetParam(), .avoided_port = first_port};
        if (chosen.open(choice) != SocketError::none) return 1;
        for (const std::uint16_t avoided : {first_port, std::uint16_t{first_port + 1}}) {
            UdpSocket other;
            const UdpSocketOptions exact{.family = GetParam(), .port = avoided};
            if (other.open(exact) != SocketError::none) return 2;
        }
        return 0;
    });
    if (result == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(result, 0);
}

TEST_P(LinuxAvoidedPort, IsNotChosenEvenIfNoOtherIsLeft) {
    const int result = in_network("50000 50002", [] {
        UdpSocket other;
        UdpSocket socket;
        const UdpSocketOptions taken{.family = GetParam(), .port = first_port + 2};
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
