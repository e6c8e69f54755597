// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "mpdisc/service.h"
#include "mpdisc/text.h"

namespace mpdisc {
namespace {

std::vector<std::uint8_t> packed(const std::vector<std::string>& attributes) {
    std::vector<std::uint8_t> out;
    for (const std::string& attribute : attributes) {
        out.push_back(static_cast<std::uint8_t>(attribute.size()));
        out.insert(out.end(), attribute.begin(), attribute.end());
    }
    return out;
}

/// `key=value`, `key=` or `key`, as the reader distinguished them.
std::string text_of(const Attribute& attribute) {
    std::string text(attribute.key);
    if (attribute.has_value) text += "=" + std::string(attribute.value);
    return text;
}

std::vector<std::string> listed(const Attributes& attributes) {
    std::vector<std::string> out;
    for (const Attribute attribute : attributes) out.push_back(text_of(attribute));
    return out;
}

struct AttributeCase {
    std::string attribute;
    ServiceError expected;
};

const std::vector<AttributeCase>& attribute_cases() {
    using enum ServiceError;
    static const std::vector<AttributeCase> cases{
        {"", attribute_without_key},
        {"=", attribute_without_key},
        {"=x", attribute_without_key},
        {"==", attribute_without_key},
        {"k", none},
        {"k=", none},
        {"k=v", none},
        {"k==", none},
        {"k=a=b", none},
        {" ", none},
        {" =x", none},
        {"~!@#$%^&*()", none},
        {"two words=and more", none},
        {"k\x1F", attribute_key_malformed},
        {"k\x7F", attribute_key_malformed},
        {"k\n=v", attribute_key_malformed},
        {std::string("k\0", 2), attribute_key_malformed},
        {std::string("\0=v", 3), attribute_key_malformed},
        {"\xC3\xA4=v", attribute_key_malformed},
        {"k\x80", attribute_key_malformed},
        {"k\xFF=v", attribute_key_malformed},
        {"k=\xC3\xA4\xF0\x9F\x98\x80", none},
        {"k=line\nline\t\x1B[2J\x7F\xC2\x9B", none},
        {std::string("k=\0", 3), attribute_value_not_text},
        {std::string("k=a\0b", 5), attribute_value_not_text},
        {"k=\x80", attribute_value_not_text},
        {"k=\xC3", attribute_value_not_text},
        {"k=\xC0\x80", attribute_value_not_text},
        {"k=\xED\xA0\x80", attribute_value_not_text},
        {"k=\xF4\x90\x80\x80", attribute_value_not_text},
        {std::string(limits::attribute_max, 'k'), none},
        {"k=" + std::string(253, 'v'), none},
        {std::string(254, 'k') + "=", none},
        {"=" + std::string(254, 'v'), attribute_without_key},
    };
    return cases;
}

TEST(Attributes, parse_judges_each_attribute) {
    for (const AttributeCase& c : attribute_cases()) {
        SCOPED_TRACE(c.attribute);
        const std::vector<std::uint8_t> alone = packed({c.attribute});
        const std::vector<std::uint8_t> among = packed({"first=1", c.attribute, "last"});
        Attributes out;
        EXPECT_EQ(Attributes::parse(alone, out), c.expected);
        if (c.expected == ServiceError::none) {
            EXPECT_EQ(listed(out), std::vector<std::string>{c.attribute});
        } else {
            EXPECT_TRUE(out.empty());
        }
        EXPECT_EQ(Attributes::parse(among, out), c.expected);
    }
}

TEST(Attributes, parse_accepts_an_empty_list) {
    Attributes out;
    EXPECT_EQ(Attributes::parse({}, out), ServiceError::none);
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(out.begin(), out.end());
}

TEST(Attributes, parse_refuses_a_length_beyond_the_end) {
    std::vector<std::uint8_t> bytes = packed({"a=1", "b=2"});
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        // The block has exactly this size, so that a sanitizer sees a read beyond the end.
        const auto block = std::make_unique<std::uint8_t[]>(size);
        if (size > 0) std::memcpy(block.get(), bytes.data(), size);
        Attributes out;
        const bool is_boundary = size == 0 || size == 4 || size == 8;
        EXPECT_EQ(Attributes::parse({block.get(), size}, out),
                  is_boundary ? ServiceError::none : ServiceError::attribute_too_long)
            << size;
    }
    bytes = {255, 'k'};
    Attributes out;
    EXPECT_EQ(Attributes::parse(bytes, out), ServiceError::attribute_too_long);
}

TEST(Attributes, parse_leaves_out_unchanged_on_an_error) {
    const std::vector<std::uint8_t> good = packed({"kept=1"});
    const std::vector<std::uint8_t> bad = packed({"a", "b", "=c"});
    Attributes out;
    ASSERT_EQ(Attributes::parse(good, out), ServiceError::none);
    ASSERT_EQ(Attributes::parse(bad, out), ServiceError::attribute_without_key);
    EXPECT_EQ(listed(out), std::vector<std::string>{"kept=1"});
}

TEST(Attributes, parse_refuses_a_key_twice_in_any_case_and_place) {
    const std::vector<std::vector<std::string>> twice{
        {"a", "a"}, {"a", "A"}, {"a=1", "A=2"}, {"a", "b", "a=1"}, {"Path=/", "x", "y", "pATH"}};
    for (const auto& attributes : twice) {
        const std::vector<std::uint8_t> bytes = packed(attributes);
        Attributes out;
        EXPECT_EQ(Attributes::parse(bytes, out), ServiceError::attribute_duplicate);
    }
    const std::vector<std::uint8_t> distinct = packed({"a", "ab", "b=a", "[", "{"});
    Attributes out;
    EXPECT_EQ(Attributes::parse(distinct, out), ServiceError::none);
}

TEST(Attributes, parse_accepts_at_most_the_limit) {
    std::vector<std::string> attributes;
    for (std::size_t i = 0; i < limits::attributes_max; ++i) {
        attributes.push_back("k" + std::to_string(i));
    }
    const std::vector<std::uint8_t> full = packed(attributes);
    Attributes out;
    EXPECT_EQ(Attributes::parse(full, out), ServiceError::none);
    EXPECT_EQ(listed(out), attributes);
    attributes.push_back("more");
    const std::vector<std::uint8_t> over = packed(attributes);
    EXPECT_EQ(Attributes::parse(over, out), ServiceError::attributes_too_many);
}

TEST(Attributes, iteration_distinguishes_key_empty_value_and_value) {
    const std::vector<std::uint8_t> bytes = packed({"a", "b=", "c=d=e"});
    Attributes attributes;
    ASSERT_EQ(Attributes::parse(bytes, attributes), ServiceError::none);
    auto it = attributes.begin();
    EXPECT_EQ((*it).key, "a");
    EXPECT_FALSE((*it).has_value);
    ++it;
    EXPECT_EQ((*it).key, "b");
    EXPECT_TRUE((*it).has_value);
    EXPECT_EQ((*it).value, "");
    ++it;
    EXPECT_EQ((*it).key, "c");
    EXPECT_EQ((*it).value, "d=e");
    ++it;
    EXPECT_EQ(it, attributes.end());
    EXPECT_EQ(attributes.packed().data(), bytes.data());
    EXPECT_EQ(attributes.packed().size(), bytes.size());
}

TEST(Attributes, find_compares_whole_keys_without_case) {
    const std::vector<std::uint8_t> bytes = packed({"path=/a", "Pat", "tls="});
    Attributes attributes;
    ASSERT_EQ(Attributes::parse(bytes, attributes), ServiceError::none);
    Attribute found;
    ASSERT_TRUE(attributes.find("PATH", found));
    EXPECT_EQ(text_of(found), "path=/a");
    ASSERT_TRUE(attributes.find("pat", found));
    EXPECT_EQ(text_of(found), "Pat");
    ASSERT_TRUE(attributes.find("tls", found));
    EXPECT_TRUE(found.has_value);
    for (const char* absent : {"", "pa", "paths", "/a", "path=", "path=/a"}) {
        EXPECT_FALSE(attributes.find(absent, found)) << absent;
        EXPECT_EQ(found.key, "tls");
    }
    EXPECT_FALSE(Attributes{}.find("path", found));
}

TEST(Attributes, parse_survives_any_bytes) {
    std::mt19937 random(1);
    const std::string alphabet = std::string("aAbB==\x00\x01\x7F ", 11) + "\xC3\xA4\xFF";
    int accepted = 0;
    for (int round = 0; round < 200'000; ++round) {
        const std::size_t size = random() % 40;
        const auto block = std::make_unique<std::uint8_t[]>(size);
        const bool is_likely = round % 2 == 0;
        std::size_t next_length = 0;
        for (std::size_t i = 0; i < size; ++i) {
            block[i] = static_cast<std::uint8_t>(random());
            if (is_likely)
                block[i] = static_cast<std::uint8_t>(alphabet[block[i] % alphabet.size()]);
            if (is_likely && i == next_length) {
                block[i] = static_cast<std::uint8_t>(1 + random() % 4);
                next_length += 1U + block[i];
            }
        }
        Attributes out;
        if (Attributes::parse({block.get(), size}, out) != ServiceError::none) {
            EXPECT_TRUE(out.empty());
            continue;
        }
        ++accepted;
        AttributeSet again;
        for (const Attribute attribute : out) {
            ASSERT_EQ(again.add(text_of(attribute)), ServiceError::none);
        }
        ASSERT_TRUE(std::equal(out.packed().begin(), out.packed().end(),
                               again.view().packed().begin(), again.view().packed().end()));
        ASSERT_EQ(out.packed().size(), size);
    }
    EXPECT_GT(accepted, 1'000);
}

TEST(AttributeSet, add_judges_each_attribute_as_parse_does) {
    for (const AttributeCase& c : attribute_cases()) {
        SCOPED_TRACE(c.attribute);
        AttributeSet set;
        ASSERT_EQ(set.add("first=1"), ServiceError::none);
        EXPECT_EQ(set.add(c.attribute), c.expected);
        std::vector<std::string> expected{"first=1"};
        if (c.expected == ServiceError::none) expected.push_back(c.attribute);
        EXPECT_EQ(listed(set.view()), expected);
    }
}

TEST(AttributeSet, starts_empty) {
    EXPECT_TRUE(AttributeSet{}.view().empty());
}

TEST(AttributeSet, refuses_an_attribute_over_its_length) {
    AttributeSet set;
    EXPECT_EQ(set.add(std::string(limits::attribute_max + 1, 'k')),
              ServiceError::attribute_too_long);
    EXPECT_EQ(set.add("k=" + std::string(254, 'v')), ServiceError::attribute_too_long);
    EXPECT_EQ(set.add("k=" + std::string(100'000, 'v')), ServiceError::attribute_too_long);
    EXPECT_TRUE(set.view().empty());
}

TEST(AttributeSet, refuses_a_key_that_it_has) {
    AttributeSet set;
    ASSERT_EQ(set.add("path=/"), ServiceError::none);
    EXPECT_EQ(set.add("PATH"), ServiceError::attribute_duplicate);
    EXPECT_EQ(set.add("path=/"), ServiceError::attribute_duplicate);
    EXPECT_EQ(listed(set.view()), std::vector<std::string>{"path=/"});
}

TEST(AttributeSet, refuses_one_more_than_the_limit) {
    AttributeSet set;
    for (std::size_t i = 0; i < limits::attributes_max; ++i) {
        ASSERT_EQ(set.add("k" + std::to_string(i)), ServiceError::none);
    }
    const std::vector<std::string> before = listed(set.view());
    EXPECT_EQ(set.add("more"), ServiceError::attributes_too_many);
    EXPECT_EQ(listed(set.view()), before);
    EXPECT_EQ(before.size(), limits::attributes_max);
}

TEST(AttributeSet, fills_its_last_byte_and_refuses_more) {
    const auto attribute = [](char key, std::size_t size) {
        return std::string(1, key) + "=" + std::string(size - 2, 'v');
    };
    AttributeSet set;
    char key = 'a';
    std::size_t room = limits::attributes_bytes_max;
    while (room > 201) {
        ASSERT_EQ(set.add(attribute(key++, 200)), ServiceError::none);
        room -= 201;
    }
    ASSERT_GE(room, 4U);
    EXPECT_EQ(set.add(attribute(key, room)), ServiceError::attributes_too_large);
    EXPECT_EQ(set.add(attribute(key, room - 1)), ServiceError::none);
    EXPECT_EQ(set.view().packed().size(), limits::attributes_bytes_max);
    EXPECT_EQ(set.add("z"), ServiceError::attributes_too_large);
    EXPECT_EQ(set.view().packed().size(), limits::attributes_bytes_max);
}

TEST(AttributeSet, copies_are_independent) {
    AttributeSet set;
    ASSERT_EQ(set.add("a=1"), ServiceError::none);
    AttributeSet copy = set;
    ASSERT_EQ(copy.add("b=2"), ServiceError::none);
    EXPECT_EQ(listed(set.view()), std::vector<std::string>{"a=1"});
    EXPECT_EQ(listed(copy.view()), (std::vector<std::string>{"a=1", "b=2"}));
}

TEST(Attributes, parse_accepts_what_a_service_can_have_and_no_more) {
    std::vector<std::string> attributes;
    for (int n = 0; n < 4; ++n)
        attributes.push_back(std::string(1, static_cast<char>('a' + n)) + "=" +
                             std::string(253, 'v'));
    Attributes out;
    ASSERT_EQ(packed(attributes).size(), limits::attributes_bytes_max);
    AttributeSet set;
    const std::vector<std::uint8_t> most = packed(attributes);
    ASSERT_EQ(Attributes::parse(most, out), ServiceError::none);
    set.assign(out);
    EXPECT_EQ(listed(set.view()), attributes);
    set.assign(set.view());
    EXPECT_EQ(listed(set.view()), attributes);
    EXPECT_EQ(set.add("f"), ServiceError::attributes_too_large);
    attributes.push_back("e");
    const std::vector<std::uint8_t> more = packed(attributes);
    EXPECT_EQ(Attributes::parse(more, out), ServiceError::attributes_too_large);
}

}  // namespace
}  // namespace mpdisc
