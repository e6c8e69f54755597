// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <stdio.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace mpdisc::wire {

inline std::string hex_of(const auto& bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

inline std::vector<std::uint8_t> bytes_of_hex(const std::string& text) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(text.substr(at, 2), nullptr, 16)));
    }
    return bytes;
}

/// Evaluates `expression` in Perl for each line, with its independent Digest::SHA. @F has the bytes
/// of the hexadecimal words of the line.
inline std::vector<std::string> ask_perl(const std::string& expression,
                                         const std::vector<std::string>& lines) {
    const std::string path = testing::TempDir() + "mpdisc_perl_" + std::to_string(getpid());
    std::ofstream file(path);
    for (const std::string& line : lines) file << line << '\n';
    file.close();
    const std::string command =
        "perl -MDigest::SHA=sha256_hex,hmac_sha256_hex -ne 'chomp; my @F = map { pack \"H*\", $_ } "
        "split / /, $_, -1; "
        "print " +
        expression + ", \"\\n\"' " + path;
    std::vector<std::string> answers;
    FILE* const pipe = popen(command.c_str(), "r");
    char answer[256];
    while (pipe != nullptr && fgets(answer, sizeof answer, pipe) != nullptr) {
        answers.emplace_back(answer);
        answers.back().pop_back();
    }
    EXPECT_EQ(pclose(pipe), 0) << command;
    unlink(path.c_str());
    return answers;
}

}  // namespace mpdisc::wire
