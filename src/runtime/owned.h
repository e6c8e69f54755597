// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <new>
#include <utility>

/// Objects behind the public API live in memory from malloc(). The library does not use operator
/// new, which can report a lack of memory only by an exception.
namespace mpdisc::runtime {

template <typename T, typename... Args>
[[nodiscard]] T* make_owned(Args&&... args) {
    void* memory = std::malloc(sizeof(T));
    return memory == nullptr ? nullptr : new (memory) T(std::forward<Args>(args)...);
}

template <typename T>
void destroy_owned(T* object) {
    if (object == nullptr) return;
    object->~T();
    std::free(object);
}

}  // namespace mpdisc::runtime
