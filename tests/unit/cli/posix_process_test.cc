// SPDX-License-Identifier: MIT
#include "mpdisc/poll.h"
#include "program/command.h"
#include "program/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

namespace mpdisc {
namespace {

TEST(SignalSets, CatchSignalsThatWouldEndTheProgram) {
    const struct {
        int number;
        Signal signal;
    } cases[] = {{SIGQUIT, Signal::quit}, {SIGUSR1, Signal::user1}, {SIGUSR2, Signal::user2}};
    SignalWatch signals;
    ASSERT_TRUE(signals.open(SignalSet::child));
    for (const auto& c : cases) {
        raise(c.number);
        EXPECT_EQ(signals.next(), c.signal);
    }
}

TEST(SignalSetsDeathTest, StopDoesNotCatchOtherSignals) {
    const auto quit_while_watching = [] {
        SignalWatch signals;
        if (signals.open(SignalSet::stop)) raise(SIGUSR1);
        _exit(0);
    };
    EXPECT_EXIT(quit_while_watching(), testing::KilledBySignal(SIGUSR1), "");
}

TEST(EndBySignalDeathTest, EndsTheProcessByThatSignal) {
    const auto end_while_watching = [](int number) {
        SignalWatch signals;
        if (signals.open(SignalSet::child)) end_by_signal(number);
    };
    for (const int number : {SIGTERM, SIGQUIT, SIGPIPE, SIGKILL, SIGSEGV}) {
        EXPECT_EXIT(end_while_watching(number), testing::KilledBySignal(number), "");
    }
}

TEST(Command, DistinguishesASignalFromAnExitCode) {
    const struct {
        const char* script;
        int exit_code;
        int signal_number;
    } cases[] = {{"exit 143", 143, 0}, {"kill -TERM $$", 143, SIGTERM}, {"exit 0", 0, 0}};
    for (const auto& c : cases) {
        std::string script(c.script);
        std::string shell = "sh";
        std::string option = "-c";
        const std::array<char*, 4> argv = {shell.data(), option.data(), script.data(), nullptr};
        Command command;
        ASSERT_EQ(command.start(argv.data()), 0);
        const PollEntry entry = command.poll_entry();
        int exit_code = -1;
        const TimeUs give_up_us = monotonic_us() + 10'000'000;
        while (!command.ended(exit_code) && monotonic_us() < give_up_us) {
            ASSERT_TRUE(wait({&entry, 1}, give_up_us));
        }
        EXPECT_EQ(exit_code, c.exit_code) << c.script;
        EXPECT_EQ(command.ending_signal(), c.signal_number) << c.script;
    }
}

TEST(ClosedPipesDeathTest, GiveAnErrorOnceTheirSignalIsIgnored) {
    const auto write_to_closed_pipe = [] {
        ignore_closed_pipes();
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) _exit(1);
        close(ends[0]);
        _exit(write(ends[1], "x", 1) == -1 && errno == EPIPE ? 0 : 2);
    };
    EXPECT_EXIT(write_to_closed_pipe(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace mpdisc
