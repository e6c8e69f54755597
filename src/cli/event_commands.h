// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "cli/event_queue.h"
#include "cli/options.h"
#include "cli/poll_set.h"
#include "mpdisc/watch_event.h"
#include "program/command.h"

namespace mpdisc::cli {

/// Runs a command for each event of a watch, in the order of EventQueue. The service is in the
/// environment of the command. No shell is involved, unless the command is one. Its input is empty.
class EventCommands {
   public:
    /// `command` is a program and its arguments, with a null pointer after them.
    explicit EventCommands(Arguments command) : command_(command) {}

    /// Whether add() may be called.
    [[nodiscard]] bool has_room() const { return queue_.has_room(); }
    /// Takes an event. One without a service is ignored. `time` may be empty.
    void add(const WatchEvent& event, std::string_view time);
    /// Starts the commands that may run now. Writes a line to stderr for each one that could not be
    /// started.
    void start_next();
    /// Takes note of the commands that have ended. Writes a line to stderr for each one that
    /// failed.
    void note_ended();
    [[nodiscard]] bool has_running() const;
    /// Adds what becomes readable when a command ends.
    void add_poll_entries(PollSet& set) const;

   private:
    struct Running {
        std::optional<Command> command;
        EventQueue::Job* job = nullptr;
    };

    void start(Running& slot, EventQueue::Job& job);
    [[nodiscard]] Running& free_slot();

    Arguments command_;
    EventQueue queue_;
    std::array<Running, EventQueue::running_max> running_;
};

}  // namespace mpdisc::cli
