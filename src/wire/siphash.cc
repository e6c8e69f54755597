// SPDX-License-Identifier: MIT
#include "wire/siphash.h"

#include <bit>

#include "wire/byte_order.h"

namespace mpdisc::wire {

SipHash::SipHash(std::uint64_t key0, std::uint64_t key1)
    : v0_(0x736F'6D65'7073'6575U ^ key0),
      v1_(0x646F'7261'6E64'6F6DU ^ key1),
      v2_(0x6C79'6765'6E65'7261U ^ key0),
      v3_(0x7465'6462'7974'6573U ^ key1) {}

void SipHash::add(Bytes bytes) {
    while (!bytes.empty()) {
        const bool is_whole = length_ % 8 == 0 && bytes.size() >= 8;
        const std::size_t size = is_whole ? 8 : 1;
        word_ = is_whole ? load_little_endian(bytes.data())
                         : word_ >> 8 | std::uint64_t{bytes[0]} << 56;
        length_ += size;
        if (length_ % 8 == 0) process_word();
        bytes = bytes.subspan(size);
    }
}

void SipHash::process_word() {
    v3_ ^= word_;
    rounds(2);
    v0_ ^= word_;
}

std::uint64_t SipHash::finish() {
    // The last word: the remaining bytes, zeros, and the length in the highest byte.
    const std::uint64_t left = length_ % 8 == 0 ? 0 : word_ >> (64 - length_ % 8 * 8);
    word_ = left | length_ << 56;
    process_word();
    v2_ ^= 0xFF;
    rounds(4);
    return v0_ ^ v1_ ^ v2_ ^ v3_;
}

void SipHash::rounds(int count) {
    for (; count > 0; --count) {
        v0_ += v1_;
        v1_ = std::rotl(v1_, 13) ^ v0_;
        v0_ = std::rotl(v0_, 32);
        v2_ += v3_;
        v3_ = std::rotl(v3_, 16) ^ v2_;
        v0_ += v3_;
        v3_ = std::rotl(v3_, 21) ^ v0_;
        v2_ += v1_;
        v1_ = std::rotl(v1_, 17) ^ v2_;
        v2_ = std::rotl(v2_, 32);
    }
}

}  // namespace mpdisc::wire
