// SPDX-License-Identifier: MIT
#include "tests/bench/support/probing.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <set>
#include <sstream>

#include "mpdisc/poll.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t size; (size = read(descriptor, buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
}

}  // namespace

ProbeRun run_probe(const std::string& program) {
    ProbeRun run;
    const TimeUs start_us = monotonic_us();
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return run;
    const pid_t process = start_program({program, "-l", "-f", "{name} {port}"}, ends[1]);
    close(ends[1]);
    std::istringstream lines(read_all(ends[0]));
    close(ends[0]);
    int state = 0;
    if (process != 0 && waitpid(process, &state, 0) == process && WIFEXITED(state)) {
        run.exit_code = WEXITSTATUS(state);
    }
    run.duration_us = monotonic_us() - start_us;

    std::set<std::string> seen;
    for (std::string line; std::getline(lines, line);) {
        if (!seen.insert(line).second) ++run.doubled;
    }
    run.found = seen.size();
    return run;
}

void ProbeSeries::add(const ProbeRun& run, std::size_t count) {
    finds_all.push_back(run.found_just(count));
    durations.push_back(run.duration_us);
    if (finds_all.back()) return;
    std::fprintf(stderr, "a probe found %zu of %zu, %zu twice, in %llu ms, exit code %d\n",
                 run.found, count, run.doubled,
                 static_cast<unsigned long long>(run.duration_us / 1000), run.exit_code);
}

}  // namespace mpdisc::bench
