// SPDX-License-Identifier: MIT
#include "mpdisc/keys.h"

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc {
static_assert(limits::key_bytes_min == 16 && limits::key_bytes_max == 64 && limits::keys_max == 4,
              "the texts below name these bounds");

const char* to_text(KeyError error) {
    if (error == KeyError::none) return "no error";
    // The first text covers all errors of a single key.
    constexpr auto& texts =
        "a key must have 16 to 64 bytes, each of two hexadecimal digits\0"
        "at most 4 keys are allowed\0"
        "it contains no key\0"
        "it cannot be read\0"
        "it is not a regular file\0"
        "neither this user nor root owns it\0"
        "other users can access it (see chmod)\0"
        "it has more than 4096 bytes";
    constexpr auto first = static_cast<std::size_t>(KeyError::not_hexadecimal);
    constexpr std::size_t count = count_texts(texts);
    static_assert(first + count == static_cast<std::size_t>(KeyError::file_too_large) + 1);
    const std::size_t number = std::max(first, static_cast<std::size_t>(error));
    return nth_error_text(texts, count, number - first);
}

void wipe_memory(void* memory, std::size_t size) {
    for (volatile auto* byte = static_cast<std::uint8_t*>(memory); size > 0; --size) *byte++ = 0;
}

KeyError KeySet::make_place(std::size_t size, Key*& out) {
    if (size < limits::key_bytes_min) return KeyError::too_short;
    if (size > limits::key_bytes_max) return KeyError::too_long;
    if (count_ == keys_.size()) return KeyError::too_many;
    out = &keys_[count_];
    out->size = size;
    return KeyError::none;
}

KeyError KeySet::add(std::span<const std::uint8_t> key) {
    Key* place = nullptr;
    const KeyError error = make_place(key.size(), place);
    if (error != KeyError::none) return error;
    std::ranges::copy(key, place->bytes.begin());
    ++count_;
    return KeyError::none;
}

KeyError KeySet::add_hexadecimal(std::string_view digits) {
    Key* place = nullptr;
    const KeyError error = make_place(digits.size() / 2, place);
    if (error != KeyError::none) return error;
    if (digits.size() % 2 != 0) return KeyError::not_hexadecimal;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int value = hex_value(digits[i]);
        if (value < 0) return KeyError::not_hexadecimal;
        std::uint8_t& byte = place->bytes[i / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
    }
    ++count_;
    return KeyError::none;
}

KeyFault parse_keys(std::string_view text, KeySet& out) {
    std::size_t line = 1;
    // The part of the line before a comment, without the blanks around it.
    std::size_t begin = 0;
    std::size_t size = 0;
    bool in_comment = false;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char c = at < text.size() ? text[at] : '\n';
        if (c == '\n') {
            const KeyError error =
                size == 0 ? KeyError::none : out.add_hexadecimal(slice(text, begin, size));
            if (error != KeyError::none) return {error, line};
            ++line;
            size = 0;
            in_comment = false;
        } else if (c == '#') {
            in_comment = true;
        } else if (!in_comment && c != ' ' && c != '\t' && c != '\r') {
            if (size == 0) begin = at;
            size = at + 1 - begin;
        }
    }
    return {out.is_empty() ? KeyError::no_key : KeyError::none};
}

}  // namespace mpdisc
