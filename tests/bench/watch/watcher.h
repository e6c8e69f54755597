// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"
#include "tests/bench/support/figures.h"

namespace mpdisc::bench {

/// A line of a program that watches services.
struct Event {
    enum class Kind { none, added, changed, removed };
    Kind kind = Kind::none;
    std::string service;

    friend bool operator==(const Event&, const Event&) = default;
};

/// How often a program told something else than what happened.
struct Faults {
    std::size_t missing = 0;
    /// It contradicts what the program told before.
    std::size_t doubled = 0;
    /// Nothing of this kind happened.
    std::size_t false_ones = 0;

    Faults& operator+=(const Faults& other);
};
/// Adds them to the table. There must be none.
void add_faults(Figures& figures, const Faults& faults);

/// A running program that tells of services, and what it has told.
class Watcher {
   public:
    using Parse = Event (*)(std::string_view line);

    /// Starts it on this process's host.
    Watcher(const std::vector<std::string>& command, Parse parse);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    [[nodiscard]] pid_t process() const { return process_; }

    /// Reads until it lists so many services; false after `until_us`. Until then, no event is
    /// false.
    [[nodiscard]] bool await_list(std::size_t count, TimeUs until_us);
    /// Reads until it tells this; returns the time from `start_us` on, `never_us` if it does not
    /// tell in time. Each other event is false.
    [[nodiscard]] TimeUs await_event(const Event& event, TimeUs start_us);
    /// The same for several events, with the time of each.
    [[nodiscard]] std::vector<TimeUs> await_events(const std::vector<Event>& events,
                                                   TimeUs start_us);
    /// Reads what it tells in that time; each event is false.
    void await_nothing(TimeUs duration_us);

    [[nodiscard]] std::size_t listed() const { return listed_.size(); }
    [[nodiscard]] const Faults& faults() const { return faults_; }

   private:
    struct Expected {
        Event event;
        TimeUs told_us = never_us;
    };

    /// Reads until `is_done()`; false after `until_us`.
    [[nodiscard]] bool read_until(const std::function<bool()>& is_done, TimeUs until_us);
    void add(std::string_view text);
    void take(const Event& event);

    Parse parse_;
    int output_ = -1;
    pid_t process_ = 0;
    std::string rest_;
    std::set<std::string> listed_;
    bool is_expecting_any_ = true;
    std::vector<Expected> expected_;
    Faults faults_;
};

/// The command of a watch with these options, and its lines.
[[nodiscard]] std::vector<std::string> watch_command(const std::string& probe,
                                                     const std::vector<std::string>& options = {});
[[nodiscard]] Event parse_tsv(std::string_view line);

}  // namespace mpdisc::bench
