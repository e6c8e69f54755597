// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <vector>

#include "tests/sim/world.h"

namespace mpdisc::sim {

/// A host's processors, where the run has a pace: on each one process at a time, for as long as
/// what it does takes.
class Cpu {
   public:
    explicit Cpu(World& world);

    /// Can run, and does when those before it have. Not while it runs. A client comes before all
    /// providers: on real systems it reads along while a thousand of them wait for their turn.
    void enqueue(Program& program);

   private:
    struct Processor {
        const Program* last = nullptr;
        bool is_busy = false;
    };

    void run_next(Processor& processor);
    /// When they are free for these processes: now, or at the end of a stall.
    [[nodiscard]] TimeUs free_at_us();

    World& world_;
    std::vector<Processor> processors_;
    std::deque<Program*> ready_;
    TimeUs stall_begin_us_ = 0;
    TimeUs stall_end_us_ = 0;
};

}  // namespace mpdisc::sim
