// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <random>
#include <vector>

namespace mpdisc::sim {

/// Random numbers that are the same on every machine. The C++ standard fixes this engine's output,
/// but not the output of its distributions, so none is used.
class Dice {
   public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::uint64_t next() { return engine_(); }
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) {
        return bound == 0 ? 0 : engine_() % bound;
    }
    [[nodiscard]] std::uint64_t between(std::uint64_t least, std::uint64_t most) {
        return least + below(most - least + 1);
    }
    /// A seed for a machine, core::Random::Seed.
    [[nodiscard]] std::array<std::uint64_t, 4> seed() { return {next(), next(), next(), next()}; }
    [[nodiscard]] bool chance(std::uint64_t permille) { return below(1000) < permille; }
    template <typename T>
    [[nodiscard]] T& pick(std::vector<T>& from) {
        assert(!from.empty());
        return from[below(from.size())];
    }

   private:
    std::mt19937_64 engine_;
};

}  // namespace mpdisc::sim
