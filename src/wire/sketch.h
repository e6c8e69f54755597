// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// mpdisc-wire.7, SKETCH_SIZE: asks the primary for a sketch of the matching services instead of
/// the services.
struct SketchSize {
    /// Whether the request asks for a sketch.
    bool is_wanted = false;
    /// A multiple of 3, at most limits::sketch_cells_max. 0: the roster is enough.
    std::uint8_t cells = 0;
    /// The sketch has only the services of this shard (sketch_shard()).
    std::uint8_t shard = 0;
    /// 1 to limits::sketch_shards_max.
    std::uint16_t shards = 1;

    bool operator==(const SketchSize&) const = default;
};

/// The attempt whose answer_hash() is the key of a service: no attempt has this number.
inline constexpr std::uint8_t sketch_attempt = 0;
/// The number that stands for a service in the sketches of a transaction, and in WANTED. Nobody who
/// does not know the transaction can choose services with equal keys. `service` is the whole
/// SERVICE field.
[[nodiscard]] std::uint64_t sketch_key(std::uint64_t transaction, const ProviderId& provider,
                                       Bytes service);
/// The shard of a key.
[[nodiscard]] std::uint16_t sketch_shard(std::uint64_t key, std::uint16_t shards);

/// A set of keys in an invertible Bloom lookup table (Goodrich and Mitzenmacher, 2011). Its size
/// does not depend on the size of the set. The difference of two sets can be read from two
/// sketches, if it is not too large for their size.
class Sketch {
   public:
    static constexpr std::size_t hashes = 3;
    /// Bytes of a cell in a message.
    static constexpr std::size_t cell_size = 14;
    static constexpr std::size_t size_max = limits::sketch_cells_max * cell_size;
    /// Keys that can be read from a sketch, at most.
    static constexpr std::size_t keys_max = limits::sketch_cells_max;

    /// An empty set. `cells`: a multiple of 3, at most limits::sketch_cells_max. If it is 0,
    /// nothing may be added.
    explicit Sketch(std::size_t cells);
    /// The value of a SKETCH field. Its length MUST be that of a multiple of 3 cells, and at most
    /// size_max.
    [[nodiscard]] static Sketch from(Bytes value);

    [[nodiscard]] std::size_t cells() const { return cells_; }
    void add(std::uint64_t key) { change(key, 1); }
    /// Leaves the difference: keys of this set count +1, keys of `other` -1. Both MUST have the
    /// same number of cells.
    void subtract(const Sketch& other);

    /// The keys of a difference.
    struct Difference {
        std::array<std::uint64_t, keys_max> only_here{};
        std::array<std::uint64_t, keys_max> only_there{};
        std::size_t here = 0;
        std::size_t there = 0;
    };
    /// Reads the difference that subtract() has left, and takes it out of the sketch. False if some
    /// keys are left: the difference is too large, several keys have the same cells, or the other
    /// sketch was forged.
    [[nodiscard]] bool read(Difference& out);
    /// Whether most cells are empty.
    [[nodiscard]] bool is_sparse() const;

    /// The value of a SKETCH field with this set.
    [[nodiscard]] Bytes bytes() const { return Bytes(bytes_).first(cells_ * cell_size); }

   private:
    /// Adds `by` to the count of the cells of the key, and combines the key with theirs.
    void change(std::uint64_t key, unsigned by);

    std::size_t cells_;
    /// The cells as a message has them.
    std::array<std::uint8_t, size_max> bytes_;
};

}  // namespace mpdisc::wire
