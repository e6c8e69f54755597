// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "peer.h"

namespace mpdisc::platform {
namespace {

TEST(Interfaces, IncludeLoopback) {
    const std::vector<InterfaceAddress> all = all_interfaces();
    const auto loopback = std::find_if(all.begin(), all.end(), [](const InterfaceAddress& entry) {
        return entry.address == IpAddress::loopback(Family::ipv4);
    });
    ASSERT_NE(loopback, all.end());
    EXPECT_TRUE(loopback->is_loopback);
    EXPECT_NE(loopback->if_index, 0u);
    EXPECT_FALSE(loopback->if_name.empty());
    EXPECT_EQ(loopback->prefix_bits, 8);
}

TEST(Interfaces, AreConsistent) {
    for (const InterfaceAddress& entry : all_interfaces()) {
        SCOPED_TRACE(entry.if_name.view());
        EXPECT_NE(entry.if_index, 0u);
        EXPECT_FALSE(entry.if_name.empty());
        EXPECT_NE(entry.address.family, Family::any);
        EXPECT_LE(entry.prefix_bits, 8 * entry.address.raw().size());
        // A loopback address is on the loopback interface, which may have other addresses, too.
        EXPECT_TRUE(entry.is_loopback || !entry.address.is_loopback());
        if (entry.broadcast.family == Family::any) continue;
        EXPECT_EQ(entry.address.family, Family::ipv4);
        EXPECT_EQ(entry.broadcast.family, Family::ipv4);
        EXPECT_NE(entry.broadcast, entry.address);
        EXPECT_TRUE((Network{entry.address, entry.prefix_bits}.contains(entry.broadcast)));
    }
}

TEST(Interfaces, OwnAddressesCanBeBound) {
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.address.is_link_local()) continue;  // needs a scope
        SCOPED_TRACE(entry.if_name.view());
        UdpSocket socket;
        EXPECT_EQ(socket.open({.family = entry.address.family, .address = entry.address}),
                  SocketError::none);
    }
}

TEST(Interfaces, FillNoMoreThanTheRoom) {
    InterfaceList list;
    EXPECT_TRUE(list_interfaces({}, list));
    EXPECT_TRUE(list.addresses.empty() && list.routes.empty());
    EXPECT_TRUE(list.is_truncated);
    InterfaceAddress one;
    EXPECT_TRUE(list_interfaces({{&one, 1}, {}}, list));
    ASSERT_EQ(list.addresses.size(), 1u);
    EXPECT_EQ(list.addresses.data(), &one);
    EXPECT_NE(one.if_index, 0u);
}

TEST(Interfaces, MonitorIsSilentWithoutChanges) {
    InterfaceMonitor monitor;
    EXPECT_FALSE(monitor.is_open());
    if (!monitor.open()) GTEST_SKIP() << "this system tells of no changes";
    EXPECT_TRUE(monitor.is_open());
    InterfaceLosses losses;
    EXPECT_FALSE(monitor.changed(losses));
    const PollEntry entry = monitor.poll_entry();
    EXPECT_TRUE(poll_wait({&entry, 1}, 0));
    EXPECT_FALSE(monitor.changed(losses));
    EXPECT_FALSE(losses.any());
    monitor.close();
    EXPECT_FALSE(monitor.is_open());
    EXPECT_TRUE(monitor.open());
}

}  // namespace
}  // namespace mpdisc::platform
