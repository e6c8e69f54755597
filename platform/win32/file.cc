// SPDX-License-Identifier: MIT
#include "platform/file.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

int read_all(HANDLE file, std::span<char> out, std::size_t& size) {
    size = 0;
    DWORD error = 0;
    DWORD taken = 0;
    do {
        taken = 0;
        const auto room = static_cast<DWORD>(out.size() - size);
        if (ReadFile(file, out.data() + size, room, &taken, nullptr) == 0) error = GetLastError();
        size += taken;
    } while (taken > 0);
    // A writer ends a pipe by closing it.
    return error == ERROR_BROKEN_PIPE ? 0 : static_cast<int>(error);
}

}  // namespace

int read_file(const char* path, std::span<char> out, std::size_t& size, FileRead) {
    const WideText wide_path(path);
    if (wide_path.c_str() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    HANDLE file = CreateFileW(wide_path.c_str(), GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                              OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, nullptr);
    if (file == INVALID_HANDLE_VALUE) return static_cast<int>(GetLastError());
    const int error = read_all(file, out, size);
    CloseHandle(file);
    return error;
}

int read_standard_input(std::span<char> out, std::size_t& size) {
    return read_all(GetStdHandle(STD_INPUT_HANDLE), out, size);
}

}  // namespace mpdisc::platform
