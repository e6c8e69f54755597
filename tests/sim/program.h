// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/sim/host.h"
#include "tests/sim/process_watch.h"
#include "tests/sim/socket.h"
#include "tests/sim/world.h"

namespace mpdisc::sim {

/// A process that waits for datagrams and deadlines as with poll(). It runs a little after it
/// becomes ready.
class Program {
   public:
    Program(Host& on, std::string name);
    virtual ~Program() = default;
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    Host& host;
    World& world;
    const std::string label;
    ProcessWatch process_watch;

    [[nodiscard]] virtual ProviderProgram* as_provider() { return nullptr; }
    [[nodiscard]] std::uint32_t process_id() const { return process_id_; }

    /// Runs the program if it still can. Returns the duration of the turn, including `spent_us`.
    TimeUs take_turn(TimeUs spent_us);
    /// How much of the turn has passed, in runs with a pace.
    [[nodiscard]] TimeUs spent_us() const { return spent_us_; }
    void spend(TimeUs duration_us) { spent_us_ += duration_us; }

    /// Makes the program run soon, because it has something to read.
    void poke();
    /// Plans the next run by the deadline. Called whenever the deadline may have changed.
    void wait();
    virtual void interfaces_changed() {}

    void hang();
    void wake();
    /// Ends the program without a message to others.
    void kill() { end("killed"); }

    [[nodiscard]] bool has_ended() const { return state_ == State::ended; }
    [[nodiscard]] bool hangs() const { return state_ == State::hung; }
    [[nodiscard]] bool runs() const { return state_ == State::running && !host.suspended; }
    [[nodiscard]] TimeUs started_us() const { return started_us_; }
    /// When it ended, or never_us.
    [[nodiscard]] TimeUs ended_us() const { return ended_us_; }
    /// When it last began to hang, and when it last resumed from a hang or a suspension.
    [[nodiscard]] TimeUs hung_us() const { return hung_us_; }
    [[nodiscard]] TimeUs woken_us() const { return woken_us_; }
    void note_woken() { woken_us_ = world.now_us(); }
    /// How often it has run.
    [[nodiscard]] std::uint64_t runs_count() const { return runs_; }
    void note(std::string_view what) { world.note(label, what); }

   protected:
    virtual void run() = 0;
    [[nodiscard]] virtual TimeUs deadline_us() const = 0;
    [[nodiscard]] virtual bool is_readable() const = 0;
    virtual void close_sockets() = 0;
    void end(std::string_view how);

   private:
    enum class State { running, hung, ended };

    void plan_run(TimeUs could_run_us);
    void plan_turn(TimeUs could_run_us);
    void step();

    const std::uint32_t process_id_;
    State state_ = State::running;
    TimeUs started_us_;
    TimeUs ended_us_ = never_us;
    TimeUs hung_us_ = 0;
    TimeUs woken_us_ = 0;
    TimeUs run_us_ = never_us;
    bool is_ready_ = false;
    TimeUs turn_begin_us_ = 0;
    TimeUs spent_us_ = 0;
    std::uint64_t plan_number_ = 0;
    std::uint64_t runs_ = 0;
    std::uint64_t runs_at_wake_ = UINT64_MAX;
};

}  // namespace mpdisc::sim
