// SPDX-License-Identifier: MIT
#include "tests/sim/program.h"

#include <algorithm>

namespace mpdisc::sim {
namespace {

/// How long a ready process waits until the scheduler runs it.
TimeUs schedule_delay_us(World& world) {
    Dice& dice = world.noise;
    if (dice.chance(world.profile.slow_schedule_permille)) return dice.below(200 * ms);
    return dice.chance(700) ? dice.below(100) : dice.below(2 * ms);
}

}  // namespace

Program::Program(Host& on, std::string name)
    : host(on),
      world(on.world),
      label(on.label + " " + std::move(name)),
      process_watch(*this),
      process_id_(on.new_process_id()),
      started_us_(on.world.now_us()) {}

void Program::poke() {
    plan_run(world.now_us());
}

void Program::wait() {
    const TimeUs due_us = deadline_us();
    if (due_us != never_us) {
        plan_run(std::max(world.now_us(), host.to_world_us(due_us)));
    }
}

void Program::plan_run(TimeUs could_run_us) {
    if (world.profile.pace) return plan_turn(could_run_us);
    if (!runs() || could_run_us >= run_us_) return;
    const TimeUs when_us = could_run_us + schedule_delay_us(world);
    if (when_us >= run_us_) return;
    run_us_ = when_us;
    world.clock.at(when_us, [this, number = ++plan_number_] {
        if (number == plan_number_) step();
    });
}

void Program::plan_turn(TimeUs could_run_us) {
    if (!runs() || is_ready_ || could_run_us >= run_us_) return;
    const TimeUs turn_end_us = turn_begin_us_ + spent_us_;
    if (could_run_us <= world.now_us()) {
        is_ready_ = true;
        if (turn_end_us <= world.now_us()) return host.cpu.enqueue(*this);
        return world.clock.at(turn_end_us, [this] { host.cpu.enqueue(*this); });
    }
    run_us_ = could_run_us;
    world.clock.at(could_run_us, [this, number = ++plan_number_] {
        if (number != plan_number_) return;
        run_us_ = never_us;
        poke();
    });
}

TimeUs Program::take_turn(TimeUs spent_us) {
    turn_begin_us_ = world.now_us();
    spent_us_ = spent_us;
    is_ready_ = false;
    ++plan_number_;
    step();
    return spent_us_;
}

void Program::step() {
    run_us_ = never_us;
    if (!runs()) return;
    ++runs_;
    run();
    if (world.observer != nullptr) world.observer->stepped(*this);
    if (has_ended()) return;
    if (is_readable()) poke();
    wait();
}

void Program::hang() {
    note("hangs");
    state_ = State::hung;
    // A program that has not run since it woke counts as hanging all the time.
    if (runs_ != runs_at_wake_) hung_us_ = world.now_us();
}

void Program::wake() {
    note("wakes");
    state_ = State::running;
    note_woken();
    runs_at_wake_ = runs_;
    poke();
}

void Program::end(std::string_view how) {
    note(how);
    state_ = State::ended;
    ended_us_ = world.now_us();
    close_sockets();
    process_watch.close();
    host.process_ended(process_id_);
}

}  // namespace mpdisc::sim
