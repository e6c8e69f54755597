// SPDX-License-Identifier: MIT
#include "tests/sim/process_watch.h"

#include "tests/sim/host.h"
#include "tests/sim/program.h"

namespace mpdisc::sim {
namespace {

constexpr TimeUs notice_delay_max_us = 3 * ms;

}  // namespace

bool ProcessWatch::watch(std::uint32_t process_id) {
    if (!owner_.world.profile.has_watch) return false;
    ++watched_[process_id];
    if (!owner_.host.is_running(process_id)) note_end(process_id);
    return true;
}

void ProcessWatch::forget(std::uint32_t process_id) {
    const auto found = watched_.find(process_id);
    if (found == watched_.end() || --found->second > 0) return;
    watched_.erase(found);
    ended_.erase(process_id);
}

bool ProcessWatch::next_ended(std::uint32_t& process_id) {
    if (ended_.empty()) return false;
    process_id = *ended_.begin();
    ended_.erase(ended_.begin());
    watched_.erase(process_id);
    return true;
}

void ProcessWatch::close() {
    watched_.clear();
    ended_.clear();
}

void ProcessWatch::note_end(std::uint32_t process_id) {
    World& world = owner_.world;
    if (!watched_.contains(process_id)) return;
    if (world.noise.chance(world.profile.watch_loss_permille)) return;
    world.clock.after(world.noise.below(notice_delay_max_us), [this, process_id] {
        if (!watched_.contains(process_id)) return;
        ended_.insert(process_id);
        owner_.poke();
    });
}

}  // namespace mpdisc::sim
