// SPDX-License-Identifier: MIT
#include "platform/win32/command_line.h"

#include <cstdlib>
#include <cstring>

namespace mpdisc::platform {
namespace {

/// Each byte may need a backslash before it. Each argument needs two quotes and a blank.
std::size_t room_for(char* const argv[]) {
    std::size_t room = 1;
    for (; *argv != nullptr; ++argv) room += 2 * std::strlen(*argv) + 3;
    return room;
}

}  // namespace

CommandLine::CommandLine(char* const argv[])
    : text_(static_cast<char*>(std::malloc(room_for(argv)))) {
    if (text_ == nullptr) return;
    for (; *argv != nullptr; ++argv) {
        if (size_ != 0) add(' ');
        add_quoted(*argv);
    }
}

CommandLine::~CommandLine() {
    std::free(text_);
}

void CommandLine::add(char c, std::size_t times) {
    std::memset(text_ + size_, c, times);
    size_ += times;
}

// A backslash stands for itself unless a quote follows. Before a quote each backslash is doubled,
// and one more makes the quote part of the argument.
void CommandLine::add_quoted(const char* argument) {
    add('"');
    std::size_t backslashes = 0;
    for (; *argument != '\0'; ++argument) {
        if (*argument == '\\') {
            ++backslashes;
        } else {
            if (*argument == '"') add('\\', backslashes + 1);
            backslashes = 0;
        }
        add(*argument);
    }
    add('\\', backslashes);
    add('"');
}

}  // namespace mpdisc::platform
