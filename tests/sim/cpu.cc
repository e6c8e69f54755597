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
    Program& next = *ready_.front();
    ready_.pop_front();
    const TimeUs switch_us = &next == last_ ? 0 : world_.profile.pace->switch_us;
    last_ = &next;
    // Its turn is computed at once; what it sends leaves when it has come to that.
    const TimeUs turn_us = next.take_turn(switch_us);
    world_.clock.after(turn_us, [this] { run_next(); });
}

}  // namespace mpdisc::sim
