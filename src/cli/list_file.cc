// SPDX-License-Identifier: MIT
#include "cli/list_file.h"

#include <algorithm>
#include <cerrno>

#include "cli/escape.h"
#include "cli/program.h"
#include "cli/variable.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {

int ListFile::write(const TextBuffer& text) {
    if (!text.ok()) return ENOMEM;
    if (written_.is_known && written_.text.view() == text.view()) return 0;
    if (const int error = replace_file(arguments_.output.data(), text.view()); error != 0) {
        return error;
    }
    written_.text.clear();
    written_.text.append(text.view());
    written_.is_known = written_.text.ok();
    if (arguments_.on_update != nullptr) command_due_us_ = 0;
    return 0;
}

void ListFile::report(int error) const {
    TextBuffer message;
    message.append("cannot write ");
    append_cited(message, arguments_.output.data());
    message.append(": ").append(system_error_text(error).view());
    print_error(probe_program, message.view());
}

void ListFile::process(TimeUs now_us) {
    note_end(now_us);
    if (!command_ && command_due_us_ <= now_us) start_command(now_us);
}

void ListFile::note_end(TimeUs now_us) {
    int exit_code = 0;
    if (!command_ || !command_->ended(exit_code)) return;
    const int signal = command_->ending_signal();
    // At the end of its time only the shell gets a signal. Its programs have to end, too.
    if (signal != 0) command_->kill();
    command_.reset();
    if (exit_code == 0) {
        pause_us_ = pause_min_us;
        return;
    }
    const auto number = static_cast<unsigned>(signal == 0 ? exit_code : signal);
    report_command(signal == 0 ? " exited with status " : " was killed by signal ",
                   NumberText(number).view());
    retry(now_us);
}

void ListFile::start_command(TimeUs now_us) {
    command_due_us_ = never_us;
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
    retry(now_us);
}

/// A write that came meanwhile has made the command due at once.
void ListFile::retry(TimeUs now_us) {
    command_due_us_ = std::min(command_due_us_, now_us + pause_us_);
    pause_us_ = std::min(2 * pause_us_, pause_max_us);
}

void ListFile::report_command(const char* what, std::string_view how) const {
    TextBuffer message;
    message.append("the command ");
    append_cited(message, arguments_.on_update);
    message.append(what).append(how);
    print_error(probe_program, message.view());
}

}  // namespace mpdisc::cli
