// SPDX-License-Identifier: MIT
// Signals that a process sends to itself. On Windows these do not leave the C library.
#include <gtest/gtest.h>

#include <csignal>

#include "child.h"
#include "peer.h"

namespace mpdisc::platform {
namespace {

volatile std::sig_atomic_t handled = 0;

void count_signal(int) {
    handled = handled + 1;
}

TEST(PosixSignals, BecomeReadable) {
    SignalWatch signals;
    ASSERT_TRUE(signals.open());
    EXPECT_EQ(signals.next(), Signal::none);
    std::raise(SIGTERM);
    EXPECT_TRUE(becomes_readable(signals.poll_entry()));
    EXPECT_EQ(signals.next(), Signal::terminate);
    EXPECT_EQ(signals.next(), Signal::none);
}

TEST(PosixSignals, ArriveInOrder) {
    SignalWatch signals;
    ASSERT_TRUE(signals.open());
    std::raise(SIGINT);
    std::raise(SIGTERM);
    std::raise(SIGINT);
    EXPECT_EQ(signals.next(), Signal::interrupt);
    EXPECT_EQ(signals.next(), Signal::terminate);
    EXPECT_EQ(signals.next(), Signal::interrupt);
    EXPECT_EQ(signals.next(), Signal::none);
}

TEST(PosixSignals, AHangupOfTheStartIsHeld) {
    hold_hangup();
    std::raise(SIGHUP);
    SignalWatch signals;
    ASSERT_TRUE(signals.open());
    EXPECT_EQ(signals.next(), Signal::hangup);
    std::raise(SIGHUP);
    EXPECT_EQ(signals.next(), Signal::hangup);
    EXPECT_EQ(signals.next(), Signal::none);
}

TEST(PosixSignals, AHangupThatTheParentBlockedStaysBlocked) {
    sigset_t hangup;
    sigemptyset(&hangup);
    sigaddset(&hangup, SIGHUP);
    sigprocmask(SIG_BLOCK, &hangup, nullptr);
    {
        hold_hangup();
        SignalWatch signals;
        ASSERT_TRUE(signals.open());
        std::raise(SIGHUP);
        EXPECT_EQ(signals.next(), Signal::none);
        sigprocmask(SIG_UNBLOCK, &hangup, nullptr);
        EXPECT_EQ(signals.next(), Signal::hangup);
    }
}

TEST(PosixSignals, IgnoredOnesStayIgnored) {
    const auto original = std::signal(SIGINT, SIG_IGN);
    {
        SignalWatch signals;
        ASSERT_TRUE(signals.open());
        std::raise(SIGINT);
        EXPECT_EQ(signals.next(), Signal::none);
    }
    std::raise(SIGINT);
    std::signal(SIGINT, original);
}

TEST(PosixSignals, HandlersAreRestored) {
    const auto original = std::signal(SIGTERM, count_signal);
    handled = 0;
    {
        SignalWatch signals;
        ASSERT_TRUE(signals.open());
        std::raise(SIGTERM);
        EXPECT_EQ(handled, 0);
    }
    std::raise(SIGTERM);
    EXPECT_EQ(handled, 1);
    std::signal(SIGTERM, original);
}

TEST(PosixSignals, CanBeWatchedAgain) {
    for (int round = 0; round < 3; ++round) {
        SignalWatch signals;
        ASSERT_TRUE(signals.open());
        EXPECT_EQ(signals.next(), Signal::none);
        std::raise(SIGTERM);
        EXPECT_EQ(signals.next(), Signal::terminate);
    }
}

TEST(PosixSignals, OnlyOneWatchCanBeOpen) {
    SignalWatch first;
    SignalWatch second;
    ASSERT_TRUE(first.open());
    EXPECT_FALSE(second.open());
    second.close();
    std::raise(SIGTERM);
    EXPECT_EQ(first.next(), Signal::terminate);
}

TEST(PosixChild, GetsTheGivenSignal) {
    Peer parent;
    ASSERT_TRUE(parent.open_on_loopback(Family::ipv4));
    for (const Signal signal : {Signal::interrupt, Signal::terminate, Signal::hangup}) {
        Command command;
        const std::string port = std::to_string(parent.socket.port());
        ASSERT_EQ(start_child(command, {"await-signal", port}), 0);
        EXPECT_EQ(parent.receive_one().text, "ready");
        command.send(signal);
        EXPECT_EQ(await_end(command), 100 + static_cast<int>(signal));
    }
}

}  // namespace
}  // namespace mpdisc::platform
