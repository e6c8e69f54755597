// SPDX-License-Identifier: MIT
//
// mpdisc-wire.7, SKETCH: two sketches tell in which services two sets differ, whatever the sets
// have in common.
#include "wire/sketch.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

using Keys = std::vector<std::uint64_t>;

/// Keys as a SipHash makes them: any 64 bits.
class Numbers {
   public:
    explicit Numbers(std::uint64_t seed) : engine_(seed) {}
    Keys keys(std::size_t count) {
        Keys keys(count);
        for (std::uint64_t& key : keys) key = engine_();
        return keys;
    }

   private:
    std::mt19937_64 engine_;
};

wire::Sketch sketch_of(std::size_t cells, const Keys& keys, const Keys& more = {}) {
    wire::Sketch sketch(cells);
    for (const std::uint64_t key : keys) sketch.add(key);
    for (const std::uint64_t key : more) sketch.add(key);
    return sketch;
}

Keys sorted(std::span<const std::uint64_t> keys) {
    Keys copy(keys.begin(), keys.end());
    std::sort(copy.begin(), copy.end());
    return copy;
}

Datagram written(const wire::Sketch& sketch) {
    const wire::Bytes cells = sketch.bytes();
    return {cells.begin(), cells.end()};
}

/// Whether the difference can be read. If so, it must be the right one.
bool reads_difference(std::size_t cells, const Keys& common, const Keys& here, const Keys& there) {
    wire::Sketch sketch = sketch_of(cells, common, here);
    sketch.subtract(wire::Sketch::from(written(sketch_of(cells, common, there))));
    wire::Sketch::Difference difference;
    if (!sketch.read(difference)) return false;
    EXPECT_EQ(sorted(std::span(difference.only_here).first(difference.here)), sorted(here));
    EXPECT_EQ(sorted(std::span(difference.only_there).first(difference.there)), sorted(there));
    return true;
}

/// How many of 200 differences of `keys` keys can be read.
int readable(std::size_t cells, std::size_t keys) {
    int count = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Numbers numbers(seed);
        const std::size_t here = seed % (keys + 1);
        const Keys common = numbers.keys(100);
        if (reads_difference(cells, common, numbers.keys(here), numbers.keys(keys - here))) ++count;
    }
    return count;
}

TEST(Sketches, tell_small_differences_of_large_sets) {
    EXPECT_EQ(readable(72, 0), 200);
    EXPECT_EQ(readable(72, 1), 200);
    for (std::size_t keys = 2; keys <= 30; ++keys) EXPECT_GE(readable(72, keys), 188) << keys;
    EXPECT_EQ(readable(24, 1), 200);
    for (std::size_t keys = 2; keys <= 6; ++keys) EXPECT_GE(readable(24, keys), 180) << keys;
}

TEST(Sketches, tell_if_sets_differ_in_too_much) {
    for (std::size_t keys = 25; keys <= 30; ++keys) EXPECT_LE(readable(24, keys), 1) << keys;
    EXPECT_EQ(readable(72, 150), 0);
    EXPECT_EQ(readable(3, 2), 0);
    EXPECT_EQ(readable(3, 1), 200);
}

TEST(Sketches, have_counts_that_wrap_around) {
    Numbers numbers(1);
    const Keys common = numbers.keys(200'000);
    EXPECT_TRUE(reads_difference(3, common, numbers.keys(1), {}));
    // 65,536 keys more leave the counts as they are, but not the rest of the cells.
    EXPECT_FALSE(reads_difference(3, {}, numbers.keys(65'537), {}));
}

TEST(Sketches, of_equal_sets_differ_in_nothing) {
    Numbers numbers(2);
    Keys keys = numbers.keys(1000);
    wire::Sketch sketch = sketch_of(72, keys);
    std::reverse(keys.begin(), keys.end());
    sketch.subtract(sketch_of(72, keys));
    EXPECT_EQ(written(sketch), Datagram(wire::Sketch::size_max));
    wire::Sketch::Difference difference;
    EXPECT_TRUE(sketch.read(difference));
    EXPECT_EQ(difference.here, 0U);
    EXPECT_EQ(difference.there, 0U);
}

/// The cells say that a key is there again and again. Reading ends all the same.
TEST(Sketches, that_are_forged_are_read_within_bounds) {
    std::mt19937_64 engine(3);
    std::size_t most = 0;
    for (int run = 0; run < 20'000; ++run) {
        const std::size_t cells = 3 * (1 + engine() % 24);
        Datagram forged(cells * wire::Sketch::cell_size);
        // Cells of single keys, each at places where it may or may not belong.
        const wire::Sketch one = sketch_of(cells, {engine()});
        const Datagram valid = written(one);
        for (std::size_t at = 0; at < forged.size(); at += wire::Sketch::cell_size) {
            const std::size_t from = engine() % cells * wire::Sketch::cell_size;
            std::copy_n(&valid[from], wire::Sketch::cell_size, &forged[at]);
            if (engine() % 8 == 0) forged[at + engine() % wire::Sketch::cell_size] ^= 0xFF;
        }
        wire::Sketch sketch = sketch_of(cells, {});
        sketch.subtract(wire::Sketch::from(forged));
        wire::Sketch::Difference difference;
        (void)sketch.read(difference);
        EXPECT_LE(difference.here + difference.there, cells);
        most = std::max(most, difference.here + difference.there);
    }
    EXPECT_GT(most, 3U) << "no forged sketch kept the reader busy";
}

TEST(Sketches, of_arbitrary_bytes_are_taken) {
    std::mt19937_64 engine(4);
    for (int run = 0; run < 2'000; ++run) {
        Datagram bytes(3 * (1 + engine() % 24) * wire::Sketch::cell_size);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine());
        wire::Sketch sketch = wire::Sketch::from(bytes);
        EXPECT_EQ(written(sketch), bytes);
        wire::Sketch::Difference difference;
        EXPECT_FALSE(sketch.read(difference));
    }
}

/// A key with count 1 in a cell of another key must not be taken for this key.
TEST(Sketches, take_a_key_only_from_its_own_cell) {
    Datagram cells = written(sketch_of(6, {0x0001'0000'0000'0000U}));
    // The key belongs to the cells 0, 2 and 4. Here it is in 1, 3 and 5.
    for (std::size_t at = 0; at < cells.size(); at += 2 * wire::Sketch::cell_size) {
        std::swap_ranges(&cells[at], &cells[at] + wire::Sketch::cell_size,
                         &cells[at + wire::Sketch::cell_size]);
    }
    wire::Sketch sketch = wire::Sketch::from(cells);
    wire::Sketch::Difference difference;
    EXPECT_FALSE(sketch.read(difference));
    EXPECT_EQ(difference.here, 0U);
}

TEST(SketchKeys, depend_on_transaction_provider_and_service) {
    ProviderId provider;
    ProviderId other;
    other.bytes[0] = 1;
    const Datagram service = {0, 8, 0, 1, 7};
    const Datagram changed = {0, 8, 0, 1, 8};
    const std::uint64_t key = wire::sketch_key(1, provider, service);
    EXPECT_EQ(key, wire::answer_hash(1, 0, provider, service));
    EXPECT_NE(key, wire::sketch_key(2, provider, service));
    EXPECT_NE(key, wire::sketch_key(1, other, service));
    EXPECT_NE(key, wire::sketch_key(1, provider, changed));
}

TEST(SketchKeys, are_in_one_shard_each) {
    EXPECT_EQ(wire::sketch_shard(UINT64_MAX, 1), 0);
    EXPECT_EQ(wire::sketch_shard(0, 256), 0);
    EXPECT_EQ(wire::sketch_shard(UINT64_MAX, 256), 255);
    EXPECT_EQ(wire::sketch_shard(0x7FFF'FFFF'FFFF'FFFFU, 2), 0);
    EXPECT_EQ(wire::sketch_shard(0x8000'0000'0000'0000U, 2), 1);
    std::array<int, 200> in_shard{};
    for (const std::uint64_t key : Numbers(5).keys(100'000)) {
        ++in_shard.at(wire::sketch_shard(key, 200));
    }
    for (const int count : in_shard) EXPECT_NEAR(count, 500, 5 * std::sqrt(500));
}

/// The keys of one shard fill all cells, so shards make differences readable.
TEST(SketchKeys, of_a_shard_use_all_cells) {
    Keys keys = Numbers(6).keys(100'000);
    std::erase_if(keys, [](std::uint64_t key) { return wire::sketch_shard(key, 256) != 17; });
    ASSERT_GT(keys.size(), 300U);
    const Datagram cells = written(sketch_of(72, keys));
    for (std::size_t at = 0; at < cells.size(); at += wire::Sketch::cell_size) {
        const auto cell = std::span(cells).subspan(at, wire::Sketch::cell_size);
        EXPECT_TRUE(std::any_of(cell.begin(), cell.end(), [](auto byte) { return byte != 0; }));
    }
}

TEST(WantedServices, are_those_with_the_keys) {
    const Datagram bytes = load_vector("client_discovery_request_wanted");
    const Decoded decoded = decode_any(bytes);
    const auto& request = std::get<wire::Request>(decoded.message);
    EXPECT_FALSE(request.wanted.is_empty());
    EXPECT_EQ(request.wanted.size(), 1U);
    const Datagram of_primary = load_vector("service_advertisement");
    const Decoded advertisement = decode_any(of_primary);
    const auto& message = std::get<wire::Advertisement>(advertisement.message);
    auto services = message.services.read();
    wire::ServiceList::Item item;
    ASSERT_TRUE(services.next(item));
    const std::uint64_t key = wire::sketch_key(request.transaction, message.provider, item.encoded);
    EXPECT_TRUE(request.wanted.has(key));
    EXPECT_FALSE(request.wanted.has(key + 1));
    EXPECT_FALSE(wire::WantedServices{}.has(key));

    const Datagram sketch_bytes = load_vector("service_advertisement_sketch");
    const Decoded sketch = decode_any(sketch_bytes);
    const wire::Bytes cells = std::get<wire::Advertisement>(sketch.message).sketch;
    EXPECT_EQ(written(sketch_of(6, {key})), Datagram(cells.begin(), cells.end()));
}

TEST(WantedServices, may_be_several) {
    const Datagram keys = {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
    const wire::WantedServices wanted{keys};
    EXPECT_EQ(wanted.size(), 2U);
    EXPECT_TRUE(wanted.has(1));
    EXPECT_TRUE(wanted.has(256));
    EXPECT_FALSE(wanted.has(0));
}

}  // namespace
}  // namespace mpdisc::testing
