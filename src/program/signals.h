// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/expects.h"
#include "platform/signals.h"

namespace mpdisc {

using platform::end_by_signal;
using platform::exit_on_stop_signals;
using platform::has_terminal;
using platform::hold_hangup;
using platform::ignore_children;
using platform::ignore_closed_pipes;
using platform::Signal;
using platform::SignalSet;

/// Turns the process's signals into a readable descriptor. At most one is open in a process.
class SignalWatch {
   public:
    SignalWatch() = default;
    ~SignalWatch() { close(); }
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// Installs the signal handlers, see platform::signals_open(). False if another watch is open,
    /// or the system refuses.
    [[nodiscard]] bool open(SignalSet set = SignalSet::stop) {
        expects(!open_);
        open_ = platform::signals_open(set);
        return open_;
    }
    void close() {
        if (open_) platform::signals_close();
        open_ = false;
    }
    [[nodiscard]] PollEntry poll_entry() const {
        return open_ ? platform::signals_poll_entry() : PollEntry{};
    }
    /// The next signal that has come; `none` if there is none.
    [[nodiscard]] Signal next() { return open_ ? platform::signals_next() : Signal::none; }

   private:
    bool open_ = false;
};

}  // namespace mpdisc
