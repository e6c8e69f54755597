// SPDX-License-Identifier: MIT
#include <algorithm>

#include "mpdisc/text.h"
#include "platform/streams.h"
#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

/// A console accepts about 64 KiB at once.
constexpr std::size_t console_part_max = 8192;

HANDLE handle_of(StandardStream stream) {
    return GetStdHandle(stream == StandardStream::output ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

bool is_console(HANDLE handle) {
    DWORD mode = 0;
    return GetConsoleMode(handle, &mode) != 0;
}

/// The end of a part of `text` that does not cut a character.
std::size_t find_part_end(std::string_view text) {
    if (text.size() <= console_part_max) return text.size();
    std::size_t end = console_part_max;
    while (end > console_part_max - 4 && (text[end] & 0xc0) == 0x80) --end;
    return end;
}

/// A console shows bytes in its code page, which is rarely UTF-8. UTF-16 is always shown correctly.
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

/// False also if nothing more can be written now. Only a pipe in the no-wait mode reports this.
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

/// While text is selected in the window of a console, writing to the console blocks.
bool is_held(HANDLE console) {
    CONSOLE_SELECTION_INFO selection{};
    return is_console(console) && GetConsoleSelectionInfo(&selection) != 0 &&
           (selection.dwFlags & CONSOLE_SELECTION_IN_PROGRESS) != 0;
}

}  // namespace

// A missing stream has no handle that another file could get. It refuses by itself.
void claim_standard_streams() {}

TerminalSize terminal_size(StandardStream stream) {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (GetConsoleScreenBufferInfo(handle_of(stream), &info) == 0) return {};
    const SMALL_RECT& window = info.srWindow;
    return {static_cast<std::size_t>(window.Right - window.Left + 1),
            static_cast<std::size_t>(window.Bottom - window.Top + 1)};
}

bool is_terminal(StandardStream stream) {
    return is_console(handle_of(stream));
}

bool enable_colours(StandardStream stream) {
    HANDLE console = handle_of(stream);
    DWORD mode = 0;
    return GetConsoleMode(console, &mode) != 0 &&
           SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

// A pipe cannot be waited for. A lost reader shows when something is written.
PollEntry output_reader() {
    return {-1, false};
}

bool is_reader_lost(const PollEntry&) {
    return false;
}

bool is_standard_stream(const char*) {
    return false;
}

bool write_all(StandardStream stream, std::string_view text) {
    HANDLE handle = handle_of(stream);
    return is_console(handle) ? write_to_console(handle, text) : write_bytes(handle, text);
}

// The room in a pipe cannot be asked for, since a waiting reader counts against it. So the pipe is
// set to no-wait for this line. It takes as much of the line as it has room for. A line may be cut,
// but waiting for room could take for ever.
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
