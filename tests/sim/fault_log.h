// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <vector>

#include "tests/sim/host.h"

namespace mpdisc::sim {

enum class Fault {
    start,
    stop,
    kill,
    kill_primary,
    offer,
    hang,
    foreign,
    suspend,
    jump,
    loopback_cut,
    loopback_down,
    lan_cut,
    scarcity,
    other_keys,
};

/// What was done to each host, for those who judge what came of it.
class FaultLog {
   public:
    struct Record {
        TimeUs when_us;
        Fault fault;
    };

    void note(const Host& host, Fault fault);
    /// Of what lasts, begin and end are noted.
    void begin(const Host& host, Fault fault);
    void end(const Host& host, Fault fault);

    /// What happened to that host since then, and lasts still. What lasts on counts as of now.
    [[nodiscard]] std::vector<Fault> since(const Host& host, TimeUs when_us) const;
    [[nodiscard]] bool lasts(const Host& host, Fault fault) const;
    /// When its providers were last kept from hearing each other, or from running, all of them.
    [[nodiscard]] TimeUs last_disturbance_us(const Host& host) const;
    /// Grows with each note.
    [[nodiscard]] std::size_t size(const Host& host) const;

   private:
    struct OfHost {
        std::vector<Record> records;
        std::map<Fault, int> lasting;
        TimeUs last_disturbance_us = 0;
    };

    std::map<std::string, OfHost> hosts_;
};

}  // namespace mpdisc::sim
