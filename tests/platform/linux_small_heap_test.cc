// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

// The functions under names of their own, because this program has a heap already.
#define malloc small_heap_malloc
#define free small_heap_free
#include "platform/linux/small_heap.cc"
#undef malloc
#undef free

namespace {

struct Block {
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    std::uint8_t mark = 0;
};

Block allocate(std::size_t size, std::uint8_t mark) {
    auto* const bytes = static_cast<std::uint8_t*>(small_heap_malloc(size));
    EXPECT_NE(bytes, nullptr);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes) % alignof(std::max_align_t), 0U);
    std::memset(bytes, mark, size);
    return {bytes, size, mark};
}

bool is_intact(const Block& block) {
    for (std::size_t n = 0; n < block.size; ++n) {
        if (block.bytes[n] != block.mark) return false;
    }
    return true;
}

TEST(SmallHeap, BlocksDoNotOverlap) {
    std::mt19937 random(1);
    std::vector<Block> blocks;
    for (int n = 0; n < 50'000; ++n) {
        if (blocks.size() < 200 || random() % 2 == 0) {
            const std::size_t size = random() % (random() % 50 == 0 ? 70'000 : 600);
            blocks.push_back(allocate(size, static_cast<std::uint8_t>(n)));
        } else {
            Block& chosen = blocks[random() % blocks.size()];
            ASSERT_TRUE(is_intact(chosen)) << chosen.size;
            small_heap_free(chosen.bytes);
            chosen = blocks.back();
            blocks.pop_back();
        }
    }
    for (const Block& block : blocks) {
        ASSERT_TRUE(is_intact(block)) << block.size;
        small_heap_free(block.bytes);
    }
}

TEST(SmallHeap, GivesAFreeBlockToTheNextOneOfItsSize) {
    void* const first = small_heap_malloc(100);
    void* const other = small_heap_malloc(1000);
    small_heap_free(first);
    EXPECT_EQ(small_heap_malloc(90), first);
    small_heap_free(other);
    EXPECT_EQ(small_heap_malloc(600), other);
}

TEST(SmallHeap, GivesTheMemoryOfALargeBlockBack) {
    constexpr std::size_t page = 4096;
    std::array<unsigned char, 64> is_resident{};
    const Block block = allocate(32 * page, 1);
    std::uint8_t* const second_page = block.bytes - sizeof(Header) + page;
    EXPECT_EQ(mincore(second_page, page, is_resident.data()), 0);
    small_heap_free(block.bytes);
    EXPECT_EQ(mincore(second_page, page, is_resident.data()), -1);
    EXPECT_EQ(errno, ENOMEM);
}

TEST(SmallHeap, TellsThatThereIsNotEnoughMemory) {
    for (const std::size_t size :
         {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() - 15,
          std::size_t{1} << 62}) {
        errno = 0;
        EXPECT_EQ(small_heap_malloc(size), nullptr) << size;
        EXPECT_EQ(errno, ENOMEM) << size;
    }
}

TEST(SmallHeap, AnEmptyBlockHasAnAddress) {
    void* const empty = small_heap_malloc(0);
    EXPECT_NE(empty, nullptr);
    small_heap_free(empty);
    small_heap_free(nullptr);
}

}  // namespace
