// SPDX-License-Identifier: MIT
#include "wire/sketch.h"

#include <algorithm>

#include "wire/known_answers.h"
#include "wire/writer.h"

namespace mpdisc::wire {
namespace {

/// The number that tells a cell with one key from a cell with several ones: the high half of the
/// finalizer of MurmurHash3.
std::uint32_t check_of(std::uint64_t key) {
    key = (key ^ key >> 33) * 0xFF51'AFD7'ED55'8CCDU;
    key = (key ^ key >> 33) * 0xC4CE'B9FE'1A85'EC53U;
    return static_cast<std::uint32_t>(key >> 32);
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

Sketch Sketch::from(Bytes value) {
    Sketch sketch(value.size() / cell_size);
    ValueReader reader(value);
    for (Cell& cell : std::span(sketch.cells_).first(sketch.cells_count_)) {
        cell.keys = reader.u64();
        cell.checks = reader.u32();
        cell.count = reader.u16();
    }
    return sketch;
}

void Sketch::write(std::span<std::uint8_t> out) const {
    Writer writer(out);
    for (const Cell& cell : std::span(cells_).first(cells_count_)) {
        writer.u64(cell.keys);
        writer.u32(cell.checks);
        writer.u16(cell.count);
    }
}

void Sketch::change(std::uint64_t key, std::uint16_t by) {
    for (std::size_t n = 0; n < hashes; ++n) {
        Cell& cell = cells_[cell_of(key, n, cells_count_)];
        cell.keys ^= key;
        cell.checks ^= check_of(key);
        cell.count = static_cast<std::uint16_t>(cell.count + by);
    }
}

void Sketch::subtract(const Sketch& other) {
    for (std::size_t i = 0; i < cells_count_; ++i) {
        cells_[i].keys ^= other.cells_[i].keys;
        cells_[i].checks ^= other.cells_[i].checks;
        cells_[i].count = static_cast<std::uint16_t>(cells_[i].count - other.cells_[i].count);
    }
}

bool Sketch::is_single(std::size_t place) const {
    const Cell& cell = cells_[place];
    const std::size_t n = place * hashes / cells_count_;
    return (cell.count == one || cell.count == minus_one) && cell.checks == check_of(cell.keys) &&
           cell_of(cell.keys, n, cells_count_) == place;
}

bool Sketch::read(Difference& out) {
    out.here = out.there = 0;
    for (bool has_read = true; has_read;) {
        has_read = false;
        for (std::size_t place = 0; place < cells_count_; ++place) {
            if (!is_single(place)) continue;
            // Each key leaves one more cell empty for good, unless the sketch was forged.
            if (out.here + out.there == cells_count_) return false;
            const std::uint64_t key = cells_[place].keys;
            const bool is_here = cells_[place].count == one;
            (is_here ? out.only_here[out.here++] : out.only_there[out.there++]) = key;
            change(key, is_here ? minus_one : one);
            has_read = true;
        }
    }
    return std::ranges::all_of(std::span(cells_).first(cells_count_),
                               [](const Cell& cell) { return cell == Cell{}; });
}

}  // namespace mpdisc::wire
