// SPDX-License-Identifier: MIT
#include "cli/result_output.h"

#include <cerrno>

#include "cli/program.h"
#include "program/console.h"

namespace mpdisc::cli {

bool write_result(TextBuffer& text, std::string_view program) {
    if (!text.ok()) {
        print_error(program, out_of_memory);
        return false;
    }
    errno = 0;
    const bool written = write_all(StandardStream::output, text.view());
    text.clear();
    // errno is 0 on systems where writing does not set it. The error may be EPIPE, so no message.
    if (!written && errno != 0 && errno != EPIPE) print_error(program, "cannot write to stdout");
    return written;
}

}  // namespace mpdisc::cli
