// SPDX-License-Identifier: MIT
#include "tests/bench/failover/takeover.h"

#include <csignal>

namespace mpdisc::bench {

Takeover measure_takeover(const Lab& lab) {
    const std::vector<pid_t> others = lab.all_but(lab.primary());
    const std::string former = port_socket();
    Takeover takeover;
    const TimeUs start_us = monotonic_us();
    kill(lab.primary(), SIGKILL);
    takeover.held_us = since(start_us, await_port(former, patience_end()));
    takeover.registered_us =
        since(start_us, await_registry(patience_end(), [&](const Registry& registry) {
                  return has_exactly(registry, others);
              }));
    return takeover;
}

}  // namespace mpdisc::bench
