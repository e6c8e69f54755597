// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/limits.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// mpdisc-wire.7, TYPES: the service types of a host, as a Bloom filter. Its bits do not depend on
/// the case of ASCII letters.
class TypeFilter {
   public:
    /// The filter of a host without services: it contains nothing.
    TypeFilter() = default;
    /// A filter to which about `types` different types will be added. It is largest with 51 types;
    /// with more of them it contains more types by chance.
    explicit TypeFilter(std::size_t types);
    /// A filter with these bits, at most limits::type_filter_bytes_max bytes.
    explicit TypeFilter(Bytes bits);

    /// Adds a type to a filter that was made for types.
    void add(std::string_view type);
    /// Adds the types of another filter; true if this one lacked any of them. If the sizes differ,
    /// the filter contains every type afterwards.
    bool add_all(const TypeFilter& other);
    /// False if the host has no service of this type. True if it has one, and by chance for other
    /// types. An empty `type` stands for any type.
    [[nodiscard]] bool may_contain(std::string_view type) const;

    [[nodiscard]] bool is_empty() const { return size_ == 0; }
    [[nodiscard]] Bytes bytes() const { return Bytes(bits_).first(size_); }

    friend bool operator==(const TypeFilter&, const TypeFilter&) = default;

   private:
    /// The bytes after the first `size_` are zeros.
    std::array<std::uint8_t, limits::type_filter_bytes_max> bits_{};
    std::uint8_t size_ = 0;
};

}  // namespace mpdisc::wire
