// SPDX-License-Identifier: MIT
#include "wire/known_answers.h"

#include "wire/bloom_filter.h"
#include "wire/siphash.h"

namespace mpdisc::wire {
namespace {

/// mpdisc-wire.7, KNOWN_ANSWERS: the known bit of its flags. Receivers ignore the others.
constexpr std::uint8_t flag_wants_roster = 1;

}  // namespace

std::uint64_t answer_hash(std::uint64_t transaction, std::uint8_t attempt,
                          const ProviderId& provider, Bytes service) {
    SipHash hash(transaction, attempt);
    hash.add(provider.bytes);
    hash.add(service);
    return hash.finish();
}

std::uint8_t shard_of(std::uint64_t hash, std::uint8_t shards) {
    return static_cast<std::uint8_t>((hash >> 48) * shards >> 16);
}

bool KnownAnswers::covers(std::uint64_t hash) const {
    return hashes == 0 || shard_of(hash, shards) == shard;
}

bool KnownAnswers::asks_for(std::uint64_t hash) const {
    if (hashes == 0) return true;
    return covers(hash) && !bloom_may_contain(bits, hash, hashes);
}

void add_known_answer(std::span<std::uint8_t> bits, std::uint64_t hash) {
    add_to_bloom(bits, hash, known_answer_hashes);
}

void parse_known_answers(ValueReader& value, KnownAnswers& out) {
    out.wants_roster = (value.u8() & flag_wants_roster) != 0;
    out.hashes = value.u8();
    out.shard = value.u8();
    out.shards = value.u8();
    out.bits = value.remaining();
    if (out.hashes == 0 || out.hashes > known_answer_hashes_max || out.shard >= out.shards ||
        out.bits.empty()) {
        value.fail();
    }
}

void encode_known_answers(Writer& writer, const KnownAnswers& known) {
    const std::size_t mark = writer.begin_field(FieldType::known_answers);
    writer.u8(known.wants_roster ? flag_wants_roster : 0);
    writer.u8(known.hashes);
    writer.u8(known.shard);
    writer.u8(known.shards);
    writer.bytes(known.bits);
    writer.end_field(mark);
}

}  // namespace mpdisc::wire
