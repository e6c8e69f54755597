// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// mpdisc-wire.7, KNOWN_ANSWERS: the services that a client already has, as a Bloom filter. A
/// filter that does not fit a datagram is sent in shards. Each shard asks for its own part of the
/// services.
struct KnownAnswers {
    /// Bits set for each service; 0: the client knows nothing and asks for all.
    std::uint8_t hashes = 0;
    std::uint8_t shard = 0;
    std::uint8_t shards = 1;
    /// Asks the primary to answer with the roster alone if nothing is missing.
    bool wants_roster = false;
    Bytes bits;

    /// Whether a service with this hash belongs to this shard.
    [[nodiscard]] bool covers(std::uint64_t hash) const;
    /// Whether the client asks for a service with this hash. May be false for a service that the
    /// client lacks. The next attempt makes up for it, because it has other hashes.
    [[nodiscard]] bool asks_for(std::uint64_t hash) const;
};

/// Bits set for each service, and bits of the filter for each service. With these numbers,
/// providers hold back one in 120 of the services that the client lacks.
inline constexpr std::uint8_t known_answer_hashes = 7;
inline constexpr std::size_t known_answer_bits = 10;
inline constexpr std::uint8_t known_answer_hashes_max = 16;
/// The bytes of the field before the bits.
inline constexpr std::size_t known_answers_overhead = 4;

/// The hash of a service for the filters of one attempt. `service` is the whole SERVICE field.
[[nodiscard]] std::uint64_t answer_hash(std::uint64_t transaction, std::uint8_t attempt,
                                        const ProviderId& provider, Bytes service);
/// The shard that a service with this hash belongs to.
[[nodiscard]] std::uint8_t shard_of(std::uint64_t hash, std::uint8_t shards);
/// Sets the bits of a service, `known_answer_hashes` in number.
void add_known_answer(std::span<std::uint8_t> bits, std::uint64_t hash);

void parse_known_answers(ValueReader& value, KnownAnswers& out);
void encode_known_answers(Writer& writer, const KnownAnswers& known);

}  // namespace mpdisc::wire
