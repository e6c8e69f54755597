// SPDX-License-Identifier: MIT
#include "tests/sim/cpu.h"

#include "tests/sim/program.h"

namespace mpdisc::sim {

void Cpu::enqueue(Program& program) {
    ready_.push_back(&program);
    if (!is_busy_) run_next();
}

void Cpu::run_next() {
    is_busy_ = !ready_.empty();
    if (!is_busy_) return;
    if (const TimeUs at_us = free_at_us(); at_us > world_.now_us()) {
        return world_.clock.at(at_us, [this] { run_next(); });
    }
    Program& next = *ready_.front();
    ready_.pop_front();
    const TimeUs switch_us = &next == last_ ? 0 : world_.profile.pace->switch_us;
    last_ = &next;
    // Its turn is computed at once; what it sends leaves when it has come to that.
    const TimeUs turn_us = next.take_turn(switch_us);
    world_.clock.after(turn_us, [this] { run_next(); });
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
