// SPDX-License-Identifier: MIT
#include "cli/list_file.h"

#include <cerrno>

#include "cli/escape.h"
#include "cli/program.h"
#include "cli/variable.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {

int ListFile::write(const TextBuffer& text) {
    if (!text.ok()) return ENOMEM;
    if (has_written_ && written_.view() == text.view()) return 0;
    if (const int error = replace_file(arguments_.output.data(), text.view()); error != 0) {
        return error;
    }
    written_.clear();
    written_.append(text.view());
    has_written_ = written_.ok();
    is_command_due_ = arguments_.on_update != nullptr;
    return 0;
}

void ListFile::report(int error) const {
    TextBuffer message;
    message.append("cannot write ");
    append_cited(message, arguments_.output.data());
    message.append(": ").append(system_error_text(error).view());
    print_error(probe_program, message.view());
}

void ListFile::process() {
    int exit_code = 0;
    if (command_ && command_->ended(exit_code)) {
        const int signal = command_->ending_signal();
        const auto number = static_cast<unsigned>(signal == 0 ? exit_code : signal);
        if (exit_code != 0) {
            report_command(signal == 0 ? " exited with status " : " was ended by signal ",
                           NumberText(number).view());
        }
        command_.reset();
    }
    if (is_command_due_ && !command_) start_command();
}

void ListFile::start_command() {
    is_command_due_ = false;
    TextBuffer variables;
    append_variable(variables, "OUTPUT", arguments_.output.data());
    // The texts stay as they are: execve() only declares that it might change them.
    char option[] = "-c";
    char* const argv[] = {const_cast<char*>(command_shell()), option,
                          const_cast<char*>(arguments_.on_update), nullptr};
    const int error = command_.emplace().start(
        argv, {variables.view(), variable_prefix, false, true, command_ms_max});
    if (error == 0) return;
    command_.reset();
    report_command(" could not be started: ", system_error_text(error).view());
}

void ListFile::report_command(const char* what, std::string_view how) const {
    TextBuffer message;
    message.append("the command ");
    append_cited(message, arguments_.on_update);
    message.append(what).append(how);
    print_error(probe_program, message.view());
}

}  // namespace mpdisc::cli
