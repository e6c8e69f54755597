// SPDX-License-Identifier: MIT
#include "wire/hmac.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/wire/other_implementation.h"

namespace mpdisc::wire {
namespace {

std::vector<std::uint8_t> bytes_of_text(const std::string& text) {
    return {text.begin(), text.end()};
}

/// RFC 2104, section 2: the digest replaces a key that is longer than a block.
std::string code_of(const std::vector<std::uint8_t>& key,
                    const std::vector<std::uint8_t>& message) {
    HmacKey made;
    if (key.size() <= Sha256::block_size) {
        made.assign(key);
    } else {
        Sha256 hash;
        hash.add(key);
        made.assign(hash.finish());
    }
    return hex_of(made.authenticate(message));
}

struct Case {
    std::vector<std::uint8_t> key;
    std::vector<std::uint8_t> message;
    std::string code;
};

std::vector<std::uint8_t> counted_key() {
    std::vector<std::uint8_t> key;
    for (std::uint8_t byte = 1; byte <= 25; ++byte) key.push_back(byte);
    return key;
}

/// RFC 4231, section 4.
const std::vector<Case> rfc_4231 = {
    {std::vector<std::uint8_t>(20, 0x0B), bytes_of_text("Hi There"),
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {bytes_of_text("Jefe"), bytes_of_text("what do ya want for nothing?"),
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {std::vector<std::uint8_t>(20, 0xAA), std::vector<std::uint8_t>(50, 0xDD),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {counted_key(), std::vector<std::uint8_t>(50, 0xCD),
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {std::vector<std::uint8_t>(20, 0x0C), bytes_of_text("Test With Truncation"),
     "a3b6167473100ee06e0c796c2955552b"},
    {std::vector<std::uint8_t>(131, 0xAA),
     bytes_of_text("Test Using Larger Than Block-Size Key - Hash Key First"),
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {std::vector<std::uint8_t>(131, 0xAA),
     bytes_of_text("This is a test using a larger than block-size key and a larger than block-size "
                   "data. The key needs to be hashed before being used by the HMAC algorithm."),
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(Hmac, agrees_with_rfc_4231) {
    for (const Case& each : rfc_4231) {
        EXPECT_EQ(code_of(each.key, each.message).substr(0, each.code.size()), each.code);
    }
}

TEST(Hmac, agrees_with_another_implementation) {
    std::mt19937 random(2);
    const auto random_bytes = [&](std::size_t size) {
        std::vector<std::uint8_t> bytes(size);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        return bytes;
    };
    std::vector<Case> cases;
    std::vector<std::string> lines;
    for (std::size_t size = 0; size <= 300; ++size) {
        // Keys and messages around the size of a block are among them.
        cases.push_back({random_bytes(1 + size % 100), random_bytes(size), {}});
        lines.push_back(hex_of(cases.back().message) + " " + hex_of(cases.back().key));
    }
    const std::vector<std::string> expected = ask_perl("hmac_sha256_hex(@F)", lines);
    ASSERT_EQ(expected.size(), cases.size());
    for (std::size_t n = 0; n < cases.size(); ++n) {
        EXPECT_EQ(code_of(cases[n].key, cases[n].message), expected[n]) << n;
    }
}

TEST(Hmac, gives_the_same_code_each_time) {
    HmacKey key;
    key.assign(counted_key());
    const std::vector<std::uint8_t> message(50, 0xCD);
    EXPECT_EQ(key.authenticate(message), key.authenticate(message));
}

TEST(Hmac, compares_each_byte) {
    std::array<std::uint8_t, 16> a{};
    EXPECT_TRUE(equals_in_constant_time(a, std::array<std::uint8_t, 16>{}));
    for (std::size_t at = 0; at < a.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            a[at] = static_cast<std::uint8_t>(1 << bit);
            EXPECT_FALSE(equals_in_constant_time(a, std::array<std::uint8_t, 16>{})) << at;
        }
        a[at] = 0;
    }
}

}  // namespace
}  // namespace mpdisc::wire
