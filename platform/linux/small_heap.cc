// SPDX-License-Identifier: MIT
//
// malloc() and free() of static minimal programs: 7 KiB smaller than musl's. For one thread.
//
// A block's size is a power of two. Small blocks are cut from chunks and stay in a list of their
// size once they are free. Each large block has pages of its own, which free() gives back.
#include <sys/mman.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace {

/// The first bytes of each block. A block in use knows its size, a free one the next free one.
struct alignas(16) Header {
    std::size_t size = 0;
    Header* next_free = nullptr;
};

constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::size_t small_size_max = chunk_size / 4;
constexpr std::size_t sizes = std::bit_width(small_size_max);

/// By the logarithm of their size.
std::array<Header*, sizes> free_blocks;
std::uint8_t* chunk;
std::size_t chunk_left;

std::uint8_t* map(std::size_t size) {
    void* const memory =
        mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : static_cast<std::uint8_t*>(memory);
}

std::uint8_t* cut(std::size_t size) {
    if (chunk_left < size) {
        // What is left of the old chunk is less than a block of this size, and is not used.
        chunk = map(chunk_size);
        chunk_left = chunk == nullptr ? 0 : chunk_size;
        if (chunk == nullptr) return nullptr;
    }
    chunk_left -= size;
    return chunk + chunk_left;
}

Header* take(std::size_t size) {
    Header*& first = free_blocks[std::bit_width(size) - 1];
    if (first != nullptr) {
        Header* const taken = first;
        first = taken->next_free;
        return taken;
    }
    return reinterpret_cast<Header*>(cut(size));
}

}  // namespace

extern "C" [[gnu::used]] void* malloc(std::size_t wanted) {
    Header* block = nullptr;
    if (wanted <= std::numeric_limits<std::ptrdiff_t>::max() - sizeof(Header)) {
        std::size_t size = wanted + sizeof(Header);
        if (size <= small_size_max) {
            size = std::bit_ceil(size);
            block = take(size);
        } else {
            block = reinterpret_cast<Header*>(map(size));
        }
        if (block != nullptr) block->size = size;
    }
    if (block == nullptr) {
        errno = ENOMEM;
        return nullptr;
    }
    return block + 1;
}

extern "C" [[gnu::used]] void free(void* memory) {
    if (memory == nullptr) return;
    Header* const block = static_cast<Header*>(memory) - 1;
    if (block->size > small_size_max) {
        munmap(block, block->size);
        return;
    }
    Header*& first = free_blocks[std::bit_width(block->size) - 1];
    block->next_free = first;
    first = block;
}
