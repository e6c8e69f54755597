// SPDX-License-Identifier: MIT
#include <cerrno>

#include "mpdisc/expects.h"
#include "program/command.h"

// For builds that cannot run commands. Their programs do not call start().

namespace mpdisc {

bool command_available() {
    return false;
}

Command::~Command() {
    expects(child_.process == -1);
}

int Command::start(char* const[], const ChildOptions&) {
    return ENOSYS;
}

bool Command::ended(int&) {
    return false;
}

void Command::send(Signal) {}

void Command::kill() {}

void Command::reap_others() {}

}  // namespace mpdisc
