// SPDX-License-Identifier: MIT
#include <algorithm>

#include "mpdisc/text.h"
#include "platform/streams.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

/// A console takes no more at once than some 64 KiB.
constexpr std::size_t console_part_max = 8192;

HANDLE handle_of(StandardStream stream) {
    return GetStdHandle(stream == StandardStream::output ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

bool is_console(HANDLE handle) {
    DWORD mode = 0;
    return GetConsoleMode(handle, &mode) != 0;
}

/// The end of a part of `text` that cuts no character.
std::size_t find_part_end(std::string_view text) {
    if (text.size() <= console_part_max) return text.size();
    std::size_t end = console_part_max;
    while (end > console_part_max - 4 && (text[end] & 0xc0) == 0x80) --end;
    return end;
}

/// A console shows bytes by its code page, which is hardly ever UTF-8; UTF-16 it shows as it is.
bool write_to_console(HANDLE console, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = find_part_end(text);
        const WideText wide(slice(text, 0, end));
        if (wide.c_str() == nullptr) return false;
        for (std::size_t at = 0; at < wide.size();) {
            DWORD written = 0;
            if (WriteConsoleW(console, wide.c_str() + at, static_cast<DWORD>(wide.size() - at),
                              &written, nullptr) == 0 ||
                written == 0) {
                return false;
            }
            at += written;
        }
        text.remove_prefix(end);
    }
    return true;
}

/// False also where nothing more could be written at the moment, which only a pipe that does not
/// wait says.
bool write_bytes(HANDLE handle, std::string_view text) {
    while (!text.empty()) {
        const auto size = static_cast<DWORD>(std::min<std::size_t>(text.size(), 1 << 30));
        DWORD written = 0;
        if (WriteFile(handle, text.data(), size, &written, nullptr) == 0 || written == 0) {
            return false;
        }
        text.remove_prefix(written);
    }
    return true;
}

/// While somebody marks text in a console's window, writing to it waits.
bool is_held(HANDLE console) {
    CONSOLE_SELECTION_INFO selection{};
    return is_console(console) && GetConsoleSelectionInfo(&selection) != 0 &&
           (selection.dwFlags & CONSOLE_SELECTION_IN_PROGRESS) != 0;
}

}  // namespace

// A stream that is not there has no handle that anything else could get: it refuses by itself.
void claim_standard_streams() {}

std::size_t terminal_columns(StandardStream stream) {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (GetConsoleScreenBufferInfo(handle_of(stream), &info) == 0) return 0;
    return static_cast<std::size_t>(info.srWindow.Right - info.srWindow.Left + 1);
}

bool is_terminal(StandardStream stream) {
    return is_console(handle_of(stream));
}

bool write_all(StandardStream stream, std::string_view text) {
    HANDLE handle = handle_of(stream);
    return is_console(handle) ? write_to_console(handle, text) : write_bytes(handle, text);
}

// How much room a pipe has cannot be asked for: a reader who waits counts against it. So the pipe
// is told not to wait, for this one line. It takes of a line what it has room for; a line is torn
// where that is less than the whole, but what waits for the rest might wait for ever.
bool try_write(StandardStream stream, std::string_view text) {
    HANDLE handle = handle_of(stream);
    if (is_held(handle)) return false;
    if (GetFileType(handle) != FILE_TYPE_PIPE) return write_all(stream, text);
    DWORD no_wait = PIPE_READMODE_BYTE | PIPE_NOWAIT;
    const bool changed = SetNamedPipeHandleState(handle, &no_wait, nullptr, nullptr) != 0;
    const bool written = write_bytes(handle, text);
    DWORD wait = PIPE_READMODE_BYTE | PIPE_WAIT;
    if (changed) SetNamedPipeHandleState(handle, &wait, nullptr, nullptr);
    return written;
}

}  // namespace mpdisc::platform
