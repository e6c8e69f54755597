// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "mpdisc/watch_event.h"
#include "program/command.h"

namespace mpdisc::cli {

/// Events for which a command is to run, and those for which one runs now. It decides the order.
/// While an event of a service runs, or waits, the later ones of this service become one that
/// waits, with the last state. The event that waits longest comes first. Events do not run side by
/// side if they are of one service, or of services that one host offers by the same name and type:
/// a program that was started anew takes the place of its predecessor. If there is no room, and
/// running commands hold up all that waits, events of services of the same name may run side by
/// side. So a command that never ends does not hold up other services because many have the name of
/// its own.
///
/// The owner leaves events in the watch while there is no room here. The watch unites events of one
/// service, too.
class EventQueue {
   public:
    static constexpr std::size_t running_max = children_max;
    static constexpr std::size_t waiting_max = 64;
    static_assert(waiting_max > running_max,
                  "so that not all waiting events can be of services whose commands run");

    /// What tells one service from the others.
    struct ServiceKey {
        ProviderId provider;
        FixedString<limits::instance_name_max> name;
        FixedString<limits::service_type_max> type;

        friend bool operator==(const ServiceKey&, const ServiceKey&) = default;
    };

    enum class State : std::uint8_t { free, waiting, running };

    struct Job {
        State state = State::free;
        WatchEventType event = WatchEventType::added;
        ServiceKey service;
        /// The name of its host; empty if it is not known.
        FixedString<limits::host_name_max> host;
        /// The variables of the event (cli/watch_output.h).
        TextBuffer variables;
        /// Jobs are numbered in the order in which they began to wait.
        std::uint64_t number = 0;
    };

    /// Whether add() may be called.
    [[nodiscard]] bool has_room() const { return waiting_count_ < waiting_max; }
    /// `event` must have a service.
    void add(const WatchEvent& event, std::string_view time);
    /// The next job to run, which counts as running from now on. Null if there is none: nothing
    /// waits, or all that waits is held by running jobs, or `running_max` jobs run.
    [[nodiscard]] Job* start_next();
    /// To be called when the command of a running job has ended.
    void end(Job& job);

   private:
    [[nodiscard]] Job* find_waiting(const ServiceKey& service);
    using IsHeldBy = bool (*)(const Job& job, const Job& running);
    /// The job that waits longest and is held by no running job. Null if there is none.
    [[nodiscard]] Job* find_startable(IsHeldBy is_held_by);
    [[nodiscard]] Job& take_free();

    std::array<Job, waiting_max + running_max> jobs_;
    std::size_t waiting_count_ = 0;
    std::size_t running_count_ = 0;
    std::uint64_t next_number_ = 0;
};

}  // namespace mpdisc::cli
