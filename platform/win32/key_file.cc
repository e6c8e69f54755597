// SPDX-License-Identifier: MIT
#include "platform/key_file.h"

#include <array>

#include "platform/win32/system.h"
#include "platform/win32/text.h"

#include <aclapi.h>

namespace mpdisc::platform {
namespace {

/// Room for the identifier of one account.
struct Account {
    alignas(SID) std::array<std::uint8_t, SECURITY_MAX_SID_SIZE> bytes;

    [[nodiscard]] PSID sid() { return bytes.data(); }
};

bool is_well_known(PSID account, WELL_KNOWN_SID_TYPE which) {
    return IsWellKnownSid(account, which) != 0;
}

/// Whether the account may do anything to any file anyway.
bool is_of_system(PSID account) {
    return is_well_known(account, WinLocalSystemSid) ||
           is_well_known(account, WinBuiltinAdministratorsSid);
}

bool find_own_account(Account& out) {
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return false;
    alignas(TOKEN_USER) std::array<std::uint8_t, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user;
    DWORD size = 0;
    const bool is_told =
        GetTokenInformation(token, TokenUser, user.data(), user.size(), &size) != 0 &&
        CopySid(sizeof out.bytes, out.sid(),
                reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid) != 0;
    CloseHandle(token);
    return is_told;
}

/// Whether an entry of the access control list gives anything to an account other than `owner` and
/// the system. Entries that only files in a directory inherit do not count.
bool exposes(const ACE_HEADER& entry, PSID owner) {
    if (entry.AceType == ACCESS_DENIED_ACE_TYPE || (entry.AceFlags & INHERIT_ONLY_ACE) != 0) {
        return false;
    }
    // Entries of other types allow something under conditions. There are too many types to check.
    if (entry.AceType != ACCESS_ALLOWED_ACE_TYPE) return true;
    const auto& allowed = reinterpret_cast<const ACCESS_ALLOWED_ACE&>(entry);
    const PSID account = const_cast<DWORD*>(&allowed.SidStart);
    return allowed.Mask != 0 && EqualSid(account, owner) == 0 && !is_of_system(account) &&
           !is_well_known(account, WinCreatorOwnerRightsSid);
}

KeyError judge_access(PSID owner, PACL list) {
    Account self;
    if (!find_own_account(self)) return KeyError::unreadable;
    if (EqualSid(owner, self.sid()) == 0 && !is_of_system(owner)) return KeyError::foreign_owner;
    if (list == nullptr) return KeyError::exposed;  // without a list everybody may do everything
    for (DWORD i = 0; i < list->AceCount; ++i) {
        void* entry = nullptr;
        if (GetAce(list, i, &entry) == 0) return KeyError::unreadable;
        const auto& header = *static_cast<const ACE_HEADER*>(entry);
        // This user may have been given access to a file that belongs to the system.
        if (exposes(header, owner) && exposes(header, self.sid())) return KeyError::exposed;
    }
    return KeyError::none;
}

KeyError judge(HANDLE file, std::size_t size_max) {
    BY_HANDLE_FILE_INFORMATION information;
    if (GetFileType(file) != FILE_TYPE_DISK) return KeyError::not_regular;
    if (GetFileInformationByHandle(file, &information) == 0) return KeyError::unreadable;
    if ((information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        return KeyError::not_regular;
    }
    PSID owner = nullptr;
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const DWORD refused = GetSecurityInfo(file, SE_FILE_OBJECT,
                                          OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                          &owner, nullptr, &list, nullptr, &descriptor);
    if (refused != ERROR_SUCCESS) {
        SetLastError(refused);
        return KeyError::unreadable;
    }
    const KeyError error = judge_access(owner, list);
    LocalFree(descriptor);
    const bool is_large = information.nFileSizeHigh != 0 || information.nFileSizeLow > size_max;
    return error == KeyError::none && is_large ? KeyError::file_too_large : error;
}

}  // namespace

KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size) {
    const WideText wide_path(path);
    if (wide_path.c_str() == nullptr) return {KeyError::unreadable, 0, ERROR_NOT_ENOUGH_MEMORY};
    // The first flag opens directories as well, so that they are recognized. The other flags keep a
    // process at the other end of a pipe from acting as this user.
    HANDLE file = CreateFileW(
        wide_path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr, OPEN_EXISTING,
        FILE_FLAG_BACKUP_SEMANTICS | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, nullptr);
    KeyError error = KeyError::unreadable;
    if (file != INVALID_HANDLE_VALUE) error = judge(file, out.size());
    if (error == KeyError::none) {
        DWORD taken = 0;
        if (ReadFile(file, out.data(), static_cast<DWORD>(out.size()), &taken, nullptr) == 0) {
            error = KeyError::unreadable;
        }
        size = taken;
    }
    const auto system_error = error == KeyError::unreadable ? static_cast<int>(GetLastError()) : 0;
    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
    return {error, 0, system_error};
}

}  // namespace mpdisc::platform
