// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "tests/sim/client_programs.h"
#include "tests/sim/fault_log.h"
#include "tests/sim/network.h"
#include "tests/sim/provider_program.h"

namespace mpdisc::sim {

/// Starts the first hosts and providers, and then injects the faults that the profile allows.
class Faults {
   public:
    struct Callbacks {
        /// Called when a primary begins to hang while others run.
        std::function<void(ProviderProgram&)> primary_hangs;
        ProbeProgram::Done probe_done;
    };

    Faults(World& world, Network& network, FaultLog& log, Callbacks callbacks);

    void begin();
    /// Ends all lasting faults. No fault happens afterwards.
    void calm();

   private:
    using Act = TimeUs (Faults::*)(Host&);

    void collect_acts();
    void plan_next(TimeUs after_us);
    void act();
    void plan_probe();

    // Each injects one fault into a host and returns how long the fault will last.
    TimeUs start_one(Host& host);
    TimeUs start_storm(Host& host);
    TimeUs stop_one(Host& host);
    TimeUs kill_one(Host& host);
    TimeUs kill_primary(Host& host);
    TimeUs kill_primary_repeatedly(Host& host);
    TimeUs kill_all_but_one(Host& host);
    TimeUs change_offer(Host& host);
    TimeUs hang_primary(Host& host);
    TimeUs hang_one(Host& host);
    TimeUs occupy_port(Host& host);
    TimeUs suspend(Host& host);
    TimeUs jump_clock(Host& host);
    TimeUs cut_loopback(Host& host);
    TimeUs take_loopback_down(Host& host);
    TimeUs cut_lan(Host& host);
    TimeUs make_sockets_scarce(Host& host);
    TimeUs set_wall_clock(Host& host);
    TimeUs start_with_other_keys(Host& host);

    void start_provider(Host& host);
    [[nodiscard]] std::uint32_t lying_process_id(Host& host);
    void kill(ProviderProgram& victim);
    void hang(ProviderProgram& victim, TimeUs duration_us);
    [[nodiscard]] std::vector<ProviderProgram*> running(const Host& host) const;
    /// Calls `end` once: after that time, or in calm() if that comes first.
    void ends_after(TimeUs duration_us, std::function<void()> end);

    World& world_;
    Network& network_;
    FaultLog& log_;
    Callbacks callbacks_;
    std::vector<Act> acts_;
    std::map<std::uint64_t, std::function<void()>> lasting_;
    std::uint64_t next_lasting_ = 0;
    std::map<std::string, unsigned> names_;
    bool calm_ = false;
};

}  // namespace mpdisc::sim
