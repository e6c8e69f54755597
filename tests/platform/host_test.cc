// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "mpdisc/host_name.h"
#include "mpdisc/text.h"
#include "peer.h"
#include "platform/entropy.h"
#include "platform/host.h"
#include "program/console.h"
#include "program/port_holder.h"

namespace mpdisc::platform {
namespace {

TEST(Host, NameIsOneLabel) {
    const FixedString<64> name = system_host_name();
    EXPECT_EQ(name.view().find('.'), std::string_view::npos);
    EXPECT_TRUE(is_name_text(name.view()));
    EXPECT_EQ(name, system_host_name());
}

TEST(Host, ProcessHasANumber) {
    EXPECT_NE(process_id(), 0u);
    EXPECT_EQ(process_id(), process_id());
}

TEST(Host, ErrorsHaveTexts) {
    EXPECT_FALSE(system_error_text(ENOENT).empty());
    EXPECT_FALSE(system_error_text(EACCES).empty());
    EXPECT_NE(system_error_text(ENOENT), system_error_text(EACCES));
    (void)system_error_text(-1);
    (void)system_error_text(1'000'000);
}

TEST(Host, WritesAnEmptyText) {
    EXPECT_TRUE(write_all(StandardStream::output, ""));
    EXPECT_TRUE(write_all(StandardStream::error, ""));
}

TEST(Host, ReadsAFileAsFarAsItFits) {
    const std::string path = testing::TempDir() + "mpdisc_platform_file";
    std::ofstream(path, std::ios::binary) << std::string("a\0b\n", 4);
    std::array<char, 6> room{};
    for (std::size_t fits = 0; fits <= room.size(); ++fits) {
        room.fill('?');
        std::size_t size = 77;
        EXPECT_EQ(read_file(path.c_str(), std::span(room).first(fits), size), 0);
        EXPECT_EQ(size, std::min<std::size_t>(fits, 4));
        EXPECT_EQ(std::string_view(room.data(), room.size()),
                  std::string("a\0b\n", 4).substr(0, size) + std::string(6 - size, '?'));
    }
    std::remove(path.c_str());
}

TEST(Host, RefusesWhatIsNoFile) {
    std::array<char, 6> room{};
    std::size_t size = 0;
    const std::string directory = testing::TempDir();
    EXPECT_EQ(read_file((directory + "mpdisc_no_such_file").c_str(), room, size), ENOENT);
    EXPECT_NE(read_file(directory.c_str(), room, size), 0);
}

TEST(Host, LogAcceptsLines) {
    if (!system_log_available()) GTEST_SKIP() << "this system has no log";
    // Lines do no harm without a log daemon.
    const int error = system_log_open("mpdisc-test");
    EXPECT_TRUE(error == 0 || error == ENOENT || error == ECONNREFUSED) << error;
    for (const LogLevel level : {LogLevel::debug, LogLevel::info}) {
        system_log(level, "a line of the tests, 100% harmless: %s %n");
    }
}

TEST(Entropy, FillsEveryByteAndNeverRepeats) {
    std::set<std::array<std::uint8_t, 16>> ids;
    std::array<std::uint8_t, 16> seen{};
    for (int i = 0; i < 64; ++i) {
        std::array<std::uint8_t, 16> id{};
        ASSERT_TRUE(fill_random(id));
        EXPECT_TRUE(ids.insert(id).second);
        for (std::size_t at = 0; at < id.size(); ++at) seen[at] |= id[at];
    }
    for (const std::uint8_t bits : seen) EXPECT_NE(bits, 0);
}

TEST(Entropy, FillsUpTo256Bytes) {
    EXPECT_TRUE(fill_random({}));
    std::array<std::uint8_t, 256> bytes{};
    ASSERT_TRUE(fill_random(bytes));
    EXPECT_GT(std::set<std::uint8_t>(bytes.begin(), bytes.end()).size(), 64u);
}

class PortHolder : public testing::TestWithParam<Family> {};

TEST_P(PortHolder, NamesThisProcess) {
    UdpSocket socket;
    if (socket.open({.family = GetParam()}) == SocketError::unavailable) {
        GTEST_SKIP() << "this host lacks the family";
    }
    const FixedString<127> holder = udp_port_holder(socket.port());
    if (holder.empty()) GTEST_SKIP() << "this system cannot tell";
    const std::string pid = "pid " + std::to_string(process_id());
    EXPECT_NE(holder.view().find(pid), std::string_view::npos) << holder.view();
}

TEST_P(PortHolder, IsEmptyForAFreePort) {
    UdpSocket socket;
    if (socket.open({.family = GetParam()}) == SocketError::unavailable) {
        GTEST_SKIP() << "this host lacks the family";
    }
    const std::uint16_t port = socket.port();
    socket.close();
    EXPECT_TRUE(udp_port_holder(port).empty());
}

INSTANTIATE_TEST_SUITE_P(, PortHolder, both_families, family_name);

}  // namespace
}  // namespace mpdisc::platform
