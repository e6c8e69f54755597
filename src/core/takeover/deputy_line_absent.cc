// SPDX-License-Identifier: MIT
#include "core/takeover/deputy_line.h"

// For builds without a line between primary and deputy. Other providers see no difference to a
// system that cannot open such a socket.

namespace mpdisc::core {

void DeputyLine::open(const Endpoint&) {}

bool DeputyLine::take_action(Endpoint&) {
    return false;
}

bool DeputyLine::is_pending() const {
    return false;
}

void DeputyLine::note_port(std::uint16_t) {}

std::uint16_t DeputyLine::port() const {
    return 0;
}

bool DeputyLine::is_from_peer(const Inbound&) const {
    return false;
}

}  // namespace mpdisc::core
