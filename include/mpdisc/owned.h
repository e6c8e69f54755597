// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// Owns the hidden part of an object of the API, or nothing. Only the library makes such a part and
/// destroys it.
template <typename T>
class Owned {
   public:
    Owned() = default;
    explicit Owned(T* object) : object_(object) {}
    ~Owned() { reset(); }
    Owned(Owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Owned& operator=(Owned&& other) noexcept {
        T* const taken = std::exchange(other.object_, nullptr);
        reset();
        object_ = taken;
        return *this;
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;

    /// Destroys the object.
    void reset();
    /// Gives the object to the caller, who must own it again later.
    [[nodiscard]] T* release() { return std::exchange(object_, nullptr); }

    [[nodiscard]] T* operator->() const { return object_; }
    [[nodiscard]] T& operator*() const { return *object_; }
    [[nodiscard]] explicit operator bool() const { return object_ != nullptr; }

   private:
    T* object_ = nullptr;
};

}  // namespace mpdisc
