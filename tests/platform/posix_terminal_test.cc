// SPDX-License-Identifier: MIT
#include "platform/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "mpdisc/poll.h"
#include "platform/poller.h"
#include "platform/streams.h"
#include "program/signals.h"

namespace mpdisc::platform {
namespace {

bool is_ready(const PollEntry& entry) {
    return poll_ready({&entry, 1}) == 1;
}

/// A terminal as standard input and output.
class TerminalTest : public testing::Test {
   protected:
    void SetUp() override {
        master_ = posix_openpt(O_RDWR | O_NOCTTY);
        ASSERT_NE(master_, -1);
        ASSERT_EQ(grantpt(master_), 0);
        ASSERT_EQ(unlockpt(master_), 0);
        const int slave = open(ptsname(master_), O_RDWR | O_NOCTTY);
        ASSERT_NE(slave, -1);
        input_ = dup(STDIN_FILENO);
        output_ = dup(STDOUT_FILENO);
        dup2(slave, STDIN_FILENO);
        dup2(slave, STDOUT_FILENO);
        close(slave);
        setenv("TERM", "xterm", 1);
    }
    void TearDown() override {
        dup2(input_, STDIN_FILENO);
        dup2(output_, STDOUT_FILENO);
        close(input_);
        close(output_);
        if (master_ != -1) close(master_);
    }
    static termios modes() {
        termios modes{};
        EXPECT_EQ(tcgetattr(STDIN_FILENO, &modes), 0);
        return modes;
    }
    void type(const char* keys) {
        ASSERT_EQ(write(master_, keys, std::strlen(keys)), static_cast<ssize_t>(std::strlen(keys)));
    }
    void hang_up() {
        close(master_);
        master_ = -1;
    }

    int master_ = -1;
    int input_ = -1;
    int output_ = -1;
};

TEST_F(TerminalTest, TellsWhetherItCanBeDrawnOn) {
    EXPECT_TRUE(terminal_can_draw());
    setenv("TERM", "dumb", 1);
    EXPECT_FALSE(terminal_can_draw());
    setenv("TERM", "xterm", 1);
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    EXPECT_FALSE(terminal_can_draw());
    EXPECT_FALSE(terminal_take());
}

TEST_F(TerminalTest, TellsItsSize) {
    const winsize size{24, 80, 0, 0};
    ASSERT_EQ(ioctl(master_, TIOCSWINSZ, &size), 0);
    EXPECT_EQ(terminal_size(StandardStream::output).columns, 80U);
    EXPECT_EQ(terminal_size(StandardStream::output).lines, 24U);
}

TEST_F(TerminalTest, GivesEachKeyAtOnce) {
    ASSERT_TRUE(terminal_take());
    EXPECT_FALSE(is_ready(terminal_keys()));
    EXPECT_EQ(terminal_next_key(), TerminalKey::none);
    type("xq\x03\x04\x1aQ");
    EXPECT_TRUE(is_ready(terminal_keys()));
    for (const TerminalKey key : {TerminalKey::other, TerminalKey::end, TerminalKey::end,
                                  TerminalKey::end, TerminalKey::suspend, TerminalKey::end}) {
        EXPECT_EQ(terminal_next_key(), key);
    }
    EXPECT_EQ(terminal_next_key(), TerminalKey::none);
    hang_up();
    EXPECT_EQ(terminal_next_key(), TerminalKey::end);
    terminal_give_back();
}

TEST_F(TerminalTest, ChangesModesUntilItIsGivenBack) {
    ASSERT_NE(modes().c_lflag & ECHO, 0U);
    const termios before = modes();
    ASSERT_TRUE(terminal_take());
    EXPECT_EQ(modes().c_lflag & (ECHO | ICANON | ISIG), 0U);
    terminal_give_back();
    EXPECT_EQ(modes().c_lflag, before.c_lflag);
    EXPECT_EQ(modes().c_iflag, before.c_iflag);
}

TEST_F(TerminalTest, TellsWhenThereIsRoomAgain) {
    ASSERT_TRUE(terminal_take());
    // The test ends only if a full terminal has no room, and one that was read has some.
    while (is_ready(terminal_room())) (void)try_write(StandardStream::output, "x");
    char read_text[4096];
    while (!is_ready(terminal_room())) {
        if (!is_ready({master_, false})) continue;
        ASSERT_GT(read(master_, read_text, sizeof read_text), 0);
    }
    terminal_give_back();
}

TEST(ScreenSignals, TellThatTheTerminalHasAnotherSize) {
    SignalWatch signals;
    ASSERT_TRUE(signals.open(SignalSet::screen));
    raise(SIGWINCH);
    EXPECT_EQ(signals.next(), Signal::resize);
    raise(SIGTERM);
    EXPECT_EQ(signals.next(), Signal::terminate);
}

}  // namespace
}  // namespace mpdisc::platform
