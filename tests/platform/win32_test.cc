// SPDX-License-Identifier: MIT
// Behaviour that only Windows has: command lines instead of arguments, and options that let sockets
// share a port.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "peer.h"
#include "platform/child_process.h"
#include "platform/win32/command_line.h"
#include "platform/win32/text.h"
#include "platform/win32/winsock.h"

namespace mpdisc::platform {
namespace {

std::string command_line_of(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const CommandLine line(argv.data());
    return {line.data(), line.size()};
}

TEST(Win32CommandLine, QuotesArgumentsForTheChild) {
    EXPECT_EQ(command_line_of({}), "");
    EXPECT_EQ(command_line_of({"a"}), R"("a")");
    EXPECT_EQ(command_line_of({"a", "", "b c"}), R"("a" "" "b c")");
    EXPECT_EQ(command_line_of({R"(say "hi")"}), R"("say \"hi\"")");
    EXPECT_EQ(command_line_of({R"(C:\dir\)", R"(\\)"}), R"("C:\dir\\" "\\\\")");
    EXPECT_EQ(command_line_of({R"(\"\\")"}), R"("\\\"\\\\\"")");
}

TEST(Win32Child, MustNotBeABatchFile) {
    for (std::string name : {"a.bat", "C:\\dir\\A.BAT", "b.cmd", "b.Cmd. .", ".bat"}) {
        char argument[] = "\"&calc&\"";
        char* const argv[] = {name.data(), argument, nullptr};
        ChildProcess child;
        EXPECT_EQ(child_start(argv, {}, child), ERROR_BAD_EXE_FORMAT) << name;
    }
}

TEST(Win32Child, IsNotLookedForInTheCurrentDirectory) {
    char name[] = "is-in-the-current-directory";
    const std::string file = std::string(name) + ".exe";
    char self[MAX_PATH];
    ASSERT_NE(GetModuleFileNameA(nullptr, self, sizeof self), 0U);
    ASSERT_TRUE(CopyFileA(self, file.c_str(), FALSE));
    char* const argv[] = {name, nullptr};
    ChildProcess child;
    EXPECT_EQ(child_start(argv, {}, child), ERROR_FILE_NOT_FOUND);
    EXPECT_TRUE(DeleteFileA(file.c_str()));
}

TEST(Win32Child, AMissingOneIsReported) {
    for (std::string name : {"no-such-program", "nowhere\\no-such-program.exe"}) {
        char* const argv[] = {name.data(), nullptr};
        ChildProcess child;
        EXPECT_EQ(child_start(argv, {}, child), ERROR_FILE_NOT_FOUND) << name;
    }
}

TEST(Win32Text, IsConvertedThereAndBack) {
    for (const std::string_view text : {"", "a", "\xc3\xa4", "\xe5\xba\xa6", "\xf0\x9f\x98\x80"}) {
        const WideText wide(text);
        char bytes[8];
        const std::size_t size = to_utf8({wide.c_str(), wide.size()}, bytes, sizeof bytes);
        EXPECT_EQ(std::string_view(bytes, size), text);
    }
    char bytes[3];
    EXPECT_EQ(to_utf8(L"abcd", bytes, sizeof bytes), 0U);
    const wchar_t half[] = {0xd83d, 0};
    EXPECT_EQ(to_utf8(half, bytes, sizeof bytes), 0U);
}

/// A socket that shares its port with any other socket of this kind.
class SharingSocket {
   public:
    SharingSocket() {
        EXPECT_EQ(start_sockets(), 0);
        socket_ = socket(AF_INET, SOCK_DGRAM, 0);
        EXPECT_TRUE(set_option(socket_, SOL_SOCKET, SO_REUSEADDR, 1));
    }
    ~SharingSocket() { closesocket(socket_); }
    SharingSocket(const SharingSocket&) = delete;
    SharingSocket& operator=(const SharingSocket&) = delete;

    [[nodiscard]] bool bind_port(std::uint16_t& port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        int size = sizeof address;
        if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0) return false;
        EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port = ntohs(address.sin_port);
        return true;
    }

   private:
    SOCKET socket_ = INVALID_SOCKET;
};

TEST(Win32Bind, OthersCannotShareOurPort) {
    UdpSocket ours;
    ASSERT_EQ(ours.open({.family = Family::ipv4}), SocketError::none);
    SharingSocket stranger;
    std::uint16_t port = ours.port();
    EXPECT_FALSE(stranger.bind_port(port));
}

TEST(Win32Bind, DoesNotShareThePortOfOthers) {
    SharingSocket stranger;
    std::uint16_t port = 0;
    ASSERT_TRUE(stranger.bind_port(port));
    UdpSocket ours;
    EXPECT_EQ(ours.open({.family = Family::ipv4, .port = port}), SocketError::in_use);
}

}  // namespace
}  // namespace mpdisc::platform
