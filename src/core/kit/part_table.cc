// SPDX-License-Identifier: MIT
#include "core/kit/part_table.h"

#include <cstdlib>
#include <cstring>

namespace mpdisc::core {
namespace {

// Not by calloc(): the one of musl is larger than this file.
void* take_zeros(std::size_t size) {
    void* const memory = std::malloc(size);
    return memory == nullptr ? nullptr : std::memset(memory, 0, size);
}

}  // namespace

PartMemory::~PartMemory() {
    if (parts_ == nullptr) return;
    for (std::size_t n = 0; n < count_; ++n) std::free(parts_[n]);
    std::free(parts_);
}

void* PartMemory::part(std::size_t n, std::size_t size) {
    if (parts_ == nullptr) parts_ = static_cast<void**>(take_zeros(count_ * sizeof *parts_));
    if (parts_ == nullptr) return nullptr;
    if (parts_[n] == nullptr) parts_[n] = take_zeros(size);
    return parts_[n];
}

}  // namespace mpdisc::core
