// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include "mpdisc/expects.h"

namespace mpdisc::core {

/// The code that arrays of all types share: it keeps the memory and the number of the items. The
/// array says how large an item is.
class ArrayMemory {
   public:
    ArrayMemory(const ArrayMemory&) = delete;
    ArrayMemory& operator=(const ArrayMemory&) = delete;

    void clear() { size_ = 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

   protected:
    ArrayMemory();
    ~ArrayMemory();

    /// Makes room for `capacity` items, or for twice as many as before if that is more. False if
    /// there is no memory; then nothing has changed.
    [[nodiscard]] bool reserve(std::size_t capacity, std::size_t item_size);
    [[nodiscard]] bool append(const void* items, std::size_t count, std::size_t item_size);
    void erase(std::size_t begin, std::size_t count, std::size_t item_size);
    void swap(ArrayMemory& other);
    /// Frees the memory behind the items. If that fails, the memory stays.
    void trim(std::size_t item_size);

    void* items_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// A growing array. It reports if there is no memory. The standard one throws, and would bring the
/// code for exceptions with it.
template <typename T>
class Array : public ArrayMemory {
    static_assert(std::is_trivially_copyable_v<T>);

   public:
    [[nodiscard]] bool reserve(std::size_t capacity) {
        return ArrayMemory::reserve(capacity, sizeof(T));
    }

    [[nodiscard]] bool push_back(const T& item) {
        const T copy = item;  // it may lie in the memory that is about to move
        if (!reserve(size_ + 1)) return false;
        items()[size_++] = copy;
        return true;
    }

    /// `items` must not be part of this array.
    [[nodiscard]] bool append(std::span<const T> items) {
        return ArrayMemory::append(items.data(), items.size(), sizeof(T));
    }

    /// The reserved room behind the last item, to write into.
    [[nodiscard]] std::span<T> spare() { return {items() + size_, capacity_ - size_}; }
    /// Adds `count` items that were written there.
    void extend(std::size_t count) {
        expects(count <= capacity_ - size_);
        size_ += count;
    }

    void erase(std::size_t begin, std::size_t count) {
        ArrayMemory::erase(begin, count, sizeof(T));
    }
    void swap(Array& other) { ArrayMemory::swap(other); }
    void trim() { ArrayMemory::trim(sizeof(T)); }

    [[nodiscard]] T& operator[](std::size_t index) {
        expects(index < size_);
        return items()[index];
    }
    [[nodiscard]] const T& operator[](std::size_t index) const {
        expects(index < size_);
        return items()[index];
    }
    [[nodiscard]] const T* begin() const { return items(); }
    [[nodiscard]] const T* end() const { return items() + size_; }
    [[nodiscard]] std::span<T> view() { return {items(), size_}; }
    [[nodiscard]] std::span<const T> view() const { return {items(), size_}; }

   private:
    [[nodiscard]] T* items() const { return static_cast<T*>(items_); }
};

}  // namespace mpdisc::core
