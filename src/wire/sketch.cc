// SPDX-License-Identifier: MIT
#include "wire/sketch.h"

#include <algorithm>

#include "wire/known_answers.h"
#include "wire/writer.h"

namespace mpdisc::wire {
namespace {

constexpr std::uint16_t one = 1;
constexpr std::uint16_t minus_one = UINT16_MAX;

/// The number that tells a cell with one key from a cell with several ones. The product has
/// carries, so the checks of several keys do not combine to the check of their combination.
std::uint32_t check_of(std::uint64_t key) {
    return static_cast<std::uint32_t>(key * 0x9E37'79B9'7F4A'7C15U >> 32);
}

/// A cell of a message.
struct Cell {
    explicit Cell(const std::uint8_t* at) {
        ValueReader reader(Bytes(at, Sketch::cell_size));
        key = reader.u64();
        check = reader.u32();
        count = reader.u16();
    }
    /// Adds `by` to the count, which wraps around, and combines the key and check with its own.
    void combine(std::uint64_t other_key, std::uint32_t other_check, unsigned by) {
        key ^= other_key;
        check ^= other_check;
        count = static_cast<std::uint16_t>(count + by);
    }
    void write(std::uint8_t* at) const {
        Writer writer({at, Sketch::cell_size});
        writer.u64(key);
        writer.u32(check);
        writer.u16(count);
    }

    std::uint64_t key;
    std::uint32_t check;
    std::uint16_t count;
};

/// The cell of a key in the n-th of three equal parts of the table. The highest 16 bits of the key
/// choose its shard, so they have no say here.
std::size_t cell_of(std::uint64_t key, std::size_t n, std::size_t cells) {
    const std::size_t part = cells / Sketch::hashes;
    return n * part + static_cast<std::uint16_t>(key >> 16 * n) % part;
}

}  // namespace

std::uint64_t sketch_key(std::uint64_t transaction, const ProviderId& provider, Bytes service) {
    return answer_hash(transaction, sketch_attempt, provider, service);
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
    for (std::size_t n = 0; n < hashes; ++n) {
        std::uint8_t* const at = &bytes_[cell_of(key, n, cells_) * cell_size];
        Cell cell(at);
        cell.combine(key, check_of(key), by);
        cell.write(at);
    }
}

void Sketch::subtract(const Sketch& other) {
    for (std::size_t at = 0; at < cells_ * cell_size; at += cell_size) {
        Cell cell(&bytes_[at]);
        const Cell theirs(&other.bytes_[at]);
        cell.combine(theirs.key, theirs.check, 0U - theirs.count);
        cell.write(&bytes_[at]);
    }
}

bool Sketch::read(Difference& out) {
    out.here = out.there = 0;
    for (bool has_read = true; has_read;) {
        has_read = false;
        for (std::size_t place = 0; place < cells_; ++place) {
            const Cell cell(&bytes_[place * cell_size]);
            const std::uint64_t key = cell.key;
            const bool is_here = cell.count == one;
            const bool has_one_key = (is_here || cell.count == minus_one) &&
                                     cell.check == check_of(key) &&
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

bool Sketch::is_sparse() const {
    std::size_t filled = 0;
    for (std::size_t at = 0; at < cells_ * cell_size; at += cell_size) {
        if (Cell(&bytes_[at]).key != 0) ++filled;
    }
    return filled * 2 < cells_;
}

}  // namespace mpdisc::wire
