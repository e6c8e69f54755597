// SPDX-License-Identifier: MIT
#pragma once

#include <deque>

#include "tests/sim/world.h"

namespace mpdisc::sim {

/// A host's processor, where the run has a pace: one process at a time, each as long as what it
/// does takes.
class Cpu {
   public:
    explicit Cpu(World& world) : world_(world) {}

    /// Can run, and does when those before it have.
    void enqueue(Program& program);

   private:
    void run_next();
    /// When it is free for these processes: now, or at the end of a stall.
    [[nodiscard]] TimeUs free_at_us();

    World& world_;
    std::deque<Program*> ready_;
    const Program* last_ = nullptr;
    bool is_busy_ = false;
    TimeUs stall_begin_us_ = 0;
    TimeUs stall_end_us_ = 0;
};

}  // namespace mpdisc::sim
