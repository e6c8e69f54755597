// SPDX-License-Identifier: MIT
#include "tests/bench/watch/watcher.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "mpdisc/poll.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

/// Longer than any event takes, unless it is lost.
constexpr TimeUs patience_us = 20'000'000;

}  // namespace

Faults& Faults::operator+=(const Faults& other) {
    missing += other.missing;
    doubled += other.doubled;
    false_ones += other.false_ones;
    return *this;
}

void add_faults(Figures& figures, const Faults& faults) {
    const auto add = [&](const char* what, std::size_t count) {
        figures.add({what, {static_cast<double>(count)}, "", {Demand::Of::max_at_most, 0}, {}, {}});
    };
    add("events missing", faults.missing);
    add("events doubled", faults.doubled);
    add("events of what did not happen", faults.false_ones);
}

Watcher::Watcher(const std::vector<std::string>& command, Parse parse) : parse_(parse) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
    process_ = start_program(command, ends[1]);
    close(ends[1]);
    output_ = ends[0];
}

Watcher::~Watcher() {
    end_program(process_);
    if (output_ >= 0) close(output_);
}

bool Watcher::await_list(std::size_t count, TimeUs until_us) {
    is_expecting_any_ = true;
    const bool done = read_until([&] { return listed_.size() == count; }, until_us);
    is_expecting_any_ = false;
    return done;
}

TimeUs Watcher::await_event(const Event& event, TimeUs start_us) {
    return await_events({event}, start_us).front();
}

std::vector<TimeUs> Watcher::await_events(const std::vector<Event>& events, TimeUs start_us) {
    expected_.clear();
    for (const Event& event : events) expected_.push_back({event});
    (void)read_until(
        [&] {
            return std::all_of(expected_.begin(), expected_.end(),
                               [](const Expected& each) { return each.told_us != never_us; });
        },
        start_us + patience_us);
    std::vector<TimeUs> times;
    for (const Expected& each : expected_) {
        const bool was_told = each.told_us != never_us;
        if (!was_told) ++faults_.missing;
        times.push_back(was_told ? each.told_us - start_us : never_us);
    }
    expected_.clear();
    return times;
}

void Watcher::await_nothing(TimeUs duration_us) {
    (void)read_until([] { return false; }, monotonic_us() + duration_us);
}

bool Watcher::read_until(const std::function<bool()>& is_done, TimeUs until_us) {
    pollfd entry{output_, POLLIN, 0};
    while (!is_done()) {
        const TimeUs now_us = monotonic_us();
        if (now_us >= until_us) return false;
        if (poll(&entry, 1, static_cast<int>((until_us - now_us) / 1000) + 1) != 1) continue;
        std::array<char, 65'536> buffer;
        const ssize_t size = read(output_, buffer.data(), buffer.size());
        if (size <= 0) return false;
        add({buffer.data(), static_cast<std::size_t>(size)});
    }
    return true;
}

void Watcher::add(std::string_view text) {
    rest_ += text;
    std::size_t start = 0;
    for (std::size_t end; (end = rest_.find('\n', start)) != std::string::npos;) {
        take(parse_(std::string_view(rest_).substr(start, end - start)));
        start = end + 1;
    }
    rest_.erase(0, start);
}

void Watcher::take(const Event& event) {
    if (event.kind == Event::Kind::none) return;
    const bool was_listed = listed_.contains(event.service);
    if (event.kind == Event::Kind::added) listed_.insert(event.service);
    if (event.kind == Event::Kind::removed) listed_.erase(event.service);
    const auto place = std::find_if(expected_.begin(), expected_.end(), [&](const Expected& each) {
        return each.event == event && each.told_us == never_us;
    });
    if (was_listed == (event.kind == Event::Kind::added)) {
        ++faults_.doubled;
    } else if (place != expected_.end()) {
        place->told_us = monotonic_us();
    } else if (!is_expecting_any_) {
        ++faults_.false_ones;
    }
}

std::vector<std::string> watch_command(const std::string& probe,
                                       const std::vector<std::string>& options) {
    std::vector<std::string> command{probe, "--watch", "-f", "tsv"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
}

Event parse_tsv(std::string_view line) {
    const std::size_t end = line.find('\t');
    const std::string_view word = line.substr(0, end);
    const Event::Kind kind = word == "added"     ? Event::Kind::added
                             : word == "changed" ? Event::Kind::changed
                             : word == "removed" ? Event::Kind::removed
                                                 : Event::Kind::none;
    if (end == std::string_view::npos) return {};
    line.remove_prefix(end + 1);
    return {kind, std::string(line.substr(0, line.find('\t')))};
}

}  // namespace mpdisc::bench
