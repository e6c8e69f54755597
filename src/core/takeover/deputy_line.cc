// SPDX-License-Identifier: MIT
#include "core/takeover/deputy_line.h"

#include <utility>

namespace mpdisc::core {

void DeputyLine::open(const Endpoint& peer) {
    if (peer == peer_) return;
    peer_ = peer;
    port_ = 0;
    is_pending_ = true;
}

bool DeputyLine::take_action(Endpoint& peer) {
    peer = peer_;
    return std::exchange(is_pending_, false);
}

bool DeputyLine::is_pending() const {
    return is_pending_;
}

void DeputyLine::note_port(std::uint16_t port) {
    port_ = port;
}

std::uint16_t DeputyLine::port() const {
    return port_;
}

bool DeputyLine::is_from_peer(const Inbound& in) const {
    return in.channel == Channel::line && in.from == peer_;
}

}  // namespace mpdisc::core
