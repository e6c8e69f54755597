// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <new>
#include <utility>

#include "mpdisc/owned.h"

/// Objects behind the public API live in memory from malloc(). The library does not use operator
/// new, which can report a lack of memory only by an exception.
namespace mpdisc {

template <typename T>
void Owned<T>::reset() {
    T* const object = std::exchange(object_, nullptr);
    if (object == nullptr) return;
    object->~T();
    std::free(object);
}

namespace runtime {

/// Owns nothing if there is no memory.
template <typename T, typename... Args>
[[nodiscard]] Owned<T> make_owned(Args&&... args) {
    void* const memory = std::malloc(sizeof(T));
    return Owned<T>(memory == nullptr ? nullptr : new (memory) T(std::forward<Args>(args)...));
}

}  // namespace runtime
}  // namespace mpdisc
