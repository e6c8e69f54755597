// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mpdisc/provider_event.h"
#include "tests/sim/clock.h"
#include "tests/sim/dice.h"
#include "tests/sim/profile.h"
#include "tests/sim/trace.h"

namespace mpdisc::sim {

class Host;
class Program;
class ProviderProgram;
struct Packet;

/// Is told of each step and checks the invariants.
class Observer {
   public:
    virtual ~Observer() = default;
    /// A program has taken its turn.
    virtual void stepped(Program& program) = 0;
    virtual void sent(Program& program, const Packet& packet) = 0;
    /// A program has read a datagram.
    virtual void received(Program&, const Packet&) {}
    /// A provider has told its owner of an event.
    virtual void told(ProviderProgram& primary, const ProviderEvent& event) = 0;
};

/// The state that all parts of one run share.
struct World {
    World(std::uint64_t seed, const Profile& made_of, bool prints)
        : profile(made_of), plan(seed * 2 + 1), noise(seed * 2), trace(prints) {}

    const Profile profile;
    /// Decides which faults happen when.
    Dice plan;
    /// Decides durations and losses.
    Dice noise;
    Clock clock;
    Trace trace;
    Observer* observer = nullptr;
    /// The first failed check. It ends the run.
    std::string failure;

    [[nodiscard]] TimeUs now_us() const { return clock.now_us(); }
    /// Lets time pass, unless a check has failed.
    void pass(TimeUs duration_us) {
        if (!failure.empty()) return;
        if (!clock.run_until(now_us() + duration_us)) fail("progress", "time stands still");
    }
    void note(std::string_view who, std::string_view what) {
        trace.note(clock.now_us(), who, what);
    }
    void fail(std::string_view invariant, std::string_view what) {
        if (!failure.empty()) return;
        failure = time_text(now_us()) + " [" + std::string(invariant) + "] " + std::string(what);
        note("FAILED", failure);
        clock.halt();
    }
};

}  // namespace mpdisc::sim
