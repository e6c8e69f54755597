// SPDX-License-Identifier: MIT
#include "runtime/announcement_port.h"

// A minimal build only sends announcements, so its announcement port stays closed.

namespace mpdisc::runtime {

platform::SocketError AnnouncementPort::open() {
    return platform::SocketError::none;
}

bool AnnouncementPort::reserve() {
    return true;
}

void AnnouncementPort::join_groups(std::span<const InterfaceAddress>) {}
void AnnouncementPort::note_losses(const platform::InterfaceLosses&) {}
void AnnouncementPort::close() {}

}  // namespace mpdisc::runtime
