// SPDX-License-Identifier: MIT
#include "platform/host.h"

#include <array>

#include "mpdisc/text.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

/// The texts of the system end with a full stop and a line break.
std::wstring_view trim(std::wstring_view text) {
    while (!text.empty() && (text.back() <= L' ' || text.back() == L'.')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::uint32_t process_id() {
    return GetCurrentProcessId();
}

// Users have no numbers here, and no port is taken over.
std::uint32_t user_id() {
    return 0;
}

FixedString<255> host_name() {
    FixedString<255> name;
    std::array<wchar_t, 256> wide;
    DWORD size = wide.size();
    if (GetComputerNameExW(ComputerNameDnsHostname, wide.data(), &size) == 0) return name;
    (void)to_utf8({wide.data(), size}, name);
    return name;
}

FixedString<127> system_error_text(int error) {
    FixedString<127> text;
    // Room for the longest texts of the system.
    std::array<wchar_t, 512> wide;
    DWORD size = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                                static_cast<DWORD>(error), 0, wide.data(), wide.size(), nullptr);
    std::wstring_view told = trim({wide.data(), size});
    while (!told.empty() && !to_utf8(told, text)) told.remove_suffix(1);
    if (!text.empty()) return text;
    (void)text.assign("error ");
    (void)text.append(NumberText(static_cast<std::uint32_t>(error)).view());
    return text;
}

}  // namespace mpdisc::platform
