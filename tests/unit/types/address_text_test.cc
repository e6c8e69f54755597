// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <optional>
#include <random>
#include <string>

#include "mpdisc/address.h"
#include "tests/support/inet.h"

namespace mpdisc {
namespace {

std::string printed(const IpAddress& address) {
    return std::string(to_text(address).view());
}

std::optional<IpAddress> parsed(std::string_view text) {
    IpAddress address;
    if (!parse_address(text, address)) return std::nullopt;
    return address;
}

std::optional<IpAddress> system_parsed(const std::string& text) {
    std::array<std::uint8_t, 16> raw{};
    if (inet_pton(AF_INET, text.c_str(), raw.data()) == 1) {
        return IpAddress::from_bytes(std::span(raw).first(4));
    }
    if (inet_pton(AF_INET6, text.c_str(), raw.data()) == 1) return IpAddress::from_bytes(raw);
    return std::nullopt;
}

std::string system_printed(const IpAddress& address) {
    char text[INET6_ADDRSTRLEN] = "";
    const int family = address.family == Family::ipv4 ? AF_INET : AF_INET6;
    EXPECT_NE(inet_ntop(family, address.bytes.data(), text, sizeof text), nullptr);
    return text;
}

/// The deprecated IPv4-compatible form (::192.0.2.1), which inet_ntop() may still print.
bool is_ipv4_compatible(const IpAddress& address) {
    static constexpr std::array<std::uint8_t, 12> zeros{};
    return address.family == Family::ipv6 &&
           std::memcmp(address.bytes.data(), zeros.data(), zeros.size()) == 0;
}

struct TextCase {
    const char* input;
    const char* canonical;
};

TEST(AddressText, prints_the_canonical_form) {
    const TextCase cases[] = {
        {"0.0.0.0", "0.0.0.0"},
        {"192.0.2.1", "192.0.2.1"},
        {"255.255.255.255", "255.255.255.255"},
        // RFC 5952, 1 and 2: many spellings of one address.
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:db8::1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:db8:0:0:1::1", "2001:db8::1:0:0:1"},
        {"2001:db8:0000:0:1::1", "2001:db8::1:0:0:1"},
        {"2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"},
        {"2001:db8:aaaa:bbbb:cccc:dddd:eeee:001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"},
        {"2001:db8:aaaa:bbbb:cccc:dddd::1", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"},
        {"2001:db8:0:0:0::1", "2001:db8::1"},
        {"2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AaAa", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"},
        // RFC 5952, 4.1 to 4.3: leading zeros, shortening, case.
        {"2001:0db8::0001", "2001:db8::1"},
        {"2001:db8::0:1", "2001:db8::1"},
        {"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
        {"1:0:0:0:2:0:0:3", "1::2:0:0:3"},
        {"0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"},
        {"0:0:2:3:4:5:6:7", "::2:3:4:5:6:7"},
        {"1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"},
        {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
        {"0:0:1:0:0:1:0:0", "::1:0:0:1:0:0"},
        {"1:0:1:0:1:0:1:0", "1:0:1:0:1:0:1:0"},
        {"0:0:0:0:0:0:0:0", "::"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"1:0:0:0:0:0:0:0", "1::"},
        {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
        // RFC 5952, 5: the IPv4-mapped prefix, and its neighbours.
        {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
        {"::ffff:c000:0201", "::ffff:192.0.2.1"},
        {"0:0:0:0:0:ffff:0:0", "::ffff:0.0.0.0"},
        {"::FFFF:255.255.255.255", "::ffff:255.255.255.255"},
        {"::fffe:192.0.2.1", "::fffe:c000:201"},
        {"::1:ffff:192.0.2.1", "::1:ffff:c000:201"},
        {"::ffff:0:192.0.2.1", "::ffff:0:c000:201"},
        {"1::ffff:192.0.2.1", "1::ffff:c000:201"},
        {"::192.0.2.1", "::c000:201"},
        {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
        {"1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"},
    };
    for (const TextCase& c : cases) {
        SCOPED_TRACE(c.input);
        const std::optional<IpAddress> address = parsed(c.input);
        ASSERT_TRUE(address.has_value());
        EXPECT_EQ(printed(*address), c.canonical);
        EXPECT_EQ(parsed(c.canonical), address);
        EXPECT_EQ(system_parsed(c.input), address);
    }
}

TEST(AddressText, is_empty_for_no_address) {
    EXPECT_EQ(printed(IpAddress{}), "");
}

TEST(AddressText, refuses_what_is_no_address) {
    const std::string_view cases[] = {
        "",
        " ",
        ".",
        ":",
        "/",
        "-",
        "0",
        "1",
        "a",
        "localhost",
        // IPv4
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        ".1.2.3.4",
        "1..2.3",
        "1.2.3.4.5",
        "256.0.0.1",
        "0.0.0.256",
        "1.2.3.1000",
        "1.2.3.4294967297",
        "01.2.3.4",
        "1.2.3.04",
        "00.0.0.0",
        "0.0.0.00",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.+4",
        "1.2.3.-4",
        "1.2.3.a",
        "0x1.2.3.4",
        "1.2.3.4/24",
        "1,2,3,4",
        "1.2.3.4%1",
        "1.2.3.4:80",
        "16909060",
        "1.2.3.4\n",
        std::string_view("1.2.3.4\0", 8),
        std::string_view("1.2.3\0.4", 8),
        // IPv6
        ":::",
        "::::",
        "1:::2",
        "1::2::3",
        "::1::",
        "1",
        "1:",
        ":1",
        "1:2",
        "1::2:",
        ":1::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1:2:3:4:5:6:7:8:9::",
        "00001::",
        "::10000",
        "::g",
        "::-1",
        "::+1",
        ":: ",
        " ::",
        "::1 ",
        "::1\n",
        "::1%eth0",
        "fe80::1%1",
        "[::1]",
        "::1/128",
        "::0x1",
        std::string_view("::1\0", 4),
        std::string_view("::\0", 3),
        // An IPv4 tail must be last and complete; it counts as two groups.
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "::1.2.3.4:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "::1.2.3.4:",
        "::1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        "::ffff:1.2.3.4/96",
        "::ffff:1.2.3.a",
        "::.1.2.3",
        "1:2:3:4:5:6:7:8.9.10.11",
        "1.2.3.4:1:2:3:4:5:6",
        "::1.2.3.4::",
    };
    const IpAddress before = IpAddress::v4(203, 0, 113, 7);
    for (const std::string_view text : cases) {
        IpAddress address = before;
        EXPECT_FALSE(parse_address(text, address)) << text;
        EXPECT_EQ(address, before) << text;
        // The system's parser stops at a NUL, so it cannot judge these texts.
        if (text.find('\0') == std::string_view::npos) {
            EXPECT_FALSE(system_parsed(std::string(text)).has_value()) << text;
        }
    }
}

TEST(AddressText, accepts_a_gap_of_each_length_at_each_place) {
    for (std::size_t before = 0; before <= 8; ++before) {
        for (std::size_t after = 0; before + after <= 8; ++after) {
            std::string text;
            for (std::size_t i = 0; i < before; ++i) text += (i == 0 ? "" : ":") + std::string("a");
            text += "::";
            for (std::size_t i = 0; i < after; ++i) text += (i == 0 ? "" : ":") + std::string("b");
            EXPECT_EQ(parsed(text).has_value(), before + after < 8) << text;
            EXPECT_EQ(parsed(text), system_parsed(text)) << text;
        }
    }
}

TEST(AddressText, prints_and_reads_as_the_system_does) {
    std::mt19937 random(20'240'601);
    for (int round = 0; round < 200'000; ++round) {
        std::array<std::uint8_t, 16> raw{};
        // Few non-zero groups cause many long runs of zeros.
        const unsigned zero_groups = random() & random() & 0xFF;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            const bool is_zero = round % 2 == 0 ? (random() % 3 != 0) : (zero_groups >> i / 2 & 1);
            raw[i] = is_zero ? 0 : static_cast<std::uint8_t>(random());
        }
        if (round % 16 == 0) {
            std::memset(raw.data(), 0, 10);
            raw[10] = raw[11] = 0xFF;
        }
        const IpAddress address = round % 5 == 0 ? IpAddress::from_bytes(std::span(raw).first(4))
                                                 : IpAddress::from_bytes(raw);
        const std::string text = printed(address);
        if (!is_ipv4_compatible(address)) {
            ASSERT_EQ(text, system_printed(address));
        }
        ASSERT_EQ(parsed(text), address) << text;
        ASSERT_EQ(parsed(system_printed(address)), address) << text;
    }
}

TEST(AddressText, judges_mangled_addresses_as_the_system_does) {
    const std::string seeds[] = {"192.0.2.1",
                                 "::",
                                 "::1",
                                 "1:2:3:4:5:6:7:8",
                                 "2001:db8::1:0:0:1",
                                 "::ffff:192.0.2.1",
                                 "1:2:3:4:5:6:7.8.9.10",
                                 "1:2:3:4:5:6:7::"};
    const std::string alphabet = "0123456789abfAF::::....gx/% ";
    std::mt19937 random(7);
    int accepted = 0;
    for (int round = 0; round < 400'000; ++round) {
        std::string text = seeds[random() % std::size(seeds)];
        for (auto edits = 1 + random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % (text.size() + 1);
            const char c = alphabet[random() % alphabet.size()];
            switch (random() % 3) {
                case 0:
                    text.insert(at, 1, c);
                    break;
                case 1:
                    text.erase(at, 1);
                    break;
                default:
                    if (at < text.size()) text[at] = c;
            }
        }
        ASSERT_EQ(parsed(text), system_parsed(text)) << text;
        accepted += parsed(text).has_value() ? 1 : 0;
    }
    EXPECT_GT(accepted, 10'000);
}

struct NetworkCase {
    const char* input;
    const char* address;
    unsigned bits;
};

TEST(NetworkText, reads_networks) {
    const NetworkCase cases[] = {
        {"192.0.2.0/24", "192.0.2.0", 24},
        {"192.0.2.77/24", "192.0.2.0", 24},
        {"192.0.2.77/0", "0.0.0.0", 0},
        {"255.255.255.255/1", "128.0.0.0", 1},
        {"255.255.255.255/7", "254.0.0.0", 7},
        {"255.255.255.255/8", "255.0.0.0", 8},
        {"255.255.255.255/9", "255.128.0.0", 9},
        {"255.255.255.255/31", "255.255.255.254", 31},
        {"255.255.255.255/32", "255.255.255.255", 32},
        {"192.0.2.77", "192.0.2.77", 32},
        {"::/0", "::", 0},
        {"2001:db8:ffff::1/33", "2001:db8:8000::", 33},
        {"fe80::1/64", "fe80::", 64},
        {"ffff::ffff/127", "ffff::fffe", 127},
        {"ffff::ffff/128", "ffff::ffff", 128},
        {"::1", "::1", 128},
        {"::ffff:192.0.2.77/120", "::ffff:192.0.2.0", 120},
    };
    for (const NetworkCase& c : cases) {
        SCOPED_TRACE(c.input);
        Network network;
        ASSERT_TRUE(parse_network(c.input, network));
        EXPECT_EQ(printed(network.address), c.address);
        EXPECT_EQ(network.prefix_bits, c.bits);
    }
}

TEST(NetworkText, refuses_what_is_no_network) {
    const std::string_view cases[] = {
        "",
        "/",
        "/24",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "192.0.2.0/+1",
        "192.0.2.0/024",
        "192.0.2.0/00",
        "192.0.2.0/ 24",
        "192.0.2.0/24 ",
        "192.0.2.0 /24",
        "192.0.2.0/24/24",
        "192.0.2.0//24",
        "192.0.2.0/255.255.255.0",
        "192.0.2.0/a",
        "192.0.2.0/0x8",
        "192.0.2.0/256",
        "192.0.2.0/4294967304",
        "192.0.2/24",
        "::/129",
        "::/1000",
        "::/",
        "::/0128",
        "fe80::1%1/64",
        "192.0.2.0/24\n",
        std::string_view("192.0.2.0/24\0", 13),
        "::/999",
        "1.2.3.4/128",
    };
    for (const std::string_view text : cases) {
        Network network{IpAddress::v4(203, 0, 113, 7), 9};
        EXPECT_FALSE(parse_network(text, network)) << text;
        EXPECT_EQ(network.address, IpAddress::v4(203, 0, 113, 7)) << text;
        EXPECT_EQ(network.prefix_bits, 9) << text;
    }
}

TEST(EndpointText, is_written_as_in_urls) {
    const auto text = [](std::string_view address, std::uint32_t scope, std::uint16_t port) {
        Endpoint endpoint;
        EXPECT_TRUE(address.empty() || parse_address(address, endpoint.address));
        endpoint.scope_id = scope;
        endpoint.port = port;
        return std::string(to_text(endpoint).view());
    };
    EXPECT_EQ(text("192.0.2.1", 0, 631), "192.0.2.1:631");
    EXPECT_EQ(text("192.0.2.1", 0, 0), "192.0.2.1");
    EXPECT_EQ(text("2001:db8::1", 0, 65535), "[2001:db8::1]:65535");
    EXPECT_EQ(text("2001:db8::1", 0, 0), "2001:db8::1");
    EXPECT_EQ(text("fe80::1", 2, 631), "[fe80::1%2]:631");
    EXPECT_EQ(text("fe80::1", 2, 0), "fe80::1%2");
    EXPECT_EQ(text("", 0, 631), "");
    // The longest one.
    EXPECT_EQ(text("fe80:2222:3333:4444:5555:6666:7777:8888", UINT32_MAX, UINT16_MAX),
              "[fe80:2222:3333:4444:5555:6666:7777:8888%4294967295]:65535");
}

TEST(EndpointText, names_the_interface_of_a_link_local_address) {
    const auto text = [](std::string_view address) {
        IpAddress parsed;
        EXPECT_TRUE(parse_address(address, parsed));
        return std::string(to_text(parsed, "eth0", 631).view());
    };
    EXPECT_EQ(text("192.0.2.1"), "192.0.2.1:631");
    EXPECT_EQ(text("2001:db8::1"), "[2001:db8::1]:631");
    EXPECT_EQ(text("fe80::1"), "[fe80::1%eth0]:631");
}

TEST(EndpointText, is_read_with_and_without_a_port) {
    const struct {
        std::string_view text;
        std::string_view written;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1"},
        {"192.0.2.1:1", "192.0.2.1:1"},
        {"192.0.2.1:65535", "192.0.2.1:65535"},
        {"2001:db8::1", "2001:db8::1"},
        {"[2001:db8::1]", "2001:db8::1"},
        {"[2001:db8::1]:9", "[2001:db8::1]:9"},
    };
    for (const auto& each : cases) {
        Endpoint endpoint;
        EXPECT_TRUE(parse_endpoint(each.text, endpoint)) << each.text;
        EXPECT_EQ(to_text(endpoint).view(), each.written);
    }
    for (const std::string_view text :
         {"", ":", ":1", "host:1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536",
          "192.0.2.1:000001", "192.0.2.1:-1", "192.0.2.1: 1", "192.0.2.1:1 ", "[192.0.2.1]:1",
          "[::1", "[::1]1", "[::1]:", "[]:1", "fe80::1%2", "[fe80::1%2]:1", "::1]:1"}) {
        Endpoint endpoint;
        EXPECT_FALSE(parse_endpoint(text, endpoint)) << text;
        EXPECT_EQ(endpoint, Endpoint{}) << text;
    }
}

}  // namespace
}  // namespace mpdisc
