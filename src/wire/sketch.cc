// SPDX-License-Identifier: MIT
#include "wire/sketch.h"

#include <algorithm>
#include <array>

#include "wire/known_answers.h"
#include "wire/writer.h"

namespace mpdisc::wire {
namespace {

constexpr std::size_t count_size = 2;
constexpr std::uint16_t one = 1;
constexpr std::uint16_t minus_one = UINT16_MAX;

/// The number that tells a cell with one key from a cell with several ones. The product has
/// carries, so the checks of several keys do not combine to the check of their combination.
std::uint32_t check_of(std::uint64_t key) {
    return static_cast<std::uint32_t>(key * 0x9E37'79B9'7F4A'7C15U >> 32);
}

/// A key and its check, as a cell of a message has them.
using Entry = std::array<std::uint8_t, Sketch::cell_size - count_size>;

std::uint16_t count_of(const std::uint8_t* cell) {
    const std::uint8_t* const count = cell + std::tuple_size_v<Entry>;
    return static_cast<std::uint16_t>(count[0] << 8 | count[1]);
}

/// Combines keys and checks, and adds `by` to the count, which wraps around.
void combine(std::uint8_t* cell, const std::uint8_t* entry, unsigned by) {
    const unsigned count = count_of(cell) + by;
    for (std::size_t i = 0; i < std::tuple_size_v<Entry>; ++i) *cell++ ^= entry[i];
    *cell++ = static_cast<std::uint8_t>(count >> 8);
    *cell = static_cast<std::uint8_t>(count);
}

/// The cell of a key in the n-th of three equal parts of the table. The highest 16 bits of the key
/// choose its shard, so they have no say here.
std::size_t cell_of(std::uint64_t key, std::size_t n, std::size_t cells) {
    const std::size_t part = cells / Sketch::hashes;
    return n * part + static_cast<std::uint16_t>(key >> 16 * n) % part;
}

}  // namespace

std::uint64_t sketch_key(std::uint64_t transaction, const ProviderId& provider, Bytes service) {
    // No attempt has the number 0, so the keys have nothing to do with the hashes of any attempt.
    return answer_hash(transaction, 0, provider, service);
}

std::uint16_t sketch_shard(std::uint64_t key, std::uint16_t shards) {
    return static_cast<std::uint16_t>((key >> 48) * shards >> 16);
}

Sketch::Sketch(std::size_t cells) : cells_(cells) {
    std::fill_n(bytes_.begin(), cells * cell_size, std::uint8_t{0});
}

Sketch Sketch::from(Bytes value) {
    Sketch sketch(value.size() / cell_size);
    std::ranges::copy(value, sketch.bytes_.begin());
    return sketch;
}

void Sketch::change(std::uint64_t key, unsigned by) {
    Entry entry;
    Writer writer(entry);
    writer.u64(key);
    writer.u32(check_of(key));
    for (std::size_t n = 0; n < hashes; ++n) {
        combine(&bytes_[cell_of(key, n, cells_) * cell_size], entry.data(), by);
    }
}

void Sketch::subtract(const Sketch& other) {
    for (std::size_t at = 0; at < cells_ * cell_size; at += cell_size) {
        const std::uint8_t* const cell = &other.bytes_[at];
        combine(&bytes_[at], cell, 0U - count_of(cell));
    }
}

bool Sketch::read(Difference& out) {
    out.here = out.there = 0;
    for (bool has_read = true; has_read;) {
        has_read = false;
        for (std::size_t place = 0; place < cells_; ++place) {
            ValueReader cell(bytes().subspan(place * cell_size, cell_size));
            const std::uint64_t key = cell.u64();
            const std::uint32_t check = cell.u32();
            const std::uint16_t count = cell.u16();
            const bool is_here = count == one;
            const bool has_one_key = (is_here || count == minus_one) && check == check_of(key) &&
                                     cell_of(key, place * hashes / cells_, cells_) == place;
            if (!has_one_key) continue;
            // Each key leaves one more cell empty for good, unless the sketch was forged.
            if (out.here + out.there == cells_) return false;
            (is_here ? out.only_here[out.here++] : out.only_there[out.there++]) = key;
            change(key, is_here ? minus_one : one);
            has_read = true;
        }
    }
    return std::ranges::all_of(bytes(), [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace mpdisc::wire
