// SPDX-License-Identifier: MIT
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

}  // namespace

// ReplaceFileW() keeps the attributes and the access rights, but needs a file that is there.
int replace_file(const char* path, std::string_view content) {
    char beside[1100];
    const int length = snprintf(beside, sizeof beside, "%s.mpdisc-%lu", path,
                                static_cast<unsigned long>(GetCurrentProcessId()));
    if (length < 0 || static_cast<std::size_t>(length) >= sizeof beside) {
        return ERROR_FILENAME_EXCED_RANGE;
    }
    const WideText wide_path(path);
    const WideText wide_beside(beside);
    if (wide_path.c_str() == nullptr || wide_beside.c_str() == nullptr) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    if (const int error = write_new(wide_beside.c_str(), content); error != 0) return error;
    if (ReplaceFileW(wide_path.c_str(), wide_beside.c_str(), nullptr, 0, nullptr, nullptr) != 0 ||
        (GetLastError() == ERROR_FILE_NOT_FOUND &&
         MoveFileExW(wide_beside.c_str(), wide_path.c_str(), 0) != 0)) {
        return 0;
    }
    const auto error = static_cast<int>(GetLastError());
    DeleteFileW(wide_beside.c_str());
    return error;
}

}  // namespace mpdisc::platform
