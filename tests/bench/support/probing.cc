// SPDX-License-Identifier: MIT
#include "tests/bench/support/probing.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <set>

#include "mpdisc/poll.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

/// Longer than any program here takes, unless it is stuck.
constexpr TimeUs patience_us = 30'000'000;

/// Waits for input or its end. False after `until_us`.
bool await_input(int descriptor, TimeUs until_us) {
    pollfd entry{descriptor, POLLIN, 0};
    for (TimeUs now_us; (now_us = monotonic_us()) < until_us;) {
        if (poll(&entry, 1, static_cast<int>((until_us - now_us) / 1000) + 1) == 1) return true;
    }
    return false;
}

/// Reads a program's lines as they come.
class Listing {
   public:
    Listing(ProbeRun& run, LineKey key) : run_(run), key_(key) {}

    /// False after `until_us`.
    bool read_all(int descriptor, TimeUs until_us) {
        std::array<char, 65'536> buffer;
        while (await_input(descriptor, until_us)) {
            const ssize_t size = read(descriptor, buffer.data(), buffer.size());
            if (size <= 0) return true;
            add({buffer.data(), static_cast<std::size_t>(size)}, day_clock_us());
            run_.found = seen_.size();
        }
        return false;
    }

   private:
    void add(std::string_view text, TimeUs now_us) {
        rest_ += text;
        std::size_t start = 0;
        for (std::size_t end; (end = rest_.find('\n', start)) != std::string::npos;) {
            add_line(std::string_view(rest_).substr(start, end - start), now_us);
            start = end + 1;
        }
        rest_.erase(0, start);
    }
    void add_line(std::string_view line, TimeUs now_us) {
        const std::string_view key = key_(line);
        if (key.empty()) return;
        if (seen_.emplace(key).second) {
            run_.last_found_us = now_us;
        } else {
            ++run_.doubled;
        }
    }

    ProbeRun& run_;
    LineKey key_;
    std::string rest_;
    std::set<std::string> seen_;
};

}  // namespace

ProbeRun run_finder(const std::vector<std::string>& command, LineKey key) {
    ProbeRun run;
    const TimeUs start_us = monotonic_us();
    run.start_us = day_clock_us();
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return run;
    const pid_t process = start_program(command, ends[1]);
    close(ends[1]);
    const bool has_ended = Listing(run, key).read_all(ends[0], start_us + patience_us);
    close(ends[0]);
    if (process != 0 && !has_ended) kill(process, SIGKILL);
    int state = 0;
    if (process != 0 && waitpid(process, &state, 0) == process && has_ended && WIFEXITED(state)) {
        run.exit_code = WEXITSTATUS(state);
    }
    run.duration_us = monotonic_us() - start_us;
    return run;
}

ProbeRun run_probe(const std::string& program, const std::vector<std::string>& options) {
    std::vector<std::string> command{program, "-f", "{name} {port}"};
    command.insert(command.end(), options.begin(), options.end());
    return run_finder(command, [](std::string_view line) { return line; });
}

void ProbeSeries::add(const ProbeRun& run, std::size_t count) {
    finds_all.push_back(run.found_exactly(count));
    durations.push_back(run.duration_us);
    if (finds_all.back()) return;
    std::fprintf(stderr, "a probe found %zu of %zu, %zu twice, in %llu ms, exit code %d\n",
                 run.found, count, run.doubled,
                 static_cast<unsigned long long>(run.duration_us / 1000), run.exit_code);
}

TimeUs day_clock_us() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return static_cast<TimeUs>(now.tv_sec) * 1'000'000 + static_cast<TimeUs>(now.tv_nsec) / 1000;
}

}  // namespace mpdisc::bench
