// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "mpdisc/expects.h"
#include "mpdisc/service.h"
#include "mpdisc/text.h"

namespace mpdisc {
namespace {

std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Attribute split(std::string_view attribute) {
    const std::size_t equals = attribute.find('=');
    if (equals == std::string_view::npos) return {attribute, {}, false};
    return {slice(attribute, 0, equals), slice(attribute, equals + 1), true};
}

using AttributeText = FixedString<limits::attribute_max>;

/// Makes `key=value` of both.
ServiceError join(std::string_view key, std::string_view value, AttributeText& out) {
    if (key.find('=') != std::string_view::npos) return ServiceError::attribute_key_malformed;
    const bool fits = out.assign(key) && out.append("=") && out.append(value);
    return fits ? ServiceError::none : ServiceError::attribute_too_long;
}

bool is_key_character(char c) {
    return c >= 0x20 && c <= 0x7E;
}

/// Checks one attribute by itself.
ServiceError check(std::string_view attribute) {
    if (attribute.size() > limits::attribute_max) return ServiceError::attribute_too_long;
    const Attribute parts = split(attribute);
    if (parts.key.empty()) return ServiceError::attribute_without_key;
    if (!std::ranges::all_of(parts.key, is_key_character)) {
        return ServiceError::attribute_key_malformed;
    }
    if (!is_utf8(parts.value) || parts.value.find('\0') != std::string_view::npos) {
        return ServiceError::attribute_value_not_text;
    }
    return ServiceError::none;
}

/// Checks one more attribute, by itself and against the others.
ServiceError check_beside(std::string_view attribute, const Attributes& others,
                          std::size_t other_count) {
    const ServiceError error = check(attribute);
    if (error != ServiceError::none) return error;
    if (other_count == limits::attributes_max) return ServiceError::attributes_too_many;
    Attribute twin;
    if (others.find(split(attribute).key, twin)) return ServiceError::attribute_duplicate;
    return ServiceError::none;
}

}  // namespace

ServiceError Attributes::parse(std::span<const std::uint8_t> packed, Attributes& out) {
    if (packed.size() > limits::attributes_bytes_max) return ServiceError::attributes_too_large;
    Attributes checked;
    std::size_t count = 0;
    while (checked.packed_.size() < packed.size()) {
        const std::span<const std::uint8_t> rest = packed.subspan(checked.packed_.size());
        const std::size_t length = rest[0];
        // The length exceeds the bytes that are left.
        if (length >= rest.size()) return ServiceError::attribute_too_long;
        const ServiceError error = check_beside(as_text(rest.subspan(1, length)), checked, count);
        if (error != ServiceError::none) return error;
        checked.packed_ = packed.first(checked.packed_.size() + 1 + length);
        ++count;
    }
    out = checked;
    return ServiceError::none;
}

Attribute Attributes::Iterator::operator*() const {
    return split(text());
}

bool Attributes::find(std::string_view key, Attribute& out) const {
    for (const Attribute attribute : *this) {
        if (equals_ignoring_case(attribute.key, key)) {
            out = attribute;
            return true;
        }
    }
    return false;
}

ServiceError AttributeSet::add(std::string_view attribute) {
    const ServiceError error = check_beside(attribute, view(), count_);
    if (error != ServiceError::none) return error;
    if (attribute.size() >= packed_.size() - size_) return ServiceError::attributes_too_large;
    packed_[size_] = static_cast<std::uint8_t>(attribute.size());
    std::memcpy(packed_.data() + size_ + 1, attribute.data(), attribute.size());
    size_ = static_cast<std::uint16_t>(size_ + 1 + attribute.size());
    ++count_;
    return ServiceError::none;
}

ServiceError AttributeSet::add(std::string_view key, std::string_view value) {
    AttributeText text;
    const ServiceError error = join(key, value, text);
    return error == ServiceError::none ? add(text.view()) : error;
}

ServiceError AttributeSet::set(std::string_view attribute) {
    const std::string_view key = split(attribute).key;
    AttributeSet changed;
    bool is_placed = false;
    const Attributes before = view();
    for (auto each = before.begin(); each != before.end(); ++each) {
        const bool is_replaced = equals_ignoring_case((*each).key, key);
        is_placed = is_placed || is_replaced;
        const ServiceError error = changed.add(is_replaced ? attribute : each.text());
        if (error != ServiceError::none) return error;
    }
    const ServiceError error = is_placed ? ServiceError::none : changed.add(attribute);
    if (error == ServiceError::none) *this = changed;
    return error;
}

ServiceError AttributeSet::set(std::string_view key, std::string_view value) {
    AttributeText text;
    const ServiceError error = join(key, value, text);
    return error == ServiceError::none ? set(text.view()) : error;
}

bool AttributeSet::remove(std::string_view key) {
    Attribute found;
    if (!view().find(key, found)) return false;
    const auto begin = reinterpret_cast<const std::uint8_t*>(found.key.data()) - packed_.data() - 1;
    std::uint8_t* const place = packed_.data() + begin;
    const std::size_t removed = 1 + std::size_t{*place};
    size_ = static_cast<std::uint16_t>(size_ - removed);
    --count_;
    std::memmove(place, place + removed, size_ - static_cast<std::size_t>(begin));
    return true;
}

void AttributeSet::assign(const Attributes& attributes) {
    // Checked attributes fit.
    expects(attributes.packed().size() <= packed_.size());
    count_ = 0;
    for (auto each = attributes.begin(); each != attributes.end(); ++each) ++count_;
    size_ = static_cast<std::uint16_t>(attributes.packed().size());
    // They may be the ones of this set.
    if (size_ != 0) std::memmove(packed_.data(), attributes.packed().data(), size_);
}

Attributes AttributeSet::view() const {
    Attributes attributes;
    attributes.packed_ = {packed_.data(), size_};
    return attributes;
}

}  // namespace mpdisc
