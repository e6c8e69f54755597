// SPDX-License-Identifier: MIT
#include "runtime/announcement_port.h"

namespace mpdisc::runtime {

platform::SocketError AnnouncementPort::open_one(platform::UdpSocket& socket, Family family) const {
    if (port_ == 0 || socket.is_open()) return platform::SocketError::none;
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    options.is_shared = true;
    const platform::SocketError error = socket.open(options);
    return error == platform::SocketError::unavailable ? platform::SocketError::none : error;
}

platform::SocketError AnnouncementPort::open() {
    const platform::SocketError of_v4 = open_one(v4_, Family::ipv4);
    const platform::SocketError of_v6 = open_one(v6_, Family::ipv6);
    return of_v4 != platform::SocketError::none ? of_v4 : of_v6;
}

bool AnnouncementPort::reserve() {
    return memberships_.reserve();
}

void AnnouncementPort::join_groups(std::span<const InterfaceAddress> interfaces) {
    memberships_.update(v6_, interfaces);
}

void AnnouncementPort::note_losses(const platform::InterfaceLosses& losses) {
    memberships_.note_losses(losses);
}

void AnnouncementPort::close() {
    v4_.close();
    v6_.close();
    memberships_.forget();
}

}  // namespace mpdisc::runtime
