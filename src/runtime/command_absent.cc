// SPDX-License-Identifier: MIT
#include <cerrno>

#include "mpdisc/expects.h"
#include "mpdisc/process.h"

// For builds that run no commands: nobody is to start one.

namespace mpdisc {

bool command_available() {
    return false;
}

Command::~Command() {
    expects(process_ == -1);
}

int Command::start(char* const[]) {
    return ENOSYS;
}

PollEntry Command::poll_entry() const {
    return {};
}

bool Command::ended(int&) {
    return false;
}

void Command::send(Signal) {}

void Command::reap_others() {}

}  // namespace mpdisc
