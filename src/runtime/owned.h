// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <new>
#include <utility>

/// Objects behind the public API live in memory of malloc(): the library needs no operator new,
/// whose want of memory only an exception could report.
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
