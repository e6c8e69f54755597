// SPDX-License-Identifier: MIT
#include <cerrno>

#include "mpdisc/expects.h"
#include "mpdisc/process.h"
#include "platform/child_process.h"

namespace mpdisc {

bool command_available() {
    return true;
}

Command::~Command() {
    platform::ChildProcess child{watch_, process_};
    platform::child_release(child);
}

int Command::start(char* const argv[]) {
    expects(process_ == -1);
    if (argv[0] == nullptr) return ENOENT;
    platform::ChildProcess child;
    const int error = platform::child_start(argv, child);
    watch_ = child.watch;
    process_ = child.process;
    return error;
}

PollEntry Command::poll_entry() const {
    return {watch_, false};
}

bool Command::ended(int& exit_code) {
    platform::ChildProcess child{watch_, process_};
    platform::ChildEnd end;
    const bool has_ended = platform::child_ended(child, end);
    watch_ = child.watch;
    process_ = child.process;
    if (!has_ended) return false;
    exit_code = end.exit_code;
    ending_signal_ = end.signal_number;
    return true;
}

void Command::send(Signal signal) {
    platform::child_send({watch_, process_}, signal);
}

void Command::reap_others() {
    platform::child_reap_others({watch_, process_});
}

}  // namespace mpdisc
