// SPDX-License-Identifier: MIT
#include "platform/directory.h"

#include "mpdisc/fixed_string.h"
#include "platform/common/name_list.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {

int list_directory(const char* path, std::string_view suffix, std::span<char> out,
                   std::size_t& size) {
    FixedString<4096> pattern;
    if (!pattern.assign(path) || !pattern.append("\\*")) return ERROR_FILENAME_EXCED_RANGE;
    const WideText wide_pattern(pattern.view());
    if (wide_pattern.c_str() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    WIN32_FIND_DATAW entry;
    HANDLE search = FindFirstFileW(wide_pattern.c_str(), &entry);
    if (search == INVALID_HANDLE_VALUE) {
        // A directory has at least itself, but the root of a volume may have nothing.
        const DWORD error = GetLastError();
        size = 0;
        return error == ERROR_FILE_NOT_FOUND ? 0 : static_cast<int>(error);
    }
    NameList names(suffix, out);
    do {
        FixedString<3 * MAX_PATH> name;
        if (to_utf8(entry.cFileName, name)) names.add(name.view());
    } while (FindNextFileW(search, &entry) != 0);
    const DWORD error = GetLastError();
    FindClose(search);
    size = names.size();
    return error == ERROR_NO_MORE_FILES ? 0 : static_cast<int>(error);
}

}  // namespace mpdisc::platform
