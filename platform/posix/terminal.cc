// SPDX-License-Identifier: MIT
#include "platform/terminal.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "platform/poller.h"
#include "platform/streams.h"

namespace mpdisc::platform {
namespace {

constexpr unsigned char control(char letter) {
    return static_cast<unsigned char>(letter & 0x1f);
}

/// The modes before terminal_take().
termios original;

TerminalKey meaning_of(unsigned char byte) {
    switch (byte) {
        case 'q':
        case 'Q':
        case control('C'):
        case control('D'):
            return TerminalKey::end;
        case control('Z'):
            return TerminalKey::suspend;
        default:
            return TerminalKey::other;
    }
}

}  // namespace

bool terminal_available() {
    return true;
}

bool terminal_can_draw() {
    // What has colours has the other escape sequences of ECMA-48, too.
    return isatty(STDIN_FILENO) == 1 && enable_colours(StandardStream::output);
}

bool terminal_take() {
    if (tcgetattr(STDIN_FILENO, &original) != 0) return false;
    termios modes = original;
    modes.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL);
    modes.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG | IEXTEN);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    // In the background this stops the program until it is in the foreground.
    return tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0;
}

void terminal_give_back() {
    // A shell that has put this program into the background has set its own modes. There is no
    // group in the foreground if another session has the terminal, or none.
    const pid_t foreground = tcgetpgrp(STDIN_FILENO);
    const bool is_ours = foreground == -1 || foreground == getpgrp();
    if (is_ours) tcsetattr(STDIN_FILENO, TCSANOW, &original);
}

PollEntry terminal_keys() {
    return {STDIN_FILENO, false};
}

TerminalKey terminal_next_key() {
    const PollEntry keys = terminal_keys();
    if (poll_ready({&keys, 1}) == 0) return TerminalKey::none;
    unsigned char byte = 0;
    const ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 1) return meaning_of(byte);
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? TerminalKey::none : TerminalKey::end;
}

PollEntry terminal_room() {
    // What waits for a connection waits for room to write.
    return {.handle = STDOUT_FILENO, .is_socket = false, .is_connecting = true};
}

void terminal_suspend() {
    kill(0, SIGTSTP);
}

}  // namespace mpdisc::platform
