// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <cwchar>

#include "platform/win32/system.h"

// Programs want their arguments in UTF-8, and the system would give them to main() in whatever
// the user's code page is, with a question mark for what that lacks. So they are linked with
// -municode, which starts this, and this main(). What uses the library without that option has
// its own start.

/// main() by its name in the object file: C++ lets nobody call it by the other.
extern "C" int program_main(int argc, char** argv) asm("main");

namespace {

/// In bytes of UTF-8, with the NUL. Halves of surrogate pairs, which names of files may have,
/// become U+FFFD.
std::size_t size_of(const wchar_t* text) {
    return static_cast<std::size_t>(
        WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr));
}

/// The list and its texts in one piece, which stays until the process ends; null for want of
/// memory.
char** make_utf8(std::size_t count, wchar_t** arguments) {
    std::size_t size = (count + 1) * sizeof(char*);
    for (std::size_t i = 0; i < count; ++i) size += size_of(arguments[i]);
    auto** const argv = static_cast<char**>(std::malloc(size));
    if (argv == nullptr) return nullptr;
    auto* text = reinterpret_cast<char*>(argv + count + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t room = size_of(arguments[i]);
        WideCharToMultiByte(CP_UTF8, 0, arguments[i], -1, text, static_cast<int>(room), nullptr,
                            nullptr);
        argv[i] = text;
        text += room;
    }
    argv[count] = nullptr;
    return argv;
}

}  // namespace

extern "C" int wmain(int argc, wchar_t** arguments) {
    char** const argv = make_utf8(static_cast<std::size_t>(argc), arguments);
    return argv == nullptr ? EXIT_FAILURE : program_main(argc, argv);
}
