// SPDX-License-Identifier: MIT
#include "cli/program.h"

#include <cerrno>

#include "cli/escape.h"
#include "cli/exit_code.h"
#include "cli/result_output.h"
#include "mpdisc/version.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

constinit bool waits_for_stderr = true;

void write_to_stderr(std::string_view text) {
    const auto write = waits_for_stderr ? write_all : try_write;
    static_cast<void>(write(StandardStream::error, text));
}

/// Writes `PROGRAM: text` to stderr; ignores errors, which could be reported nowhere. Without
/// memory for the line, or for the text, which is then empty, writes "out of memory" and returns
/// false.
bool write_error(std::string_view program, std::string_view text) {
    TextBuffer line;
    line.append(program).append(": ").append(text).append("\n");
    const bool is_whole = line.ok() && !text.empty();
    if (!is_whole) write_to_stderr(program);
    write_to_stderr(is_whole ? line.view() : ": out of memory\n");
    return is_whole;
}

}  // namespace

int finish_early(std::string_view program, Parsed parsed, TextBuffer& message) {
    if (parsed == Parsed::show) return write_result(message, program) ? exit_ok : exit_system;
    if (parsed == Parsed::usage_error) {
        message.append("\nTry '").append(program).append(" --help'.");
    }
    return end_with_error(program, message, exit_usage);
}

void print_error(std::string_view program, std::string_view text) {
    static_cast<void>(write_error(program, text));
}

void never_wait_for_stderr() {
    waits_for_stderr = false;
}

int end_with_error(std::string_view program, const TextBuffer& text, int exit_code) {
    return write_error(program, text.view()) ? exit_code : exit_system;
}

void append_version(TextBuffer& out, std::string_view program) {
    out.append(program).append(" " MPDISC_VERSION "\n");
}

void append_bad_value(TextBuffer& out, const char* what, std::string_view value,
                      std::string_view reason) {
    out.append("bad ").append(what).append(" ");
    append_cited(out, value);
    out.append(": ").append(reason);
}

void append_position(TextBuffer& out, std::string_view file_name, std::size_t line) {
    append_escaped(out, file_name);
    out.append(":").append_number(line);
    out.append(": ");
}

int explain_open_error(TextBuffer& out, OpenError error, int system_error,
                       std::string_view interface_name) {
    out.append(to_text(error));
    if (error == OpenError::unknown_interface) {
        out.append(": ");
        append_cited(out, interface_name);
    }
    if (system_error != 0) out.append(": ").append(system_error_text(system_error).view());

    const bool by_user = error == OpenError::unknown_interface || error == OpenError::bad_option;
    return by_user ? exit_usage : exit_system;
}

int explain_start_error(TextBuffer& out, std::string_view command, int error) {
    out.append("cannot run ");
    append_cited(out, command);
    out.append(": ").append(system_error_text(error).view());
    // ENOENT has the same value on Windows.
    return error == ENOENT ? exit_no_command : exit_cannot_run;
}

}  // namespace mpdisc::cli
