// SPDX-License-Identifier: MIT
//
// The memory of a watch that lists no service, a thousand, and ten thousand.
#include <memory>
#include <string>
#include <vector>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/process_facts.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/thousand_services.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t hosts = 10;
constexpr std::size_t watching_host = hosts;

}  // namespace

bool measure_memory(const Setup& setup) {
    Network network;
    if (!network.open(watching_host + 1)) return false;
    const OnHost here(network, watching_host);
    Watcher watcher(watch_command(setup.probe()), parse_tsv);
    std::vector<std::unique_ptr<ThousandServices>> services;
    setup.figures.begin_group("watch: memory");
    for (const std::size_t thousands : {0, 1, 10}) {
        while (services.size() < thousands) {
            services.push_back(std::make_unique<ThousandServices>(setup, network, services.size()));
        }
        if (!watcher.await_list(thousands * ThousandServices::count, monotonic_us() + 60'000'000)) {
            return false;
        }
        // The search at its beginning ends.
        sleep_us(2'000'000);
        const Memory memory = memory_of(watcher.process());
        const std::string what =
            std::to_string(thousands * ThousandServices::count) + " services: ";
        setup.figures.add({what + "resident", {memory.resident_kib}, "KiB", {}, {}, {}});
        setup.figures.add({what + "its own", {memory.private_kib}, "KiB", {}, {}, {}});
    }
    return true;
}

}  // namespace mpdisc::bench
