// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
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

/// Records the faults of each host. The checks excuse the consequences of recent faults.
class FaultLog {
   public:
    struct Record {
        TimeUs when_us;
        Fault fault;
    };

    void note(const Host& host, Fault fault);
    /// A fault that lasts is noted at its begin and at its end.
    void begin(const Host& host, Fault fault);
    void end(const Host& host, Fault fault);

    /// The faults of that host since `when_us`. A fault that still lasts is included, however early
    /// it began.
    [[nodiscard]] std::vector<Fault> since(const Host& host, TimeUs when_us) const;
    [[nodiscard]] bool lasts(const Host& host, Fault fault) const;
    /// When a fault last kept all providers of the host from running, or from hearing each other.
    [[nodiscard]] TimeUs last_disturbance_us(const Host& host) const;
    /// When one of these faults was last noted for the host: now if it still lasts, 0 if never.
    [[nodiscard]] TimeUs last_us(const Host& host, std::initializer_list<Fault> faults) const;
    /// The number of notes so far.
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
