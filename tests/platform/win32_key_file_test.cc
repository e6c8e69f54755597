// SPDX-License-Identifier: MIT
//
// Whose access a key file's list may give. The lists are set on files of these tests, as `icacls`
// does.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "platform/key_file.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

#include <aclapi.h>
#include <sddl.h>

namespace mpdisc::platform {
namespace {

class Win32KeyFile : public testing::Test {
   protected:
    Win32KeyFile() { write("secret"); }
    ~Win32KeyFile() override { std::remove(path.c_str()); }

    void write(const std::string& text) {
        std::ofstream(path, std::ios::binary) << text;
        allow("");
    }
    /// Gives the file a list of its own, of all access for the system and read and write for this
    /// user, and of `more` in the system's notation.
    void allow(const std::string& more) {
        const std::string list = "D:P(A;;FA;;;SY)(A;;FRFW;;;" + own_account() + ")" + more;
        PSECURITY_DESCRIPTOR descriptor = nullptr;
        const WideText text(list);
        ASSERT_NE(ConvertStringSecurityDescriptorToSecurityDescriptorW(
                      text.c_str(), SDDL_REVISION_1, &descriptor, nullptr),
                  0);
        const WideText name(path);
        EXPECT_NE(SetFileSecurityW(name.c_str(), DACL_SECURITY_INFORMATION, descriptor), 0);
        LocalFree(descriptor);
    }
    /// As `S-1-5-21-...`.
    static std::string own_account() {
        HANDLE token = nullptr;
        EXPECT_NE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token), 0);
        alignas(TOKEN_USER) std::array<char, 256> user{};
        DWORD size = 0;
        EXPECT_NE(GetTokenInformation(token, TokenUser, user.data(), user.size(), &size), 0);
        CloseHandle(token);
        LPSTR text = nullptr;
        EXPECT_NE(
            ConvertSidToStringSidA(reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid, &text), 0);
        const std::string account = text;
        LocalFree(text);
        return account;
    }
    KeyFault read(const std::string& name) {
        size = 0;
        return read_key_file(name.c_str(), room, size);
    }
    KeyError error() { return read(path).error; }

    const std::string path =
        testing::TempDir() + "mpdisc_platform_" + std::to_string(GetCurrentProcessId()) + "_key";
    std::array<char, 64> room{};
    std::size_t size = 0;
};

TEST_F(Win32KeyFile, IsReadWhole) {
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(std::string(room.data(), size), "secret");
    write("");
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 0U);
    write(std::string(64, 'x'));
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 64U);
    write(std::string(65, 'x'));
    EXPECT_EQ(error(), KeyError::file_too_large);
}

TEST_F(Win32KeyFile, IsNobodyElses) {
    allow("(A;;FR;;;WD)");
    EXPECT_EQ(error(), KeyError::exposed);
    EXPECT_EQ(size, 0U);
    allow("(A;;FA;;;BA)");
    EXPECT_EQ(error(), KeyError::none) << "administrators may do anything anyway";
    allow("");
    EXPECT_EQ(error(), KeyError::none);
}

TEST_F(Win32KeyFile, IsARegularFile) {
    EXPECT_EQ(read(testing::TempDir()).error, KeyError::not_regular);
    EXPECT_EQ(read("NUL").error, KeyError::not_regular);
}

TEST_F(Win32KeyFile, ThatIsNotThereSaysWhy) {
    const KeyFault fault = read(path + "_not_there");
    EXPECT_EQ(fault.error, KeyError::unreadable);
    EXPECT_EQ(fault.system_error, ERROR_FILE_NOT_FOUND);
}

}  // namespace
}  // namespace mpdisc::platform
