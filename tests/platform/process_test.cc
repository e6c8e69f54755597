// SPDX-License-Identifier: MIT
#include "program/command.h"
#include "program/signals.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "child.h"
#include "peer.h"

namespace mpdisc::platform {
namespace {

TEST(Command, IsAvailableInFullBuilds) {
    EXPECT_TRUE(command_available());
}

TEST(Signals, CanBeWatchedAgain) {
    for (int round = 0; round < 3; ++round) {
        SignalWatch signals;
        ASSERT_TRUE(signals.open());
        EXPECT_EQ(signals.next(), Signal::none);
    }
}

TEST(Signals, OnlyOneWatchCanBeOpen) {
    SignalWatch first;
    SignalWatch second;
    ASSERT_TRUE(first.open());
    EXPECT_FALSE(second.open());
    second.close();
    EXPECT_EQ(first.next(), Signal::none);
}

TEST(ChildProcess, TellsItsExitCode) {
    for (const int code : {0, 1, 42, 255}) {
        Command command;
        ASSERT_EQ(start_child(command, {"exit", std::to_string(code)}), 0);
        EXPECT_EQ(await_end(command), code);
        int again = -1;
        EXPECT_TRUE(command.ended(again));
        EXPECT_EQ(again, code);
    }
}

TEST(ChildProcess, GetsItsArgumentsUnchanged) {
    for (const std::string text :
         {"", " ", "a b", R"(")", R"(\)", R"(\\" \)", "*", "%PATH%", "^&|<>",
          "Gr\xc3\xb6\xc3\x9f"
          "e",
          "\xe5\xba\xa6", "\xf0\x9f\x98\x80"}) {
        Command command;
        ASSERT_EQ(start_child(command, {"is-hex-of", hex_of(text) + ":" + text}), 0);
        EXPECT_EQ(await_end(command), 0) << text;
    }
}

/// What a child finds in its environment: see child.cc.
int find_in_child(const ChildOptions& options, const std::string& entry) {
    Command command;
    EXPECT_EQ(start_child(command, {"has-variable", entry}, options), 0);
    return await_end(command);
}

TEST(ChildProcess, GetsTheGivenVariablesBesideThoseOfItsParent) {
    using namespace std::string_view_literals;
    const ChildOptions options = {"MPDISC_A=a b=c\0MPDISC_B=\0"sv, {}, true};
    EXPECT_EQ(find_in_child(options, "MPDISC_A=a b=c"), 0);
    EXPECT_NE(find_in_child(options, "MPDISC_B=other"), 0);
    EXPECT_EQ(find_in_child(options, "PATH=other"), 1);
    EXPECT_EQ(find_in_child({}, "PATH=other"), 1);
    EXPECT_EQ(find_in_child({}, "MPDISC_A=a b=c"), 2);
}

TEST(ChildProcess, DoesNotGetHiddenVariablesOfItsParent) {
    using namespace std::string_view_literals;
    static char ours[] = "MPDISC_OURS=x";
    ASSERT_EQ(putenv(ours), 0);
    EXPECT_EQ(find_in_child({}, ours), 0);
    const ChildOptions options = {"MPDISC_NEW=y\0"sv, "MPDISC_", true};
    EXPECT_EQ(find_in_child(options, ours), 2);
    EXPECT_EQ(find_in_child(options, "MPDISC_NEW=y"), 0);
    EXPECT_EQ(find_in_child(options, "PATH=other"), 1);
}

TEST(ChildProcess, HasAnEmptyInputIfAsked) {
    Command command;
    ASSERT_EQ(start_child(command, {"count-input", "1"}, {{}, {}, false}), 0);
    EXPECT_EQ(await_end(command), 0);
}

TEST(ChildProcess, StaysReadableOnceItHasEnded) {
    Command command;
    ASSERT_EQ(start_child(command, {"exit", "3"}), 0);
    ASSERT_EQ(await_end(command), 3);
    EXPECT_TRUE(becomes_readable(command.poll_entry()));
    EXPECT_TRUE(becomes_readable(command.poll_entry()));
}

TEST(ChildProcess, AMissingCommandDoesNotStart) {
    for (const char* const name : {"mpdisc-no-such-command", "./mpdisc-no-such-command", "/", ""}) {
        std::string text = name;
        char* argv[] = {text.data(), nullptr};
        Command command;
        EXPECT_NE(command.start(argv), 0) << name;
        EXPECT_NE(find_program(name), 0) << name;
        int exit_code = -1;
        EXPECT_FALSE(command.ended(exit_code));
        command.send(Signal::terminate);
    }
    char* none[] = {nullptr};
    Command command;
    EXPECT_NE(command.start(none), 0);
}

TEST(ChildProcess, OneThatWasNeverStartedIsHarmless) {
    Command command;
    int exit_code = -1;
    EXPECT_FALSE(command.ended(exit_code));
    command.send(Signal::terminate);
}

class ChildThatAnswers : public testing::Test {
   protected:
    void SetUp() override { ASSERT_TRUE(parent.open_on_loopback(Family::ipv4)); }

    std::string port() const { return std::to_string(parent.socket.port()); }
    /// Waits until a child sends "ready". Returns its endpoint.
    Endpoint await_ready() {
        const Received received = parent.receive_one();
        EXPECT_EQ(received.text, "ready");
        return received.from;
    }

    Peer parent;
};

TEST_F(ChildThatAnswers, RunsUntilItEnds) {
    Command command;
    ASSERT_EQ(start_child(command, {"await-word", port()}), 0);
    const Endpoint child = await_ready();
    int exit_code = -1;
    EXPECT_FALSE(command.ended(exit_code));
    EXPECT_EQ(parent.send(child, "end"), 1u);
    EXPECT_EQ(await_end(command), 0);
}

TEST_F(ChildThatAnswers, CanBeWaitedForTogetherWithSockets) {
    Command command;
    ASSERT_EQ(start_child(command, {"await-word", port()}), 0);
    const Endpoint child = await_ready();
    const PollEntry entries[] = {parent.socket.poll_entry(), command.poll_entry()};
    EXPECT_EQ(poll_ready(entries), 0u);

    Peer other;
    ASSERT_TRUE(other.open_on_loopback(Family::ipv4));
    EXPECT_EQ(other.send(parent.endpoint(), "hello"), 1u);
    EXPECT_TRUE(poll_wait(entries, UINT64_MAX));
    EXPECT_EQ(poll_ready(entries), 1u);
    EXPECT_EQ(parent.receive_one().text, "hello");

    EXPECT_EQ(parent.send(child, "end"), 1u);
    int exit_code = -1;
    while (!command.ended(exit_code)) ASSERT_TRUE(poll_wait(entries, UINT64_MAX));
    EXPECT_EQ(exit_code, 0);
    EXPECT_EQ(poll_ready(entries), 2u);
}

TEST_F(ChildThatAnswers, GetsSignals) {
    for (const Signal signal : {Signal::interrupt, Signal::terminate}) {
        Command command;
        ASSERT_EQ(start_child(command, {"await-signal", port()}), 0);
        await_ready();
        command.send(signal);
        const int code = await_end(command);
        // Windows asks in one way only, and ends a child that has no console.
        EXPECT_TRUE(code == 100 + static_cast<int>(signal) ||
                    code == 100 + static_cast<int>(Signal::terminate) || code == 128 + 15)
            << code;
        command.send(signal);  // it has ended
    }
}

TEST_F(ChildThatAnswers, EndsEvenIfItsOwnChildLives) {
    Command command;
    ASSERT_EQ(start_child(command, {"leave", port()}), 0);
    const Endpoint grandchild = await_ready();
    EXPECT_EQ(await_end(command), 9);
    EXPECT_EQ(parent.send(grandchild, "end"), 1u);
}

TEST_F(ChildThatAnswers, IsDistinguishedFromAnotherChild) {
    Command first;
    Command second;
    ASSERT_EQ(start_child(first, {"await-word", port()}), 0);
    const Endpoint child = await_ready();
    ASSERT_EQ(start_child(second, {"exit", "4"}), 0);
    EXPECT_EQ(await_end(second), 4);
    int exit_code = -1;
    EXPECT_FALSE(first.ended(exit_code));
    EXPECT_EQ(parent.send(child, "end"), 1u);
    EXPECT_EQ(await_end(first), 0);
}

TEST_F(ChildThatAnswers, GoesOnWhenItsCommandIsDestroyed) {
    Endpoint child;
    {
        Command command;
        ASSERT_EQ(start_child(command, {"await-word", port()}), 0);
        child = await_ready();
    }
    Command other;
    ASSERT_EQ(start_child(other, {"exit", "5"}), 0);
    EXPECT_EQ(await_end(other), 5);
    EXPECT_EQ(parent.send(child, "end"), 1u);
}

TEST_F(ChildThatAnswers, InheritsNoPort) {
    Peer ours;
    ASSERT_TRUE(ours.open_on_loopback(Family::ipv4));
    Command command;
    ASSERT_EQ(start_child(command, {"await-word", port()}), 0);
    const Endpoint child = await_ready();
    const Endpoint held = ours.endpoint();
    ours.socket.close();
    EXPECT_EQ(ours.open({.family = Family::ipv4, .address = held.address, .port = held.port}),
              SocketError::none);
    EXPECT_EQ(parent.send(child, "end"), 1u);
    EXPECT_EQ(await_end(command), 0);
}

}  // namespace
}  // namespace mpdisc::platform
