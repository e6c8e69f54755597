// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

#include <array>

#include "mpdisc/text.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"
#include "platform/win32/udp_table.h"

namespace mpdisc::platform {
namespace {

/// The name of the program file without its directory. Empty if this user may not see it, or it is
/// no valid name.
FixedString<63> program_name(std::uint32_t process_id) {
    FixedString<63> name;
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process_id);
    if (process == nullptr) return name;
    std::array<wchar_t, 1024> path;
    DWORD size = path.size();
    if (QueryFullProcessImageNameW(process, 0, path.data(), &size) != 0) {
        std::wstring_view file(path.data(), size);
        file.remove_prefix(file.rfind(L'\\') + 1);  // without a backslash this removes nothing
        if (!to_utf8(file, name) || !is_name_text(name.view())) name.clear();
    }
    CloseHandle(process);
    return name;
}

}  // namespace

FixedString<127> udp_port_holder(std::uint16_t port) {
    FixedString<127> text;
    std::uint32_t process_id = 0;
    if (!find_port_owner(Family::ipv4, port, process_id) &&
        !find_port_owner(Family::ipv6, port, process_id)) {
        return text;
    }
    // All of the text fits.
    const FixedString<63> name = program_name(process_id);
    (void)text.append(name.view());
    (void)text.append(name.empty() ? "pid " : " (pid ");
    (void)text.append(NumberText(process_id).view());
    if (!name.empty()) (void)text.append(")");
    return text;
}

}  // namespace mpdisc::platform
