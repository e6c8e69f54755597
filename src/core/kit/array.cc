// SPDX-License-Identifier: MIT
#include "core/kit/array.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "mpdisc/memory.h"

namespace mpdisc::core {

// Not inline: a call is smaller than the body, and there are many calls.
[[gnu::noinline]] ArrayMemory::ArrayMemory() = default;

ArrayMemory::~ArrayMemory() {
    std::free(items_);
}

bool ArrayMemory::reserve(std::size_t capacity, std::size_t item_size) {
    if (capacity <= capacity_) return true;
    const std::size_t wanted = std::max(capacity, capacity_ * 2);
    void* const grown = grow_memory(items_, size_ * item_size, wanted * item_size);
    if (grown == nullptr) return false;
    items_ = grown;
    capacity_ = wanted;
    return true;
}

bool ArrayMemory::append(const void* items, std::size_t count, std::size_t item_size) {
    if (!reserve(size_ + count, item_size)) return false;
    auto* const end = static_cast<std::uint8_t*>(items_) + size_ * item_size;
    if (count != 0) std::memcpy(end, items, count * item_size);
    size_ += count;
    return true;
}

void ArrayMemory::erase(std::size_t begin, std::size_t count, std::size_t item_size) {
    expects(begin + count <= size_);
    auto* const at = static_cast<std::uint8_t*>(items_) + begin * item_size;
    size_ -= count;
    std::memmove(at, at + count * item_size, (size_ - begin) * item_size);
}

void ArrayMemory::trim(std::size_t item_size) {
    if (size_ == 0) {
        std::free(std::exchange(items_, nullptr));
    } else {
        const std::size_t used = size_ * item_size;
        void* const smaller = grow_memory(items_, used, used);
        if (smaller == nullptr) return;
        items_ = smaller;
    }
    capacity_ = size_;
}

void ArrayMemory::swap(ArrayMemory& other) {
    std::swap(items_, other.items_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
}

}  // namespace mpdisc::core
