// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

#include <array>
#include <cerrno>
#include <cstdio>

#include "cli/escape.h"
#include "cli/program.h"
#include "mpdisc/console.h"

namespace mpdisc::cli {

namespace {

/// The file `path`, and what to tell of it.
struct Source {
    const char* path;
    TextBuffer& message;

    [[nodiscard]] bool refuse(std::string_view reason) const {
        message.append("cannot read ");
        append_cited(message, path);
        message.append(": ").append(reason);
        return false;
    }
    [[nodiscard]] bool refuse_for(int error) const {
        (void)refuse(system_error_text(error).view());
        if (error == ENOMEM) message.fail();
        return false;
    }
};

bool read_all(std::FILE* file, const Source& source, TextBuffer& out) {
    std::array<char, 4096> block;
    while (true) {
        const std::size_t size = std::fread(block.data(), 1, block.size(), file);
        out.append({block.data(), size});
        if (!out.ok()) return source.refuse_for(ENOMEM);
        if (out.size() > config_file_bytes_max) return source.refuse("it is larger than 1 MiB");
        if (size < block.size()) return std::ferror(file) == 0 || source.refuse_for(errno);
    }
}

}  // namespace

bool read_config_file(const char* path, TextBuffer& out, TextBuffer& message) {
    const Source source{path, message};
    std::FILE* file = std::fopen(path, "rb");
    if (file == nullptr) return source.refuse_for(errno);
    const bool is_read = read_all(file, source, out);
    static_cast<void>(std::fclose(file));
    return is_read;
}

}  // namespace mpdisc::cli
