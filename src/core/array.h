// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include "mpdisc/expects.h"

namespace mpdisc::core {

/// Memory for `wanted` items, or twice `capacity` where that is more, in place of `memory`; sets
/// `capacity` to how many there is room for. Null, and nothing changed, for want of memory. One for
/// the arrays of all types, which would else bring it each.
[[nodiscard]] void* grow_memory(void* memory, std::size_t& capacity, std::size_t wanted,
                                std::size_t item_size);

/// A growing array that reports want of memory instead of throwing, which the standard one cannot
/// without drawing in the exception machinery.
template <typename T>
class Array {
    static_assert(std::is_trivially_copyable_v<T>);

   public:
    Array() = default;
    ~Array() { std::free(items_); }
    Array(const Array&) = delete;
    Array& operator=(const Array&) = delete;

    [[nodiscard]] bool reserve(std::size_t capacity) {
        if (capacity <= capacity_) return true;
        void* const grown = grow_memory(items_, capacity_, capacity, sizeof(T));
        if (grown == nullptr) return false;
        items_ = static_cast<T*>(grown);
        return true;
    }

    [[nodiscard]] bool push_back(const T& item) {
        const T copy = item;  // it may lie in the memory that is about to move
        if (!reserve(size_ + 1)) return false;
        items_[size_++] = copy;
        return true;
    }

    [[nodiscard]] bool append(std::span<const T> items) {
        if (!reserve(size_ + items.size())) return false;
        if (!items.empty()) std::memcpy(items_ + size_, items.data(), items.size_bytes());
        size_ += items.size();
        return true;
    }

    /// Reserved room behind the end, to write into.
    [[nodiscard]] std::span<T> spare() { return {items_ + size_, capacity_ - size_}; }
    /// Takes in `count` items that were written there.
    void extend(std::size_t count) {
        expects(count <= capacity_ - size_);
        size_ += count;
    }

    void erase(std::size_t begin, std::size_t count) {
        expects(begin + count <= size_);
        std::memmove(items_ + begin, items_ + begin + count, (size_ - begin - count) * sizeof(T));
        size_ -= count;
    }

    void swap(Array& other) {
        std::swap(items_, other.items_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }
    void clear() { size_ = 0; }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] T& operator[](std::size_t index) {
        expects(index < size_);
        return items_[index];
    }
    [[nodiscard]] const T& operator[](std::size_t index) const {
        expects(index < size_);
        return items_[index];
    }
    [[nodiscard]] const T* begin() const { return items_; }
    [[nodiscard]] const T* end() const { return items_ + size_; }
    [[nodiscard]] std::span<T> view() { return {items_, size_}; }
    [[nodiscard]] std::span<const T> view() const { return {items_, size_}; }

   private:
    T* items_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace mpdisc::core
