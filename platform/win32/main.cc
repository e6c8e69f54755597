// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <cwchar>

#include "platform/win32/system.h"

// The programs take their arguments in UTF-8. Windows would give them to main() in the code page of
// the user, with a question mark for each character that it lacks. So the programs are linked with
// -municode, which starts wmain() here, and wmain() calls main(). A program that only uses the
// library has its own start.

/// main() under its name in the object file, since C++ forbids to call it as main().
extern "C" int program_main(int argc, char** argv) asm("main");

namespace {

/// The size in bytes of UTF-8, with the NUL. A half of a surrogate pair, which the name of a file
/// may have, becomes U+FFFD.
std::size_t size_of(const wchar_t* text) {
    return static_cast<std::size_t>(
        WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr));
}

/// The list and its texts in one block, which stays until the process ends. Null if memory is
/// short.
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
