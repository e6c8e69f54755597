// SPDX-License-Identifier: MIT
#include "mpdisc/name_pattern.h"

#include <array>
#include <cstddef>

#include "mpdisc/text.h"

namespace mpdisc {
namespace {

/// What one place of a pattern stands for.
struct Element {
    enum class Kind : unsigned char { byte, character, text };

    Kind kind = Kind::byte;
    /// The byte itself.
    char byte = '\0';
    /// How many bytes the pattern has for it.
    std::size_t size = 1;
};

Element element_at(std::string_view pattern, std::size_t at) {
    const char c = pattern[at];
    if (c == '*') return {Element::Kind::text};
    if (c == '?') return {Element::Kind::character};
    const char next = c == '\\' && at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (next == '*' || next == '?' || next == '\\') return {Element::Kind::byte, next, 2};
    return {Element::Kind::byte, c};
}

/// Where the character after the one at `at` begins. The text is UTF-8.
std::size_t after_character(std::string_view text, std::size_t at) {
    do {
        ++at;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

}  // namespace

bool has_wildcards(std::string_view pattern) {
    std::size_t at = 0;
    while (at < pattern.size()) {
        const Element element = element_at(pattern, at);
        if (element.kind != Element::Kind::byte) return true;
        at += element.size;
    }
    return false;
}

std::string_view plain_name(std::string_view pattern,
                            std::span<char, limits::name_pattern_max> room) {
    if (pattern.size() > room.size()) return pattern;
    std::size_t size = 0;
    std::size_t at = 0;
    while (at < pattern.size()) {
        const Element element = element_at(pattern, at);
        room[size++] = element.byte;
        at += element.size;
    }
    return {room.data(), size};
}

ServiceError check_name_pattern(std::string_view pattern) {
    if (pattern.empty()) return ServiceError::name_empty;
    if (!is_name_text(pattern)) return ServiceError::name_not_text;
    std::array<char, limits::name_pattern_max> room;
    const bool fits = has_wildcards(pattern)
                          ? pattern.size() <= room.size()
                          : plain_name(pattern, room).size() <= limits::instance_name_max;
    return fits ? ServiceError::none : ServiceError::name_too_long;
}

bool matches_name_pattern(std::string_view pattern, std::string_view name) {
    std::size_t place = 0;
    std::size_t at = 0;
    // The place after the last `*` so far, and where the text that this `*` stands for ends. Only
    // this one need be tried again: an earlier `*` that stood for more would gain nothing.
    std::size_t retry_place = 0;
    std::size_t retry_at = 0;
    while (place < pattern.size() || at < name.size()) {
        const bool has_element = place < pattern.size();
        const Element element = has_element ? element_at(pattern, place) : Element{};
        if (has_element && element.kind == Element::Kind::text) {
            retry_place = ++place;
            retry_at = at;
            continue;
        }
        const bool is_any = element.kind == Element::Kind::character;
        if (has_element && at < name.size() &&
            (is_any || to_lower(element.byte) == to_lower(name[at]))) {
            place += element.size;
            at = is_any ? after_character(name, at) : at + 1;
            continue;
        }
        if (retry_place == 0 || retry_at == name.size()) return false;
        retry_at = after_character(name, retry_at);
        place = retry_place;
        at = retry_at;
    }
    return true;
}

}  // namespace mpdisc
