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

void ignore_children() {
    platform::signals_ignore_children();
}

bool has_terminal() {
    return platform::has_terminal();
}

void end_by_signal(int number) {
    platform::end_by_signal(number);
}

void raise_descriptor_limit() {
    platform::raise_descriptor_limit();
}

}  // namespace mpdisc
