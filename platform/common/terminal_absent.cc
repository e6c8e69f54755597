// SPDX-License-Identifier: MIT
#include "platform/terminal.h"

// For systems and builds that do not draw on terminals.

namespace mpdisc::platform {

bool terminal_available() {
    return false;
}

bool terminal_can_draw() {
    return false;
}

bool terminal_take() {
    return false;
}

void terminal_give_back() {}

PollEntry terminal_keys() {
    return {-1, false};
}

TerminalKey terminal_next_key() {
    return TerminalKey::end;
}

PollEntry terminal_room() {
    return {-1, false};
}

void terminal_suspend() {}

}  // namespace mpdisc::platform
