// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

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
    return split(as_text({at_ + 1, *at_}));
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

Attributes AttributeSet::view() const {
    Attributes attributes;
    attributes.packed_ = {packed_.data(), size_};
    return attributes;
}

}  // namespace mpdisc
