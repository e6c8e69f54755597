// SPDX-License-Identifier: MIT
#include "program/command.h"

#include <cerrno>

#include "mpdisc/expects.h"

namespace mpdisc {

bool command_available() {
    return true;
}

Command::~Command() {
    platform::child_release(child_);
}

int Command::start(char* const argv[], const ChildOptions& options) {
    expects(child_.process == -1);
    return argv[0] == nullptr ? ENOENT : platform::child_start(argv, options, child_);
}

bool Command::ended(int& exit_code) {
    platform::ChildEnd end;
    if (!platform::child_ended(child_, end)) return false;
    exit_code = end.exit_code;
    ending_signal_ = end.signal_number;
    return true;
}

void Command::send(Signal signal) {
    platform::child_send(child_, signal);
}

void Command::kill() {
    platform::child_kill(child_);
}

void Command::reap_others() {
    platform::child_reap_others();
}

}  // namespace mpdisc
