// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"
#include "tests/unit/cli/temporary_path.h"

/// Samples and helpers for the tests of the formats.
namespace mpdisc::cli {

inline std::string text_of(const TextBuffer& buffer) {
    EXPECT_TRUE(buffer.ok());
    return std::string(buffer.view());
}

/// A found service that owns its data.
struct Sample {
    explicit Sample(const std::vector<std::string>& attributes = {}) {
        for (const std::string& attribute : attributes) {
            EXPECT_EQ(set.add(attribute), ServiceError::none) << attribute;
        }
        found.service = {"web", "_http._tcp", 80, set.view()};
        found.host = "box";
        found.address = addresses[0];
        found.addresses = addresses;
        found.interface_name = "eth0";
        found.provider.bytes[15] = 0xab;
        found.role = Role::primary;
        found.rtt_us = 1234;
    }

    static IpAddress parsed(std::string_view text) {
        IpAddress address;
        EXPECT_TRUE(parse_address(text, address)) << text;
        return address;
    }

    AttributeSet set;
    std::vector<IpAddress> addresses = {parsed("192.0.2.7"), parsed("fe80::1")};
    FoundServiceView found;
};

/// Values that try to break an output or its reader.
inline const std::vector<std::string> hostile_values = {
    "plain",
    "two words",
    "line\nforged\tline",
    "\r\n",
    "trailing newline\n",
    "$(touch /nonexistent/x)`id`${HOME}",
    "'; echo forged; '",
    "'\\''",
    "\"double\" \\ back \\\\ slashes \\n \\0101 \\c",
    "\x1b[31mred\x1b[0m\a\b\x7f",
    "c1 \xc2\x85 \xc2\x9b",
    "separators \xe2\x80\xa8 \xe2\x80\xa9",
    "bidi \xe2\x80\xae \xe2\x81\xa6 \xe2\x80\x8f \xd8\x9c",
    "invisible \xe2\x80\x8b \xc2\xad \xef\xbb\xbf \xf3\xa0\x81\x81 \xef\xbf\xbf",
    "percent %s %b %%",
    "umlaut \xc3\xa4 and \xf0\x9f\x98\x80",
    "",
    "-n",
    "*",
    "{name} }{",
};

/// Runs a script in a shell and returns its output.
inline std::string run_shell(const std::string& script, const std::string& input,
                             const char* shell = "sh") {
    const std::string path = temporary_path("input");
    std::ofstream(path, std::ios::binary) << input;
    const std::string script_path = path + ".sh";
    std::ofstream(script_path, std::ios::binary) << script;
    std::FILE* pipe =
        popen((std::string(shell) + " '" + script_path + "' <'" + path + "'").c_str(), "r");
    std::string output;
    if (pipe != nullptr) {
        char block[4096];
        std::size_t size = 0;
        while ((size = std::fread(block, 1, sizeof block, pipe)) > 0) output.append(block, size);
        EXPECT_EQ(pclose(pipe), 0);
    }
    std::remove(path.c_str());
    std::remove(script_path.c_str());
    return output;
}

}  // namespace mpdisc::cli
