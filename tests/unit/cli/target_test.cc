// SPDX-License-Identifier: MIT
#include "cli/target.h"

#include <gtest/gtest.h>

#include <string>

namespace mpdisc::cli {
namespace {

TEST(Target, ReadsAddressesWithAndWithoutAPort) {
    const struct {
        const char* text;
        const char* address;
        std::uint16_t port;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1", 0},
        {"192.0.2.1:6737", "192.0.2.1", 6737},
        {"2001:db8::1", "2001:db8::1", 0},
        {"[2001:db8::1]", "2001:db8::1", 0},
        {"[2001:db8::1]:9", "2001:db8::1", 9},
        {"::1", "::1", 0},
        {"::", "::", 0},
        {"255.255.255.255:65535", "255.255.255.255", 65535},
    };
    for (const auto& c : cases) {
        Endpoint target;
        std::string_view name;
        EXPECT_EQ(parse_target(c.text, target, name), nullptr) << c.text;
        EXPECT_EQ(name, "");
        EXPECT_EQ(to_text(target.address).view(), c.address);
        EXPECT_EQ(target.port, c.port);
        EXPECT_EQ(target.scope_id, 0U);
    }
}

TEST(Target, RefusesOtherText) {
    for (const char* text : {"",
                             ":",
                             "192.0.2.1:",
                             "192.0.2.1:0",
                             "192.0.2.1:65536",
                             "192.0.2.1:x",
                             "192.0.2",
                             "[192.0.2.1]:5",
                             "[192.0.2.1]",
                             "[::1",
                             "[::1]5",
                             "[::1]:",
                             "[]",
                             "[]:5",
                             "192.0.2.1:1:2",
                             " 192.0.2.1",
                             "2001:db8::1::",
                             "]:1",
                             ".",
                             ".lan",
                             "a..lan",
                             "a.1",
                             "a.1.",
                             "printer lan",
                             "drucker\xc3\xa4.lan",
                             "a*",
                             "printer.lan:",
                             "printer.lan:0",
                             "printer.lan:65536",
                             "printer.lan:x",
                             "printer.lan:1:2",
                             "[printer.lan]"}) {
        Endpoint target;
        std::string_view name;
        EXPECT_NE(parse_target(text, target, name), nullptr) << text;
        EXPECT_EQ(target, Endpoint{}) << text;
        EXPECT_EQ(name, "");
    }
}

TEST(Target, ReadsNamesWithAndWithoutAPort) {
    const struct {
        const char* text;
        std::string_view name;
        std::uint16_t port;
    } cases[] = {
        {"localhost", "localhost", 0},       {"printer.lan:6737", "printer.lan", 6737},
        {"Printer.lan.", "Printer.lan.", 0}, {"1.2.3.4a", "1.2.3.4a", 0},
        {"my_host-2:9", "my_host-2", 9},
    };
    for (const auto& c : cases) {
        Endpoint target;
        std::string_view name;
        EXPECT_EQ(parse_target(c.text, target, name), nullptr) << c.text;
        EXPECT_EQ(name, c.name);
        EXPECT_EQ(target, (Endpoint{{}, 0, c.port}));
    }
    Endpoint target;
    std::string_view name;
    EXPECT_EQ(parse_target(std::string(253, 'n'), target, name), nullptr);
    EXPECT_NE(parse_target(std::string(254, 'n'), target, name), nullptr);
}

TEST(Target, TellsHowATargetLooks) {
    Endpoint target;
    std::string_view name;
    EXPECT_STREQ(parse_target("[::1]:x", target, name),
                 "it must be an address or a name, like 192.0.2.1, [2001:db8::1]:6737 or "
                 "printer.lan:6737");
}

TEST(Target, ExplainsThatScopesAreRefused) {
    Endpoint target;
    std::string_view name;
    EXPECT_STREQ(parse_target("fe80::1%eth0", target, name),
                 "give the interface with --interface, not with '%'");
}

}  // namespace
}  // namespace mpdisc::cli
