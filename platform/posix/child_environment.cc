// SPDX-License-Identifier: MIT
#include "platform/posix/child_environment.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

// POSIX says that programs declare it themselves.
extern char** environ;  // NOLINT(readability-redundant-declaration): not all systems declare it

namespace mpdisc::platform {
namespace {

bool is_hidden(const char* entry, std::string_view prefix) {
    return !prefix.empty() && std::strncmp(entry, prefix.data(), prefix.size()) == 0;
}

/// The most entries, with the null pointer at the end.
std::size_t room_for(std::string_view variables) {
    std::size_t room = 1;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) ++room;
    return room + static_cast<std::size_t>(std::ranges::count(variables, '\0'));
}

}  // namespace

ChildEnvironment::ChildEnvironment(const ChildOptions& options)
    : is_inherited_(options.variables.empty() && options.hidden_prefix.empty()) {
    if (is_inherited_) return;
    entries_ = static_cast<char**>(std::malloc(room_for(options.variables) * sizeof(char*)));
    if (entries_ == nullptr) return;
    std::size_t count = 0;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (!is_hidden(*entry, options.hidden_prefix)) entries_[count++] = *entry;
    }
    std::string_view rest = options.variables;
    while (!rest.empty()) {
        // execve() takes pointers to characters that may change, but changes none.
        entries_[count++] = const_cast<char*>(rest.data());
        rest.remove_prefix(std::strlen(rest.data()) + 1);
    }
    entries_[count] = nullptr;
}

ChildEnvironment::~ChildEnvironment() {
    std::free(entries_);
}

void ChildEnvironment::use() const {
    if (!is_inherited_) environ = entries_;
}

}  // namespace mpdisc::platform
