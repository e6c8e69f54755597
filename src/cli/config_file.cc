// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/escape.h"

namespace mpdisc::cli {

namespace {

void explain(TextBuffer& message, const char* path, const char* reason) {
    message.append("cannot read ");
    append_cited(message, path);
    message.append(": ").append(reason);
}

/// Null, or why it can't be read.
const char* read_all(std::FILE* file, TextBuffer& out) {
    std::array<char, 4096> block;
    while (true) {
        const std::size_t size = std::fread(block.data(), 1, block.size(), file);
        out.append({block.data(), size});
        if (!out.ok()) return "out of memory";
        if (out.size() > config_file_bytes_max) return "it is larger than 1 MiB";
        if (size < block.size()) return std::ferror(file) != 0 ? std::strerror(errno) : nullptr;
    }
}

}  // namespace

bool read_config_file(const char* path, TextBuffer& out, TextBuffer& message) {
    std::FILE* file = std::fopen(path, "rb");
    if (file == nullptr) {
        explain(message, path, std::strerror(errno));
        return false;
    }
    const char* reason = read_all(file, out);
    if (reason != nullptr) explain(message, path, reason);
    static_cast<void>(std::fclose(file));
    return reason == nullptr;
}

}  // namespace mpdisc::cli
