// SPDX-License-Identifier: MIT
#include "wire/sha256.h"

#include <bit>

namespace mpdisc::wire {
namespace {

constexpr std::size_t rounds = 64;

/// FIPS 180-4, 4.2.2.
constexpr std::array<std::uint32_t, rounds> constants = {
    0x428A'2F98, 0x7137'4491, 0xB5C0'FBCF, 0xE9B5'DBA5, 0x3956'C25B, 0x59F1'11F1, 0x923F'82A4,
    0xAB1C'5ED5, 0xD807'AA98, 0x1283'5B01, 0x2431'85BE, 0x550C'7DC3, 0x72BE'5D74, 0x80DE'B1FE,
    0x9BDC'06A7, 0xC19B'F174, 0xE49B'69C1, 0xEFBE'4786, 0x0FC1'9DC6, 0x240C'A1CC, 0x2DE9'2C6F,
    0x4A74'84AA, 0x5CB0'A9DC, 0x76F9'88DA, 0x983E'5152, 0xA831'C66D, 0xB003'27C8, 0xBF59'7FC7,
    0xC6E0'0BF3, 0xD5A7'9147, 0x06CA'6351, 0x1429'2967, 0x27B7'0A85, 0x2E1B'2138, 0x4D2C'6DFC,
    0x5338'0D13, 0x650A'7354, 0x766A'0ABB, 0x81C2'C92E, 0x9272'2C85, 0xA2BF'E8A1, 0xA81A'664B,
    0xC24B'8B70, 0xC76C'51A3, 0xD192'E819, 0xD699'0624, 0xF40E'3585, 0x106A'A070, 0x19A4'C116,
    0x1E37'6C08, 0x2748'774C, 0x34B0'BCB5, 0x391C'0CB3, 0x4ED8'AA4A, 0x5B9C'CA4F, 0x682E'6FF3,
    0x748F'82EE, 0x78A5'636F, 0x84C8'7814, 0x8CC7'0208, 0x90BE'FFFA, 0xA450'6CEB, 0xBEF9'A3F7,
    0xC671'78F2};

/// The exclusive or of three rotations; with `shifts`, the third one is a shift.
std::uint32_t mix(std::uint32_t word, int first, int second, int third, bool shifts = false) {
    const std::uint32_t last = shifts ? word >> third : std::rotr(word, third);
    return std::rotr(word, first) ^ std::rotr(word, second) ^ last;
}

}  // namespace

void Sha256::add(Bytes bytes) {
    for (const std::uint8_t byte : bytes) {
        block_[length_ % block_size] = byte;
        if (++length_ % block_size == 0) process_block();
    }
}

/// FIPS 180-4, 6.2.2.
void Sha256::process_block() {
    std::array<std::uint32_t, rounds> w;
    State s = state_;
    for (std::size_t t = 0; t < rounds; ++t) {
        if (t < 16) {
            const std::uint8_t* const at = block_.data() + t * 4;
            w[t] = std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 |
                   std::uint32_t{at[2]} << 8 | at[3];
        } else {
            w[t] = mix(w[t - 2], 17, 19, 10, true) + w[t - 7] + mix(w[t - 15], 7, 18, 3, true) +
                   w[t - 16];
        }
        const std::uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        const std::uint32_t t1 = s[7] + mix(s[4], 6, 11, 25) + choice + constants[t] + w[t];
        const std::uint32_t t2 = mix(s[0], 2, 13, 22) + majority;
        s = {t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < s.size(); ++i) state_[i] += s[i];
}

Sha256::Digest Sha256::finish() {
    // FIPS 180-4, 5.1.1: a one bit, zeros, and the length in bits at the end of a block.
    const std::uint64_t bits = length_ * 8;
    std::uint8_t byte = 0x80;
    do {
        add({&byte, 1});
        byte = 0;
    } while (length_ % block_size != block_size - 8);
    for (int shift = 56; shift >= 0; shift -= 8) {
        byte = static_cast<std::uint8_t>(bits >> shift);
        add({&byte, 1});
    }
    Digest digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - i % 4 * 8));
    }
    return digest;
}

}  // namespace mpdisc::wire
