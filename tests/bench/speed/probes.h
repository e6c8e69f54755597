// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "tests/bench/speed/lan.h"
#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/figures.h"
#include "tests/bench/support/lab.h"

/// The parts of measure_probes().
namespace mpdisc::bench {

/// mpdisc's own figures, the references for a peer's figures.
struct LanFigures {
    Reference since_request{"mpdisc", 0};
    Reference since_start{"mpdisc", 0};
    Reference ends{"mpdisc", 0};
    Reference primary_resident{"the primary", 0};
};

/// Probes on the providers' own host.
void measure_local_probe(const Setup& setup, const Lab& lab);
/// Probes from another host, in turns with searches of MiniSSDPd, which offers as many services.
void measure_lan_probe(const Setup& setup, const Lan& lan, const Lab& lab, LanFigures& ours);
/// Searches of Avahi on the same LAN, with as many services and without providers of mpdisc.
void measure_avahi(const Setup& setup, const Lan& lan, std::size_t services,
                   const LanFigures& ours);

/// "1 service", "10 services".
[[nodiscard]] std::string services_text(std::size_t services);
/// Adds the memory of a peer's daemon.
void add_memory(const Setup& setup, const std::string& who, pid_t process, const LanFigures& ours);

}  // namespace mpdisc::bench
