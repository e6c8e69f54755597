// SPDX-License-Identifier: MIT
#include "mpdisc/process.h"

#include "mpdisc/expects.h"
#include "platform/child_process.h"
#include "platform/signals.h"

namespace mpdisc {

bool SignalWatch::open(SignalSet set) {
    expects(!open_);
    open_ = platform::signals_open(set);
    return open_;
}

void SignalWatch::close() {
    if (open_) platform::signals_close();
    open_ = false;
}

PollEntry SignalWatch::poll_entry() const {
    return open_ ? platform::signals_poll_entry() : PollEntry{};
}

Signal SignalWatch::next() {
    return open_ ? platform::signals_next() : Signal::none;
}

void ignore_closed_pipes() {
    platform::signals_ignore_closed_pipes();
}

void end_by_signal(int number) {
    platform::end_by_signal(number);
}

void raise_descriptor_limit() {
    platform::raise_descriptor_limit();
}

Command::~Command() {
    platform::ChildProcess child{watch_, process_};
    platform::child_release(child);
}

int Command::start(char* const argv[]) {
    expects(process_ == -1);
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

}  // namespace mpdisc
