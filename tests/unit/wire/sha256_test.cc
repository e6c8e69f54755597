// SPDX-License-Identifier: MIT
#include "wire/sha256.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "tests/unit/wire/other_implementation.h"

namespace mpdisc::wire {
namespace {

std::string digest_of(Bytes message) {
    Sha256 hash;
    hash.add(message);
    return hex_of(hash.finish());
}

/// The test vectors that NIST publishes, from sha256.rsp.
struct Published {
    struct Case {
        std::size_t bits = 0;
        std::string message;
        std::string digest;
    };

    Published() {
        std::ifstream file(MPDISC_SOURCE_DIR "/tests/unit/wire/sha256.rsp");
        Case read;
        for (std::string name, equals, value; file >> name;) {
            if (name == "#" || !(file >> equals >> value) || equals != "=") {
                file.ignore(10'000, '\n');
            } else if (name == "Len") {
                read.bits = std::stoul(value);
            } else if (name == "Msg") {
                read.message = value;
            } else if (name == "Seed") {
                seed = value;
            } else if (seed.empty()) {
                cases.push_back({read.bits, read.message, value});
            } else {
                chain.push_back(value);
            }
        }
    }

    std::vector<Case> cases;
    std::string seed;
    std::vector<std::string> chain;
};

TEST(Sha256, agrees_with_nist_on_messages) {
    const Published published;
    ASSERT_EQ(published.cases.size(), 69U);
    for (const auto& [bits, text, digest] : published.cases) {
        std::vector<std::uint8_t> message = bytes_of_hex(text);
        message.resize(bits / 8);
        EXPECT_EQ(digest_of(message), digest) << bits;
    }
}

/// NIST's SHAVS, 6.4: a seed is used as the first three messages. Each later message is a digest of
/// the last three, and the thousandth one is the next seed.
TEST(Sha256, agrees_with_nist_on_the_chain) {
    const Published published;
    ASSERT_EQ(published.chain.size(), 100U);
    std::vector<std::uint8_t> seed = bytes_of_hex(published.seed);
    for (const std::string& expected : published.chain) {
        std::array<std::vector<std::uint8_t>, 3> last = {seed, seed, seed};
        for (int i = 0; i < 1000; ++i) {
            Sha256 hash;
            for (const auto& each : last) hash.add(each);
            const Sha256::Digest digest = hash.finish();
            last = {last[1], last[2], {digest.begin(), digest.end()}};
        }
        seed = last[2];
        ASSERT_EQ(hex_of(seed), expected);
    }
}

TEST(Sha256, agrees_with_another_implementation) {
    std::mt19937 random(1);
    std::vector<std::vector<std::uint8_t>> messages;
    std::vector<std::string> lines;
    for (std::size_t size = 0; size <= 300; ++size) {
        messages.emplace_back(size);
        for (std::uint8_t& byte : messages.back()) byte = static_cast<std::uint8_t>(random());
        lines.push_back(hex_of(messages.back()));
    }
    const std::vector<std::string> expected = ask_perl("sha256_hex(@F)", lines);
    ASSERT_EQ(expected.size(), messages.size());
    for (std::size_t size = 0; size <= 300; ++size) {
        EXPECT_EQ(digest_of(messages[size]), expected[size]) << size;
    }
}

TEST(Sha256, is_the_same_for_a_message_in_parts) {
    const std::vector<std::uint8_t> message(200, 0xA5);
    const std::string whole = digest_of(message);
    for (std::size_t first = 0; first <= message.size(); ++first) {
        Sha256 hash;
        hash.add(Bytes(message).first(first));
        hash.add(Bytes(message).subspan(first));
        ASSERT_EQ(hex_of(hash.finish()), whole) << first;
    }
}

TEST(Sha256, continues_from_the_state_of_another_hash) {
    const std::vector<std::uint8_t> message(200, 0x5A);
    Sha256 first;
    first.add(Bytes(message).first(2 * Sha256::block_size));
    Sha256 second(first.state(), 2);
    second.add(Bytes(message).subspan(2 * Sha256::block_size));
    EXPECT_EQ(hex_of(second.finish()), digest_of(message));
}

}  // namespace
}  // namespace mpdisc::wire
