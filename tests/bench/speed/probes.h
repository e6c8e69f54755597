// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "tests/bench/speed/lan.h"
#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/figures.h"
#include "tests/bench/support/lab.h"

/// The parts of measure_probes().
namespace mpdisc::bench {

/// mpdisc's own figures that a peer's are compared with.
struct LanFigures {
    Reference since_request;
    Reference since_start;
    Reference ends;
};

/// On the providers' own host.
void measure_local_probe(const Setup& setup, const Lab& lab);
/// From another one.
[[nodiscard]] LanFigures measure_lan_probe(const Setup& setup, const Lan& lan, const Lab& lab);
/// The peers on the same LAN, with as many services; no provider of mpdisc runs.
void measure_minissdpd(const Setup& setup, const Lan& lan, std::size_t services,
                       const LanFigures& ours);
void measure_avahi(const Setup& setup, const Lan& lan, std::size_t services,
                   const LanFigures& ours);
/// Of the providers.
void measure_memory(const Setup& setup, const Lab& lab);

/// "1 service", "10 services".
[[nodiscard]] std::string services_text(std::size_t services);

}  // namespace mpdisc::bench
