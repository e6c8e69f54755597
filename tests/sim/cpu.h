// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <vector>

#include "tests/sim/world.h"

namespace mpdisc::sim {

/// A host's processors, in runs with a pace. Each processor runs one process at a time, for the
/// duration of its turn.
class Cpu {
   public:
    explicit Cpu(World& world);

    /// Makes the program ready. It runs after the programs that were ready before it. Not called
    /// while the program runs. A client goes ahead of all providers: on real systems it keeps
    /// reading while a thousand providers wait for their turn.
    void enqueue(Program& program);

   private:
    struct Processor {
        const Program* last = nullptr;
        bool is_busy = false;
    };

    void run_next(Processor& processor);
    /// When the processors are free for the simulated processes: now, or at the end of a stall.
    [[nodiscard]] TimeUs free_at_us();

    World& world_;
    std::vector<Processor> processors_;
    std::deque<Program*> ready_;
    TimeUs stall_begin_us_ = 0;
    TimeUs stall_end_us_ = 0;
};

}  // namespace mpdisc::sim
