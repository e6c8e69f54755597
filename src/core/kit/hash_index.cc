// SPDX-License-Identifier: MIT
#include "core/kit/hash_index.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"
#include "mpdisc/text.h"
#include "wire/siphash.h"

namespace mpdisc::core {
namespace {

constexpr std::size_t slots_min = 16;

}  // namespace

bool HashIndex::reserve(std::size_t more) {
    if ((count_ + more) * 2 <= slots_.size()) return true;
    return resize(slots_.empty() ? slots_min : slots_.size() * 2);
}

bool HashIndex::resize(std::size_t slots) {
    Array<Slot> resized;
    if (!resized.reserve(slots)) return false;
    resized.extend(slots);
    std::ranges::fill(resized.view(), Slot{});
    slots_.swap(resized);
    count_ = 0;
    for (const Slot& slot : resized.view()) {
        if (slot.entry != none) insert(slot.hash, slot.entry);
    }
    return true;
}

std::uint32_t HashIndex::find(std::uint64_t hash) const {
    return find(hash, [](std::uint32_t) { return true; });
}

void HashIndex::trim() {
    std::size_t wanted = slots_min;
    while (wanted < count_ * 4) wanted *= 2;
    // If there is no memory for the smaller table, the larger one stays.
    if (wanted < slots_.size()) (void)resize(wanted);
}

void HashIndex::insert(std::uint64_t hash, std::uint32_t entry) {
    expects((count_ + 1) * 2 <= slots_.size());  // reserve() comes first
    std::size_t at = home(hash);
    while (slots_[at].entry != none) at = next(at);
    slots_[at] = {hash, entry};
    ++count_;
}

void HashIndex::erase(std::uint64_t hash, std::uint32_t entry) {
    std::size_t hole = home(hash);
    while (slots_[hole].entry != entry || slots_[hole].hash != hash) {
        expects(slots_[hole].entry != none);  // the entry must be there
        hole = next(hole);
    }
    // Entries behind the hole move up, unless they would then stand before their home slot.
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
    wire::SipHash hash(key, 0);
    hash.add(bytes);
    return hash.finish();
}

std::uint64_t keyed_hash(std::uint64_t key, std::string_view text) {
    static_assert(limits::service_type_max <= limits::instance_name_max);
    std::array<std::uint8_t, limits::instance_name_max> bytes;
    const std::string_view whole = slice(text, 0, bytes.size());
    std::ranges::transform(whole, bytes.begin(),
                           [](char c) { return static_cast<std::uint8_t>(to_lower(c)); });
    return keyed_hash(key, std::span(bytes).first(whole.size()));
}

}  // namespace mpdisc::core
