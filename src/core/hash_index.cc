// SPDX-License-Identifier: MIT
#include "core/hash_index.h"
#include "mpdisc/expects.h"

namespace mpdisc::core {
namespace {

constexpr std::size_t slots_min = 16;

/// The finalizer of SplitMix64: each input bit changes each output bit half the time.
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58'476D'1CE4'E5B9U;
    value = (value ^ (value >> 27)) * 0x94D0'49BB'1331'11EBU;
    return value ^ (value >> 31);
}

}  // namespace

bool HashIndex::reserve_one() {
    if ((count_ + 1) * 2 <= slots_.size()) return true;
    const std::size_t wanted = slots_.empty() ? slots_min : slots_.size() * 2;
    Array<Slot> grown;
    if (!grown.reserve(wanted)) return false;
    for (std::size_t i = 0; i < wanted; ++i) {
        if (!grown.push_back(Slot{})) return false;
    }
    slots_.swap(grown);
    count_ = 0;
    for (const Slot& slot : grown.view()) {
        if (slot.entry != none) insert(slot.hash, slot.entry);
    }
    return true;
}

void HashIndex::insert(std::uint64_t hash, std::uint32_t entry) {
    expects((count_ + 1) * 2 <= slots_.size());  // reserve_one() comes first
    std::size_t at = home(hash);
    while (slots_[at].entry != none) at = next(at);
    slots_[at] = {hash, entry};
    ++count_;
}

void HashIndex::erase(std::uint64_t hash, std::uint32_t entry) {
    std::size_t hole = home(hash);
    while (slots_[hole].entry != entry) {
        expects(slots_[hole].entry != none);  // the entry must be there
        hole = next(hole);
    }
    // Entries behind the hole move up, unless they would come before their home.
    for (std::size_t at = next(hole); slots_[at].entry != none; at = next(at)) {
        const std::size_t mask = slots_.size() - 1;
        const std::size_t from_home = (at - home(slots_[at].hash)) & mask;
        if (from_home < ((at - hole) & mask)) continue;
        slots_[hole] = slots_[at];
        hole = at;
    }
    slots_[hole] = Slot{};
    --count_;
}

std::uint64_t keyed_hash(std::uint64_t key, std::span<const std::uint8_t> bytes) {
    std::uint64_t state = mix(key ^ bytes.size());
    std::uint64_t word = 0;
    std::size_t filled = 0;
    for (const std::uint8_t byte : bytes) {
        word = word << 8 | byte;
        if (++filled == 8) {
            state = mix(state ^ word) + key;
            word = 0;
            filled = 0;
        }
    }
    return mix(state ^ word);
}

}  // namespace mpdisc::core
