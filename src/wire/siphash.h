// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/reader.h"

namespace mpdisc::wire {

/// SipHash-2-4 (Aumasson and Bernstein, 2012). Nobody can choose inputs that collide without the
/// key. The input may come in parts.
class SipHash {
   public:
    SipHash(std::uint64_t key0, std::uint64_t key1);

    void add(Bytes bytes);
    [[nodiscard]] std::uint64_t finish();

   private:
    void process_word();
    void rounds(int count);

    std::uint64_t v0_;
    std::uint64_t v1_;
    std::uint64_t v2_;
    std::uint64_t v3_;
    /// The bytes of the word that is not complete yet. The newest byte is the highest.
    std::uint64_t word_ = 0;
    std::uint64_t length_ = 0;
};

}  // namespace mpdisc::wire
