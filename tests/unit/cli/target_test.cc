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
        EXPECT_EQ(parse_target(c.text, target), nullptr) << c.text;
        EXPECT_EQ(to_text(target.address).view(), c.address);
        EXPECT_EQ(target.port, c.port);
        EXPECT_EQ(target.scope_id, 0U);
    }
}

TEST(Target, RefusesOtherText) {
    for (const char* text :
         {"", ":", "localhost", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:x",
          "192.0.2", "[192.0.2.1]:5", "[192.0.2.1]", "[::1", "[::1]5", "[::1]:", "[]", "[]:5",
          "192.0.2.1:1:2", " 192.0.2.1", "2001:db8::1::", "]:1"}) {
        Endpoint target;
        EXPECT_NE(parse_target(text, target), nullptr) << text;
        EXPECT_EQ(target, Endpoint{}) << text;
    }
}

TEST(Target, TellsHowAnAddressLooks) {
    Endpoint target;
    EXPECT_STREQ(parse_target("[::1]:x", target),
                 "it must be an address, like 192.0.2.1, "
                 "192.0.2.1:6737 or [2001:db8::1]:6737");
}

TEST(Target, ExplainsThatScopesAreRefused) {
    Endpoint target;
    EXPECT_STREQ(parse_target("fe80::1%eth0", target),
                 "an address takes no '%': give its interface by --interface");
}

}  // namespace
}  // namespace mpdisc::cli
