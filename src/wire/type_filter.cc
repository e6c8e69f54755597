// SPDX-License-Identifier: MIT
#include "wire/type_filter.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/text.h"
#include "wire/bloom_filter.h"
#include "wire/siphash.h"

namespace mpdisc::wire {
namespace {

constexpr std::uint32_t hashes = 4;
/// Bits of the filter for each type. About one in 80 other types is then contained by chance.
constexpr std::size_t bits_per_type = 10;

std::uint64_t hash_of(std::string_view type) {
    SipHash hash(0, 0);
    for (const char c : type) {
        const auto byte = static_cast<std::uint8_t>(to_lower(c));
        hash.add(Bytes(&byte, 1));
    }
    return hash.finish();
}

}  // namespace

TypeFilter::TypeFilter(std::size_t types)
    : size_(static_cast<std::uint8_t>(
          std::min((std::min(types, bits_.size()) * bits_per_type + 7) / 8, bits_.size()))) {}

TypeFilter::TypeFilter(Bytes bits) : size_(static_cast<std::uint8_t>(bits.size())) {
    expects(bits.size() <= bits_.size());
    std::ranges::copy(bits, bits_.begin());
}

void TypeFilter::add(std::string_view type) {
    expects(!is_empty());
    add_to_bloom(std::span(bits_).first(size_), hash_of(type), hashes);
}

bool TypeFilter::add_all(const TypeFilter& other) {
    bool lacked_any = false;
    if (size_ != other.size_) {
        bits_ = {0xff};
        size_ = 1;
        lacked_any = true;
    } else {
        for (std::size_t n = 0; n < bits_.size(); ++n) {
            if ((other.bits_[n] & ~bits_[n]) != 0) lacked_any = true;
            bits_[n] |= other.bits_[n];
        }
    }
    return lacked_any;
}

bool TypeFilter::may_contain(std::string_view type) const {
    if (is_empty()) return false;
    return type.empty() || bloom_may_contain(bytes(), hash_of(type), hashes);
}

}  // namespace mpdisc::wire
