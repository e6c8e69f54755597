// SPDX-License-Identifier: MIT
#include <array>
#include <cstring>

#include "mpdisc/text.h"
#include "platform/file.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

int write_new(const wchar_t* path, std::string_view content) {
    HANDLE file =
        CreateFileW(path, GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return static_cast<int>(GetLastError());
    DWORD written = 0;
    DWORD error = 0;
    const auto size = static_cast<DWORD>(content.size());
    if (WriteFile(file, content.data(), size, &written, nullptr) == 0 ||
        FlushFileBuffers(file) == 0) {
        error = GetLastError();
    } else if (written != size) {
        error = ERROR_DISK_FULL;
    }
    CloseHandle(file);
    return static_cast<int>(error);
}

/// `PATH.mpdisc-PID`: in the same directory, so that it can be renamed. False if it is too long.
bool name_beside(std::string_view path, std::array<char, 4096>& out) {
    const NumberText process(GetCurrentProcessId());
    std::size_t size = 0;
    for (const std::string_view part : {path, std::string_view(".mpdisc-"), process.view()}) {
        if (part.size() >= out.size() - size) return false;
        std::memcpy(out.data() + size, part.data(), part.size());
        size += part.size();
    }
    out[size] = '\0';
    return true;
}

}  // namespace

// The file gets the access rights that its directory gives to new files. ReplaceFileW(), which
// keeps them, cannot make a file, and Wine's refuses relative paths.
int replace_file(const char* path, std::string_view content) {
    std::array<char, 4096> beside;
    if (!name_beside(path, beside)) return ERROR_FILENAME_EXCED_RANGE;
    const WideText wide_path(path);
    const WideText wide_beside(beside.data());
    if (wide_path.c_str() == nullptr || wide_beside.c_str() == nullptr) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    int error = write_new(wide_beside.c_str(), content);
    if (error == 0 && MoveFileExW(wide_beside.c_str(), wide_path.c_str(),
                                  MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0) {
        error = static_cast<int>(GetLastError());
    }
    if (error != 0) DeleteFileW(wide_beside.c_str());
    return error;
}

}  // namespace mpdisc::platform
