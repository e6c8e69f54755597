// SPDX-License-Identifier: MIT
#include "mpdisc/keys.h"

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

namespace mpdisc {
namespace {

const std::string digits_32 = "000102030405060708090A0B0C0d0e0f";

std::string of_size(std::size_t bytes) {
    std::string text;
    for (std::size_t n = 0; n < bytes; ++n) text += "5a";
    return text;
}

void expect_fault(const std::string& text, KeyError error, std::size_t line) {
    KeySet keys;
    ASSERT_EQ(keys.add(std::vector<std::uint8_t>(20, 7)), KeyError::none);
    const KeyFault fault = parse_keys(text, keys);
    EXPECT_EQ(fault.error, error) << text;
    EXPECT_EQ(fault.line, line) << text;
    // The earlier key stays.
    ASSERT_GE(keys.size(), 1U);
    EXPECT_EQ(keys[0][0], 7);
}

KeySet expect_keys(const std::string& text) {
    KeySet keys;
    const KeyFault fault = parse_keys(text, keys);
    EXPECT_EQ(fault.error, KeyError::none) << text << to_text(fault.error);
    return keys;
}

TEST(Keys, are_read_one_a_line) {
    const KeySet keys = expect_keys("# the new one\n" + digits_32 + "\n\n \t\r\n  " + of_size(64) +
                                    " \t# until May\r\n" + of_size(17));
    ASSERT_EQ(keys.size(), 3U);
    ASSERT_EQ(keys[0].size(), 16U);
    for (std::size_t n = 0; n < 16; ++n) EXPECT_EQ(keys[0][n], n);
    EXPECT_EQ(keys[1].size(), 64U);
    EXPECT_EQ(keys[2].size(), 17U);
    EXPECT_EQ(keys[2][16], 0x5A);
}

TEST(Keys, are_at_most_four) {
    const std::string line = digits_32 + "\n";
    EXPECT_EQ(expect_keys(line + line + line + line).size(), limits::keys_max);
    EXPECT_TRUE(expect_keys(line)[1].empty());
    EXPECT_TRUE(expect_keys(line + line + line + line)[limits::keys_max].empty());
    // expect_fault() has added one key before.
    expect_fault(line + line + "\n" + line + line, KeyError::too_many, 5);
}

TEST(Keys, have_16_to_64_bytes) {
    EXPECT_EQ(expect_keys(of_size(16))[0].size(), 16U);
    EXPECT_EQ(expect_keys(of_size(64))[0].size(), 64U);
    expect_fault(of_size(15), KeyError::too_short, 1);
    expect_fault("\n" + of_size(65), KeyError::too_long, 2);
    expect_fault(of_size(5000), KeyError::too_long, 1);
}

TEST(Keys, are_hexadecimal) {
    expect_fault(digits_32 + "\n" + digits_32 + "a", KeyError::not_hexadecimal, 2);
    expect_fault("0x" + digits_32, KeyError::not_hexadecimal, 1);
    expect_fault(digits_32 + " " + digits_32, KeyError::not_hexadecimal, 1);
    expect_fault("G" + of_size(16) + "0", KeyError::not_hexadecimal, 1);
    expect_fault(std::string(digits_32.size(), '\0'), KeyError::not_hexadecimal, 1);
    expect_fault("\xC3\xBC" + digits_32, KeyError::not_hexadecimal, 1);
}

TEST(Keys, must_not_be_missing) {
    for (const char* text : {"", "\n# nothing\n", "#"}) {
        KeySet keys;
        EXPECT_EQ(parse_keys(text, keys).error, KeyError::no_key);
        EXPECT_EQ(parse_keys(text, keys).line, 0U);
    }
}

TEST(Keys, are_added_within_bounds) {
    KeySet keys;
    const std::vector<std::uint8_t> key(limits::key_bytes_max + 1, 9);
    EXPECT_EQ(keys.add(std::span(key).first(15)), KeyError::too_short);
    EXPECT_EQ(keys.add(key), KeyError::too_long);
    EXPECT_TRUE(keys.is_empty());
    for (std::size_t n = 0; n < limits::keys_max; ++n) {
        EXPECT_EQ(keys.add(std::span(key).first(16 + n)), KeyError::none);
    }
    EXPECT_EQ(keys.add(std::span(key).first(16)), KeyError::too_many);
    for (std::size_t n = 0; n < limits::keys_max; ++n) EXPECT_EQ(keys[n].size(), 16 + n);
}

TEST(Keys, are_wiped_by_the_destructor) {
    alignas(KeySet) std::array<std::uint8_t, sizeof(KeySet)> memory{};
    auto* const keys = new (memory.data()) KeySet;
    ASSERT_EQ(keys->add(std::vector<std::uint8_t>(64, 0x77)), KeyError::none);
    keys->~KeySet();
    EXPECT_EQ(memory, decltype(memory){});
}

TEST(Keys, do_not_appear_in_error_messages) {
    for (int n = 0; n <= static_cast<int>(KeyError::file_too_large); ++n) {
        const std::string text = to_text(static_cast<KeyError>(n));
        EXPECT_NE(text, "unknown error");
        EXPECT_EQ(text.find(digits_32.substr(0, 8)), std::string::npos);
    }
    EXPECT_STREQ(to_text(static_cast<KeyError>(200)), "unknown error");
}

}  // namespace
}  // namespace mpdisc
