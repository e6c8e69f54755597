// SPDX-License-Identifier: MIT
#include "wire/siphash.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

namespace mpdisc::wire {
namespace {

/// The vectors_sip64 of the reference implementation as little-endian numbers. The n-th one is the
/// hash of the bytes 0, 1, ..., n - 1, and the bytes 0 to 15 are the key.
constexpr std::array<std::uint64_t, 64> reference = {
    0x726F'DB47'DD0E'0E31U, 0x74F8'39C5'93DC'67FDU, 0x0D6C'8009'D9A9'4F5AU, 0x8567'6696'D7FB'7E2DU,
    0xCF27'94E0'2771'87B7U, 0x1876'5564'CD99'A68DU, 0xCBC9'466E'58FE'E3CEU, 0xAB02'00F5'8B01'D137U,
    0x93F5'F579'9A93'2462U, 0x9E00'82DF'0BA9'E4B0U, 0x7A5D'BBC5'94DD'B9F3U, 0xF4B3'2F46'226B'ADA7U,
    0x751E'8FBC'860E'E5FBU, 0x14EA'5627'C084'3D90U, 0xF723'CA90'8E7A'F2EEU, 0xA129'CA61'49BE'45E5U,
    0x3F2A'CC7F'57C2'9BDBU, 0x699A'E9F5'2CBE'4794U, 0x4BC1'B3F0'968D'D39CU, 0xBB6D'C91D'A779'61BDU,
    0xBED6'5CF2'1AA2'EE98U, 0xD0F2'CBB0'2E3B'67C7U, 0x9353'6795'E3A3'3E88U, 0xA80C'038C'CD5C'CEC8U,
    0xB8AD'50C6'F649'AF94U, 0xBCE1'92DE'8A85'B8EAU, 0x17D8'35B8'5BBB'15F3U, 0x2F2E'6163'076B'CFADU,
    0xDE4D'AAAC'A71D'C9A5U, 0xA6A2'5066'8795'6571U, 0xAD87'A353'5C49'EF28U, 0x32D8'92FA'D841'C342U,
    0x7127'512F'72F2'7CCEU, 0xA7F3'2346'F959'78E3U, 0x12E0'B01A'BB05'1238U, 0x15E0'34D4'0FA1'97AEU,
    0x314D'FFBE'0815'A3B4U, 0x0279'90F0'2962'3981U, 0xCADC'D4E5'9EF4'0C4DU, 0x9ABF'D876'6A33'735CU,
    0x0E3E'A96B'5304'A7D0U, 0xAD0C'42D6'FC58'5992U, 0x1873'06C8'9BC2'15A9U, 0xD4A6'0ABC'F379'2B95U,
    0xF935'451D'E4F2'1DF2U, 0xA953'8F04'1975'5787U, 0xDB9A'CDDF'F56C'A510U, 0xD06C'98CD'5C09'75EBU,
    0xE612'A3CB'9ECB'A951U, 0xC766'E62C'FCAD'AF96U, 0xEE64'435A'9752'FE72U, 0xA192'D576'B245'165AU,
    0x0A87'87BF'8ECB'74B2U, 0x81B3'E73D'20B4'9B6FU, 0x7FA8'220B'A3B2'ECEAU, 0x2457'31C1'3CA4'2499U,
    0xB78D'BFAF'3A8D'83BDU, 0xEA1A'D565'322A'1A0BU, 0x60E6'1C23'A379'5013U, 0x6606'D7E4'4628'2B93U,
    0x6CA4'ECB1'5C5F'91E1U, 0x9F62'6DA1'5C96'25F3U, 0xE51B'3860'8EF2'5F57U, 0x958A'324C'EB06'4572U};

constexpr std::uint64_t key0 = 0x0706'0504'0302'0100U;
constexpr std::uint64_t key1 = 0x0F0E'0D0C'0B0A'0908U;

std::array<std::uint8_t, 64> counted_bytes() {
    std::array<std::uint8_t, 64> bytes;
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    return bytes;
}

std::uint64_t hash_of(Bytes bytes, std::uint64_t k0 = key0, std::uint64_t k1 = key1) {
    SipHash hash(k0, k1);
    hash.add(bytes);
    return hash.finish();
}

TEST(SipHash, agrees_with_the_reference_implementation) {
    const auto bytes = counted_bytes();
    for (std::size_t length = 0; length < reference.size(); ++length) {
        EXPECT_EQ(hash_of(Bytes(bytes).first(length)), reference[length]) << length;
    }
}

TEST(SipHash, is_the_same_for_an_input_in_parts) {
    const auto bytes = counted_bytes();
    for (std::size_t length = 0; length < reference.size(); ++length) {
        const Bytes whole = Bytes(bytes).first(length);
        for (std::size_t first = 0; first <= length; ++first) {
            for (std::size_t second = first; second <= length; ++second) {
                SipHash hash(key0, key1);
                hash.add(whole.first(first));
                hash.add(whole.subspan(first, second - first));
                hash.add(whole.subspan(second));
                ASSERT_EQ(hash.finish(), reference[length]) << first << ", " << second;
            }
        }
    }
}

TEST(SipHash, is_the_same_for_an_input_in_single_bytes) {
    const auto bytes = counted_bytes();
    SipHash hash(key0, key1);
    for (std::size_t length = 0; length < 63; ++length) hash.add(Bytes(bytes).subspan(length, 1));
    EXPECT_EQ(hash.finish(), reference[63]);
}

/// SipHash uses only the last byte of the length. The other bytes of a long input must not be lost.
TEST(SipHash, depends_on_each_byte_and_on_the_length_of_a_long_input) {
    std::array<std::uint8_t, 1024> zeros = {};
    EXPECT_NE(hash_of(Bytes(zeros).first(256)), hash_of(Bytes(zeros).first(512)));
    EXPECT_NE(hash_of(Bytes(zeros).first(256)), hash_of({}));
    const std::uint64_t of_zeros = hash_of(zeros);
    for (std::size_t at = 0; at < zeros.size(); ++at) {
        zeros[at] = 1;
        EXPECT_NE(hash_of(zeros), of_zeros) << at;
        zeros[at] = 0;
    }
}

TEST(SipHash, depends_on_both_halves_of_the_key) {
    const auto bytes = counted_bytes();
    EXPECT_NE(hash_of(bytes, key0 ^ 1, key1), hash_of(bytes));
    EXPECT_NE(hash_of(bytes, key0, key1 ^ 1), hash_of(bytes));
    EXPECT_NE(hash_of(bytes, key1, key0), hash_of(bytes));
}

}  // namespace
}  // namespace mpdisc::wire
