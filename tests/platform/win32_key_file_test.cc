// SPDX-License-Identifier: MIT
// The accounts to which the access control list of a key file may give access. The tests set lists
// as `icacls` does.
#include <array>
#include <string>

#include "key_file.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

#include <aclapi.h>
#include <sddl.h>

namespace mpdisc::platform {
namespace {

/// The account of this user, as `S-1-5-21-...`.
std::string own_account() {
    HANDLE token = nullptr;
    EXPECT_NE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token), 0);
    alignas(TOKEN_USER) std::array<char, 256> user{};
    DWORD size = 0;
    EXPECT_NE(GetTokenInformation(token, TokenUser, user.data(), user.size(), &size), 0);
    CloseHandle(token);
    LPSTR text = nullptr;
    EXPECT_NE(ConvertSidToStringSidA(reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid, &text),
              0);
    const std::string account = text;
    LocalFree(text);
    return account;
}

/// Gives the file a list: all access for the system, read and write access for this user, and
/// `more` in the notation of the system (SDDL).
void allow(const std::string& path, const std::string& more) {
    const std::string list = "D:P(A;;FA;;;SY)(A;;FRFW;;;" + own_account() + ")" + more;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const WideText text(list);
    ASSERT_NE(ConvertStringSecurityDescriptorToSecurityDescriptorW(text.c_str(), SDDL_REVISION_1,
                                                                   &descriptor, nullptr),
              0);
    const WideText name(path);
    EXPECT_NE(SetFileSecurityW(name.c_str(), DACL_SECURITY_INFORMATION, descriptor), 0);
    LocalFree(descriptor);
}

}  // namespace

void make_own(const std::string& path) {
    allow(path, "");
}

namespace {

TEST_F(KeyFile, MustNotBeAccessibleToOthers) {
    allow(path, "(A;;FR;;;WD)");
    EXPECT_EQ(error(), KeyError::exposed);
    EXPECT_EQ(size, 0U);
    allow(path, "(A;;FA;;;BA)");
    EXPECT_EQ(error(), KeyError::none) << "administrators may do anything anyway";
    make_own(path);
    EXPECT_EQ(error(), KeyError::none);
}

TEST_F(KeyFile, MustNotBeADevice) {
    EXPECT_EQ(read("NUL").error, KeyError::not_regular);
}

TEST_F(KeyFile, AMissingOneIsReported) {
    const KeyFault fault = read(link);
    EXPECT_EQ(fault.error, KeyError::unreadable);
    EXPECT_EQ(fault.system_error, ERROR_FILE_NOT_FOUND);
}

}  // namespace
}  // namespace mpdisc::platform
