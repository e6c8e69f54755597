// SPDX-License-Identifier: MIT
#include "tests/bench/speed/probes.h"

#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {

bool measure_probes(const Setup& setup, std::size_t services) {
    Lan lan;
    if (!lan.open()) return false;
    LanFigures ours;
    {
        lan.enter_server();
        Lab lab(setup.programs, setup.figures);
        if (!lab.providers().start(services) || !lab.settle_long()) return false;
        measure_local_probe(setup, lab);
        ours = measure_lan_probe(setup, lan, lab);
        measure_memory(setup, lab);
    }
    measure_minissdpd(setup, lan, services, ours);
    measure_avahi(setup, lan, services, ours);
    return true;
}

void measure_memory(const Setup& setup, const Lab& lab) {
    const bool is_judged = is_static(lab.primary());
    const std::string linked =
        is_judged ? "" : "dynamically linked; a static one may take 1024 KiB";
    Demand demand;
    if (is_judged) demand = {Demand::Of::max_at_most, 1024};
    const auto add = [&](const std::string& what, pid_t process) {
        const Memory memory = memory_of(process);
        setup.figures.add(
            {"memory: " + what + ", resident", {memory.resident_kib}, "KiB", demand, {}, linked});
        setup.figures.add(
            {"memory: " + what + ", its own", {memory.private_kib}, "KiB", {}, {}, {}});
    };
    add("primary", lab.primary());
    const std::vector<pid_t> others = lab.all_but(lab.primary());
    if (!others.empty()) add("secondary", others.front());
}

std::string services_text(std::size_t services) {
    return std::to_string(services) + (services == 1 ? " service" : " services");
}

}  // namespace mpdisc::bench
