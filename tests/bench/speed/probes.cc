// SPDX-License-Identifier: MIT
#include "tests/bench/speed/probes.h"

#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {
namespace {

/// Adds the memory of a provider. Only a static program has a demand, because the memory of a
/// shared libc is not mpdisc's.
double add_provider_memory(const Setup& setup, const std::string& what, pid_t process) {
    const Memory memory = memory_of(process);
    Demand demand;
    std::string note = "dynamically linked; a static one may take 1024 KiB";
    if (is_static(process)) {
        demand = {Demand::Of::max_at_most, 1024};
        note = "static";
    }
    setup.figures.add({what + ", resident", {memory.resident_kib}, "KiB", demand, {}, note});
    setup.figures.add({what + ", its own", {memory.private_kib}, "KiB", {}, {}, {}});
    return memory.resident_kib;
}

void measure_memory(const Setup& setup, const Lab& lab, LanFigures& ours) {
    setup.figures.begin_group("memory, " + services_text(lab.providers().count()));
    ours.primary_resident.median = add_provider_memory(setup, "primary", lab.primary());
    const std::vector<pid_t> others = lab.all_but(lab.primary());
    if (others.empty()) return;
    (void)add_provider_memory(setup, "secondary", others.front());
    double share_kib = 0;
    for (const pid_t process : lab.providers().processes()) {
        share_kib += memory_of(process).share_kib;
    }
    setup.figures.add({"all providers together", {share_kib}, "KiB", {}, {}, {}});
}

}  // namespace

bool measure_probes(const Setup& setup, std::size_t services) {
    Lan lan;
    if (!lan.open()) return false;
    LanFigures ours;
    {
        lan.enter_server();
        Lab lab(setup.programs, setup.figures);
        if (!lab.providers().start(services) || !lab.settle_long()) return false;
        measure_memory(setup, lab, ours);
        measure_local_probe(setup, lab);
        measure_lan_probe(setup, lan, lab, ours);
    }
    measure_avahi(setup, lan, services, ours);
    return true;
}

void add_memory(const Setup& setup, const std::string& who, pid_t process, const LanFigures& ours) {
    const Memory memory = memory_of(process);
    setup.figures.add(
        {who + ": memory, resident", {memory.resident_kib}, "KiB", {}, ours.primary_resident, {}});
    setup.figures.add({who + ": memory, its own", {memory.private_kib}, "KiB", {}, {}, {}});
}

std::string services_text(std::size_t services) {
    return std::to_string(services) + (services == 1 ? " service" : " services");
}

}  // namespace mpdisc::bench
