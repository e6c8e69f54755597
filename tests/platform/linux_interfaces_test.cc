// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "forked.h"
#include "linux_network.h"
#include "mpdisc/limits.h"
#include "mpdisc/text.h"
#include "platform/interfaces.h"
#include "platform/linux/partial_list.h"

namespace mpdisc::platform {
namespace {

IpAddress ip(std::string_view text) {
    IpAddress address;
    EXPECT_TRUE(parse_address(text, address)) << text;
    return address;
}

/// The list of the system, with its memory.
class Listed {
   public:
    Listed() { EXPECT_TRUE(list_interfaces({addresses_, routes_}, list)); }

    [[nodiscard]] const InterfaceAddress* find(std::string_view address) const {
        const auto found =
            std::ranges::find(list.addresses, ip(address), &InterfaceAddress::address);
        return found == list.addresses.end() ? nullptr : &*found;
    }
    [[nodiscard]] bool has_route(std::string_view network) const {
        Network wanted;
        EXPECT_TRUE(parse_network(network, wanted)) << network;
        return std::ranges::find(list.routes, wanted, &OnLinkRoute::network) != list.routes.end();
    }

    InterfaceList list;

   private:
    std::vector<InterfaceAddress> addresses_{limits::interface_addresses_max};
    std::vector<OnLinkRoute> routes_{limits::on_link_routes_max};
};

/// Runs `ip` commands, one in each line.
bool ip_batch(const std::string& commands) {
    const std::string path = testing::TempDir() + "mpdisc_ip_" + std::to_string(getpid());
    std::ofstream(path) << commands;
    const int result = std::system(("ip -batch " + path).c_str());
    unlink(path.c_str());
    return result == 0;
}

/// Runs `check` in its own network, with the loopback interface up, after these commands.
void in_network(const std::string& commands, const std::function<void()>& check) {
    constexpr int not_permitted = 77;
    const int code = run_forked([&] {
        if (!enter_own_network()) return not_permitted;
        EXPECT_TRUE(ip_batch("link set lo up\n" + commands));
        check();
        std::fflush(nullptr);
        return testing::Test::HasFailure() ? 1 : 0;
    });
    if (code == not_permitted) GTEST_SKIP() << "this user may make no networks";
    EXPECT_EQ(code, 0);
}

/// Two connected interfaces, NAME and NAME-.
std::string cable(const std::string& name) {
    const std::string other = name + "-";
    return "link add " + name + " type veth peer name " + other + "\nlink set " + name +
           " up\nlink set " + other + " up\n";
}

TEST(LinuxInterfaces, AddressesHavePeersAndFlags) {
    in_network(cable("d0") +
                   "address add 10.8.0.6 peer 10.8.0.5 dev d0\n"
                   "address add 192.0.2.1/24 dev d0 label d0vip\n"
                   "address add 192.0.2.9/24 dev d0 preferred_lft 0 valid_lft 300\n"
                   "address add 10.0.0.0/31 dev d0\n"
                   "address add 2001:db8::6 peer 2001:db8::5 dev d0 nodad\n"
                   "address add 2001:db8::9/64 dev d0 nodad preferred_lft 0 valid_lft 300\n",
               [] {
                   const Listed all;
                   const InterfaceAddress* entry = all.find("10.8.0.6");
                   ASSERT_NE(entry, nullptr);
                   EXPECT_EQ(entry->peer, ip("10.8.0.5"));
                   EXPECT_EQ(entry->prefix_bits, 32);
                   EXPECT_EQ(entry->broadcast, IpAddress{});
                   entry = all.find("2001:db8::6");
                   ASSERT_NE(entry, nullptr);
                   EXPECT_EQ(entry->peer, ip("2001:db8::5"));
                   entry = all.find("192.0.2.1");
                   ASSERT_NE(entry, nullptr);
                   EXPECT_EQ(entry->if_name.view(), "d0");
                   EXPECT_EQ(entry->peer, IpAddress{});
                   EXPECT_EQ(entry->broadcast, ip("192.0.2.255"));
                   EXPECT_FALSE(entry->is_deprecated);
                   entry = all.find("10.0.0.0");
                   ASSERT_NE(entry, nullptr);
                   EXPECT_EQ(entry->broadcast, IpAddress{});
                   for (const char* old : {"192.0.2.9", "2001:db8::9"}) {
                       entry = all.find(old);
                       ASSERT_NE(entry, nullptr) << old;
                       EXPECT_TRUE(entry->is_deprecated);
                   }
                   EXPECT_FALSE(all.list.is_truncated || all.list.is_partial);
               });
}

TEST(LinuxInterfaces, OnlyOnLinkRoutesAreListed) {
    in_network(cable("d0") +
                   "address add 192.0.2.1/24 dev d0\n"
                   "address add 2001:db8::1/128 dev d0 nodad\n"
                   "route add 10.0.0.1 dev d0\n"
                   "route add 10.1.0.0/16 dev d0 table 77\n"
                   "route add 192.0.2.128/25 dev d0\n"
                   "route add 10.2.0.0/16 via 192.0.2.2\n"
                   "route add default dev d0\n"
                   "route add unreachable 10.3.0.0/16\n"
                   "route add 2001:db8::/64 dev d0\n"
                   "route add 2001:db8:1::/64 via 2001:db8::2\n"
                   "route add default dev d0 table 78\n",
               [] {
                   const Listed all;
                   EXPECT_TRUE(all.has_route("10.0.0.1/32"));
                   EXPECT_TRUE(all.has_route("10.1.0.0/16"));
                   EXPECT_TRUE(all.has_route("2001:db8::/64"));
                   EXPECT_EQ(all.list.routes.size(), 3u) << "one is implied, others are elsewhere";
               });
}

TEST(LinuxInterfaces, PortsAreLeftOutButNotMembersOfAVrf) {
    in_network(cable("port") + cable("in-vrf") +
                   "link add br0 type bridge\nlink set br0 up\nlink set port master br0\n"
                   "address add 192.0.2.1/24 dev port\naddress add 192.0.2.2/24 dev br0\n"
                   "address add 198.51.100.1/24 dev in-vrf\n",
               [] {
                   // Not every kernel has VRFs.
                   (void)ip_batch(
                       "link add red type vrf table 10\nlink set red up\n"
                       "link set in-vrf master red\n");
                   const Listed all;
                   EXPECT_EQ(all.find("192.0.2.1"), nullptr);
                   EXPECT_NE(all.find("192.0.2.2"), nullptr);
                   EXPECT_NE(all.find("198.51.100.1"), nullptr);
               });
}

TEST(LinuxInterfaces, EachGetsItsShareOfTheRoom) {
    std::string commands = cable("d0") + "address add 192.0.2.1/24 dev d0\n";
    for (std::size_t i = 0; i < limits::interface_addresses_max + 88; ++i) {
        commands += "address add 10.9." + std::to_string(i / 250) + "." + std::to_string(i % 250) +
                    "/32 dev lo\n";
    }
    in_network(commands, [] {
        const Listed all;
        EXPECT_EQ(all.list.addresses.size(), limits::interface_addresses_max);
        EXPECT_TRUE(all.list.is_truncated);
        EXPECT_NE(all.find("192.0.2.1"), nullptr);
        // The share of the interface with many addresses comes first, the rest of its addresses
        // last.
        const auto at = static_cast<std::size_t>(all.find("192.0.2.1") - all.list.addresses.data());
        EXPECT_EQ(at, limits::interface_share);
    });
}

/// The list that the system gives without netlink.
InterfaceList partial_list() {
    static std::vector<InterfaceAddress> addresses(limits::interface_addresses_max);
    InterfaceList list;
    EXPECT_TRUE(list_partially({addresses, {}}, list));
    return list;
}

TEST(LinuxInterfaces, APartialListWithMoreAddressesThanAreReadIsTruncated) {
    // No interface has more than its share. The address of the loopback interface is one more.
    std::string commands;
    for (std::size_t i = 0; i < limits::ioctl_addresses_max - 1; ++i) {
        const std::size_t cable_number = i / (limits::interface_share - 1);
        const std::string name = "d" + std::to_string(cable_number);
        if (i % (limits::interface_share - 1) == 0) commands += cable(name);
        commands += "address add 10.9.0." + std::to_string(i) + "/32 dev " + name + "\n";
    }
    in_network(commands, [] {
        const auto count_ipv4 = [](const InterfaceList& list) {
            return std::ranges::count(
                list.addresses, Family::ipv4,
                [](const InterfaceAddress& each) { return each.address.family; });
        };
        InterfaceList list = partial_list();
        EXPECT_EQ(count_ipv4(list), limits::ioctl_addresses_max);
        EXPECT_FALSE(list.is_truncated);
        EXPECT_TRUE(ip_batch("address add 10.9.1.1/32 dev d0\n"));
        list = partial_list();
        EXPECT_EQ(count_ipv4(list), limits::ioctl_addresses_max);
        EXPECT_TRUE(list.is_truncated);
        EXPECT_TRUE(list.is_partial);
    });
}

TEST(LinuxInterfaces, MoreInterfacesThanTheLimitTruncateTheList) {
    std::string commands;
    for (std::size_t i = 0; i < limits::interfaces_max / 2; ++i) {
        commands += cable("d" + std::to_string(i));
    }
    in_network(commands, [] { EXPECT_TRUE(Listed().list.is_truncated); });
}

TEST(LinuxInterfaces, RoutesAreReadUpToTheLimit) {
    std::string commands = cable("d0") + "address add 192.0.2.1/24 dev d0\n";
    for (std::size_t i = 0; i < limits::routes_read_max; ++i) {
        commands += "route add 10." + std::to_string(i / 256) + "." + std::to_string(i % 256) +
                    ".0/24 via 192.0.2.2\n";
    }
    commands += "route add 9.9.9.9 dev d0\nroute add 223.9.9.9 dev d0\n";
    commands += "address add 2001:db8::1/128 dev d0 nodad\nroute add 2001:db8::/64 dev d0\n";
    in_network(commands, [] {
        const Listed all;
        EXPECT_TRUE(all.has_route("9.9.9.9/32"));
        EXPECT_FALSE(all.has_route("223.9.9.9/32"));
        EXPECT_TRUE(all.has_route("2001:db8::/64"));
    });
}

TEST(LinuxInterfaces, NamesOfAllKindsAreFound) {
    in_network(cable("d0") + "link property add dev d0 altname lan altname a-name-of-20-letters\n",
               [] {
                   const std::uint32_t index = interface_index("d0");
                   EXPECT_NE(index, 0u);
                   EXPECT_EQ(interface_index("lan"), index);
                   EXPECT_EQ(interface_index("a-name-of-20-letters"), index);
                   EXPECT_EQ(interface_index("d0:1"), index);
                   for (const std::string& none :
                        {std::string("d1"), std::string("d0vip"), std::string(),
                         std::string("a-name-of-22-letters--"), std::string(63, 'x'),
                         std::string(64, 'x'), std::string(200, 'x')}) {
                       EXPECT_EQ(interface_index(none), 0u) << none;
                   }
               });
}

TEST(LinuxInterfaces, NoticesReportIpv6LossesAndOnLinkRoutesOnly) {
    in_network(cable("d0") + "address add 192.0.2.1/24 dev d0\n", [] {
        const std::uint32_t index = interface_index("d0");
        InterfaceMonitor monitor;
        ASSERT_TRUE(monitor.open());
        const auto losses_of = [&](const char* commands, bool expected) {
            EXPECT_TRUE(ip_batch(commands)) << commands;
            InterfaceLosses losses;
            EXPECT_EQ(monitor.changed(losses), expected) << commands;
            return losses;
        };
        EXPECT_FALSE(losses_of("route add 10.0.0.1 dev d0\n", true).any());
        EXPECT_FALSE(losses_of("route del 10.0.0.1 dev d0\n", true).any());
        EXPECT_FALSE(losses_of("route add 10.2.0.0/16 via 192.0.2.2\n", false).any());
        EXPECT_FALSE(losses_of("route add default dev d0\n", false).any());
        EXPECT_FALSE(losses_of("address add 192.0.2.7/24 dev d0\n", true).any());
        // Groups are joined over IPv6 only.
        EXPECT_FALSE(losses_of("address del 192.0.2.7/24 dev d0\n", true).any());
        EXPECT_FALSE(losses_of("address add 2001:db8::7/64 dev d0 nodad\n", true).any());
        EXPECT_TRUE(losses_of("address del 2001:db8::7/64 dev d0\n", true).has(index));
        EXPECT_FALSE(losses_of("address add 2001:db8::7/64 dev d0 nodad\n", true).has(index));
        EXPECT_TRUE(losses_of("link del d0\n", true).has(index));
    });
}

TEST(LinuxInterfaces, NoticesAreReadUpToTheLimit) {
    std::string commands;
    for (std::size_t i = 0; i <= limits::interface_notices_max; ++i) {
        commands += "address add 10.9.0." + std::to_string(i) + "/32 dev lo\n";
    }
    in_network("", [&] {
        InterfaceMonitor monitor;
        ASSERT_TRUE(monitor.open());
        EXPECT_TRUE(ip_batch(commands));
        InterfaceLosses losses;
        EXPECT_TRUE(monitor.changed(losses));
        EXPECT_TRUE(monitor.changed(losses)) << "one was left";
        EXPECT_FALSE(monitor.changed(losses));
    });
}

}  // namespace
}  // namespace mpdisc::platform
