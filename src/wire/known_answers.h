// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// mpdisc-wire.7, KNOWN_ANSWERS: which services a client has already, as a Bloom filter. One
/// that does not fit a datagram comes in shards; each asks for its part of all services alone.
struct KnownAnswers {
    /// Bits set for each service; 0: the client knows nothing, and asks for all.
    std::uint8_t hashes = 0;
    std::uint8_t shard = 0;
    std::uint8_t shards = 1;
    /// The primary is to answer with the roster alone if nothing is missing.
    bool wants_roster = false;
    Bytes bits;

    /// Whether this shard tells of the service of that hash.
    [[nodiscard]] bool covers(std::uint64_t hash) const;
    /// Whether the client asks for the service of that hash. May deny one that the client lacks:
    /// the next attempt, with other hashes, makes up for it.
    [[nodiscard]] bool asks_for(std::uint64_t hash) const;
};

/// Bits set for each service, and how many a filter has for each: then one in 120 of the services
/// that a client lacks is held back.
inline constexpr std::uint8_t known_answer_hashes = 7;
inline constexpr std::size_t known_answer_bits = 10;
inline constexpr std::uint8_t known_answer_hashes_max = 16;
/// What the field has before the bits.
inline constexpr std::size_t known_answers_overhead = 4;

/// Stands for a service in the filters of one attempt; `service` is the whole SERVICE field.
[[nodiscard]] std::uint64_t answer_hash(std::uint64_t transaction, std::uint8_t attempt,
                                        const ProviderId& provider, Bytes service);
/// Of a set of shards, the one that has the service of that hash.
[[nodiscard]] std::uint8_t shard_of(std::uint64_t hash, std::uint8_t shards);
/// Sets a service's bits in a filter of `known_answer_hashes`.
void add_known_answer(std::span<std::uint8_t> bits, std::uint64_t hash);

void parse_known_answers(ValueReader& value, KnownAnswers& out);
void encode_known_answers(Writer& writer, const KnownAnswers& known);

}  // namespace mpdisc::wire
