// SPDX-License-Identifier: MIT
#include "mpdisc/address.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace mpdisc {
namespace {

IpAddress parsed(std::string_view text) {
    IpAddress address;
    EXPECT_TRUE(parse_address(text, address)) << text;
    return address;
}

Network parsed_network(std::string_view text) {
    Network network;
    EXPECT_TRUE(parse_network(text, network)) << text;
    return network;
}

TEST(Address, from_bytes_accepts_only_4_and_16_bytes) {
    for (std::size_t size = 0; size <= 20; ++size) {
        const std::vector<std::uint8_t> raw(size, 0xA5);
        const IpAddress address = IpAddress::from_bytes(raw);
        const Family expected = size == 4 ? Family::ipv4 : size == 16 ? Family::ipv6 : Family::any;
        EXPECT_EQ(address.family, expected) << size;
        if (expected == Family::any) {
            EXPECT_EQ(address, IpAddress{});
        } else {
            EXPECT_EQ(std::vector<std::uint8_t>(address.raw().begin(), address.raw().end()), raw);
        }
    }
}

TEST(Address, ipv4_leaves_the_other_bytes_zero) {
    const std::array<std::uint8_t, 4> raw{192, 0, 2, 1};
    EXPECT_EQ(IpAddress::from_bytes(raw), IpAddress::v4(192, 0, 2, 1));
    for (std::size_t i = 4; i < 16; ++i) EXPECT_EQ(IpAddress::v4(1, 2, 3, 4).bytes[i], 0);
}

TEST(Address, raw_of_no_address_is_empty) {
    EXPECT_TRUE(IpAddress{}.raw().empty());
}

TEST(Address, has_a_loopback_in_each_family) {
    EXPECT_EQ(IpAddress::loopback(Family::ipv4), IpAddress::v4(127, 0, 0, 1));
    EXPECT_EQ(IpAddress::loopback(Family::ipv6), parsed("::1"));
    EXPECT_EQ(IpAddress::loopback(Family::any), IpAddress{});
}

struct ClassCase {
    const char* text;
    bool loopback, link_local, multicast, unspecified;
};

TEST(Address, has_the_classes_of_its_bytes) {
    const ClassCase cases[] = {
        {"0.0.0.0", false, false, false, true},
        {"0.0.0.1", false, false, false, false},
        {"126.255.255.255", false, false, false, false},
        {"127.0.0.0", true, false, false, false},
        {"127.0.0.1", true, false, false, false},
        {"127.255.255.255", true, false, false, false},
        {"128.0.0.0", false, false, false, false},
        {"169.253.255.255", false, false, false, false},
        {"169.254.0.0", false, true, false, false},
        {"169.254.255.255", false, true, false, false},
        {"169.255.0.0", false, false, false, false},
        {"223.255.255.255", false, false, false, false},
        {"224.0.0.0", false, false, true, false},
        {"239.255.255.255", false, false, true, false},
        {"240.0.0.0", false, false, false, false},
        {"255.255.255.255", false, false, false, false},
        {"::", false, false, false, true},
        {"::1", true, false, false, false},
        {"::2", false, false, false, false},
        {"1::1", false, false, false, false},
        {"::ffff:127.0.0.1", false, false, false, false},
        {"7f00:1::", false, false, false, false},
        {"a9fe::", false, false, false, false},
        {"e000::", false, false, false, false},
        {"fe7f:ffff::", false, false, false, false},
        {"fe80::", false, true, false, false},
        {"fe80::1", false, true, false, false},
        {"febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false, true, false, false},
        {"fec0::", false, false, false, false},
        {"feff::", false, false, false, false},
        {"ff00::", false, false, true, false},
        {"ff12::6d70:6469:7363", false, false, true, false},
        {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false, false, true, false},
    };
    for (const ClassCase& c : cases) {
        SCOPED_TRACE(c.text);
        const IpAddress address = parsed(c.text);
        EXPECT_EQ(address.is_loopback(), c.loopback);
        EXPECT_EQ(address.is_link_local(), c.link_local);
        EXPECT_EQ(address.is_multicast(), c.multicast);
        EXPECT_EQ(address.is_unspecified(), c.unspecified);
    }
}

TEST(Address, is_of_host_if_it_can_belong_to_a_reachable_host) {
    const struct {
        const char* text;
        bool expected;
    } cases[] = {
        {"0.0.0.0", false},
        {"0.0.0.1", false},
        {"0.255.255.255", false},
        {"1.0.0.0", true},
        {"10.0.0.1", true},
        {"126.255.255.255", true},
        {"127.0.0.0", false},
        {"127.0.0.1", false},
        {"127.255.255.255", false},
        {"128.0.0.0", true},
        {"169.254.0.1", true},
        {"192.0.2.255", true},
        {"223.255.255.255", true},
        {"224.0.0.0", false},
        {"239.255.255.255", false},
        {"240.0.0.0", false},
        {"255.255.255.254", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::2", false},
        {"::127.0.0.1", false},
        {"::192.0.2.1", false},
        {"::ffff:0.0.0.0", false},
        {"::ffff:127.0.0.1", false},
        {"::ffff:192.0.2.1", false},
        {"::fffe:192.0.2.1", true},
        {"::1:0:0", true},
        {"::1:ffff:192.0.2.1", true},
        {"1::ffff:127.0.0.1", true},
        {"1::", true},
        {"64:ff9b::192.0.2.1", true},
        {"2001:db8::1", true},
        {"fd00::1", true},
        {"fe80::1", true},
        {"ff00::", false},
        {"ff02::1", false},
        {"ff12::6d70:6469:7363", false},
    };
    for (const auto& each : cases) {
        EXPECT_EQ(parsed(each.text).is_of_host(), each.expected) << each.text;
    }
}

TEST(Address, without_a_family_has_no_class) {
    IpAddress address;
    EXPECT_FALSE(address.is_of_host());
    EXPECT_FALSE(address.is_unspecified());
    address.bytes.fill(0xFF);
    EXPECT_FALSE(address.is_multicast());
    address.bytes = {127, 0, 0, 1};
    EXPECT_FALSE(address.is_loopback());
    address.bytes = {169, 254};
    EXPECT_FALSE(address.is_link_local());
}

struct ContainsCase {
    const char* network;
    const char* candidate;
    bool expected;
};

TEST(Network, contains_the_addresses_with_its_prefix) {
    const ContainsCase cases[] = {
        {"0.0.0.0/0", "0.0.0.0", true},
        {"0.0.0.0/0", "255.255.255.255", true},
        {"0.0.0.0/0", "::", false},
        {"::/0", "ffff::1", true},
        {"::/0", "0.0.0.0", false},
        {"128.0.0.0/1", "127.255.255.255", false},
        {"128.0.0.0/1", "128.0.0.0", true},
        {"10.0.0.0/8", "10.255.255.255", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.128/25", "192.0.2.255", true},
        {"192.0.2.128/25", "192.0.3.128", false},
        {"192.0.2.4/31", "192.0.2.5", true},
        {"192.0.2.4/31", "192.0.2.6", false},
        {"192.0.2.4/32", "192.0.2.4", true},
        {"192.0.2.4/32", "192.0.2.5", false},
        {"192.0.2.4", "192.0.2.4", true},
        {"192.0.2.0/24", "::ffff:192.0.2.1", false},
        {"fe80::/10", "febf::1", true},
        {"fe80::/10", "fec0::1", false},
        {"2001:db8::/63", "2001:db8:0:1:ffff::", true},
        {"2001:db8::/63", "2001:db8:0:2::", false},
        {"2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true},
        {"2001:db8::/64", "2001:db8:0:1::", false},
        {"2001:db8::/127", "2001:db8::1", true},
        {"2001:db8::/127", "2001:db8::2", false},
        {"2001:db8::1/128", "2001:db8::1", true},
        {"2001:db8::1/128", "2001:db8::", false},
    };
    for (const ContainsCase& c : cases) {
        EXPECT_EQ(parsed_network(c.network).contains(parsed(c.candidate)), c.expected)
            << c.network << " " << c.candidate;
    }
}

TEST(Network, each_prefix_length_splits_at_its_bit) {
    for (const char* base : {"170.85.204.51", "aaaa:5555:cccc:3333:aaaa:5555:cccc:3333"}) {
        const IpAddress address = parsed(base);
        const std::size_t bits = address.raw().size() * 8;
        for (std::size_t prefix = 0; prefix <= bits; ++prefix) {
            const Network network{address, static_cast<std::uint8_t>(prefix)};
            for (std::size_t flipped = 0; flipped < bits; ++flipped) {
                IpAddress candidate = address;
                candidate.bytes[flipped / 8] ^= static_cast<std::uint8_t>(0x80 >> flipped % 8);
                EXPECT_EQ(network.contains(candidate), flipped >= prefix)
                    << prefix << " " << flipped;
            }
            EXPECT_TRUE(network.contains(address));
        }
    }
}

TEST(Network, ignores_bits_after_the_prefix) {
    const Network network{IpAddress::v4(192, 0, 2, 77), 24};
    EXPECT_TRUE(network.contains(IpAddress::v4(192, 0, 2, 1)));
}

TEST(Network, contains_nothing_if_it_is_impossible) {
    EXPECT_FALSE((Network{IpAddress::v4(192, 0, 2, 1), 33}.contains(IpAddress::v4(192, 0, 2, 1))));
    EXPECT_FALSE((Network{parsed("::1"), 129}.contains(parsed("::1"))));
    EXPECT_FALSE(Network{}.contains(IpAddress{}));
    EXPECT_FALSE(Network{}.contains(IpAddress::v4(0, 0, 0, 0)));
    EXPECT_FALSE((Network{IpAddress::v4(0, 0, 0, 0), 0}.contains(IpAddress{})));
}

}  // namespace
}  // namespace mpdisc
