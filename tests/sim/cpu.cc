// SPDX-License-Identifier: MIT
#include "tests/sim/cpu.h"

#include "tests/sim/program.h"

namespace mpdisc::sim {

Cpu::Cpu(World& world) : world_(world) {
    if (world.profile.pace) processors_.resize(world.profile.pace->processors);
}

void Cpu::enqueue(Program& program) {
    if (program.as_provider() == nullptr) {
        ready_.push_front(&program);
    } else {
        ready_.push_back(&program);
    }
    for (Processor& processor : processors_) {
        if (!processor.is_busy) return run_next(processor);
    }
}

void Cpu::run_next(Processor& processor) {
    processor.is_busy = !ready_.empty();
    if (!processor.is_busy) return;
    const auto go_on = [this, &processor] { run_next(processor); };
    if (const TimeUs at_us = free_at_us(); at_us > world_.now_us()) {
        return world_.clock.at(at_us, go_on);
    }
    Program& next = *ready_.front();
    ready_.pop_front();
    const TimeUs switch_us = &next == processor.last ? 0 : world_.profile.pace->switch_us;
    processor.last = &next;
    // The whole turn is computed now. Each datagram leaves at its own time within the turn.
    world_.clock.after(next.take_turn(switch_us), go_on);
}

TimeUs Cpu::free_at_us() {
    const Pace& pace = *world_.profile.pace;
    const TimeUs now_us = world_.now_us();
    while (now_us >= stall_end_us_) {
        stall_begin_us_ = stall_end_us_ + world_.noise.below(2 * pace.stall_gap_us);
        stall_end_us_ = stall_begin_us_ + 1 + world_.noise.below(pace.stall_max_us);
    }
    return now_us < stall_begin_us_ ? now_us : stall_end_us_;
}

}  // namespace mpdisc::sim
