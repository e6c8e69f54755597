// SPDX-License-Identifier: MIT
#pragma once

#include "platform/terminal.h"

/// The terminal on which a program draws its whole screen. The contract is in platform/.
namespace mpdisc {

using platform::terminal_available;
using platform::terminal_can_draw;
using platform::terminal_suspend;
using platform::TerminalKey;

/// Has the terminal until it is closed.
class Terminal {
   public:
    Terminal() = default;
    ~Terminal() { close(); }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// False if the system refuses.
    [[nodiscard]] bool open() {
        open_ = platform::terminal_take();
        return open_;
    }
    void close() {
        if (open_) platform::terminal_give_back();
        open_ = false;
    }
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] PollEntry keys() const { return platform::terminal_keys(); }
    [[nodiscard]] TerminalKey next_key() { return platform::terminal_next_key(); }
    [[nodiscard]] PollEntry room() const { return platform::terminal_room(); }

   private:
    bool open_ = false;
};

}  // namespace mpdisc
