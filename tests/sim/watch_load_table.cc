// SPDX-License-Identifier: MIT
#include "tests/sim/watch_load_table.h"

#include <cstdio>

#include "mpdisc/limits.h"
#include "tests/sim/clock.h"

namespace mpdisc::sim {
namespace {

using Number = unsigned long long;

double in_ms(TimeUs time_us) {
    return static_cast<double>(time_us) / ms;
}

void print_traffic(const char* what, const WatchTraffic& traffic, double per) {
    double datagrams = 0;
    double bytes = 0;
    for (const HostTraffic::Sum& each : traffic.sent) {
        datagrams += static_cast<double>(each.datagrams) / per;
        bytes += static_cast<double>(each.bytes) / per;
    }
    std::printf("  %-26s %10.1f %10.0f  ", what, datagrams, bytes);
    for (const HostTraffic::Sum& each : traffic.sent) {
        std::printf(" %8.1f", static_cast<double>(each.datagrams) / per);
    }
}

void print_latency(const Latency& latency) {
    std::printf("   %9.1f %9.1f\n", in_ms(latency.median_us), in_ms(latency.max_us));
}

}  // namespace

void print_watch_load_legend() {
    std::printf(
        "Two providers on each host. LOSS: of 1,000 datagrams, for each receiver. All hosts'\n"
        "traffic on the link: until the first picture, in a second at rest, and in the\n"
        "%u seconds from a change. TOLD: by half of the watches, and by the last one, in ms.\n",
        WatchLoadResult::change_s);
}

void print_watch_load(const WatchLoadSetup& setup, const WatchLoadResult& result) {
    std::printf("%u hosts with %u services each, %u watches, loss %llu\n", setup.hosts,
                2 * setup.services, setup.watches, Number{setup.loss_permille});
    std::printf("  %-26s %10s %10s   %8s %8s %8s %8s %8s %8s %8s %8s   %9s %9s\n", "", "DATAGRAMS",
                "BYTES", "ANNOUNCE", "CHECK", "ANSWER", "COMPARE", "ANSWER", "REQUEST", "ANSWER",
                "OTHER", "TOLD HALF", "LAST");
    print_traffic("first picture", result.first, 1);
    print_latency(result.first_picture);
    print_traffic("at rest, a second", result.rest, WatchLoadResult::rest_s);
    std::printf("\n");
    for (const WatchLoadResult::Change& each : result.changes) {
        print_traffic(each.what, each.traffic, 1);
        print_latency(each.told);
    }
    std::printf("  full queues lost %llu. Processor time of the simulator: %.1f s\n",
                Number{result.drops}, result.cpu_s);
}

std::string shortfall(const WatchLoadSetup& setup, const WatchLoadResult& result) {
    if (setup.loss_permille != 0) return {};
    const auto told = [&](WatchLoadResult::What what) { return result.changes[what].told; };
    // The cost grows with the change. With a provider, all of its services go.
    const TimeUs of_provider_us = setup.services * TimeUs{300};
    for (const auto what : {WatchLoadResult::added, WatchLoadResult::changed,
                            WatchLoadResult::removed, WatchLoadResult::secondary_died}) {
        const bool is_death = what == WatchLoadResult::secondary_died;
        if (told(what).median_us > 20 * ms + (is_death ? of_provider_us : 0))
            return "half of the watches tell a change too late";
        if (told(what).max_us > second) return "the last watch tells a change too late";
    }
    if (told(WatchLoadResult::primary_died).median_us > 50 * ms + of_provider_us) {
        return "the death of a primary is told too late";
    }
    constexpr TimeUs lost_us = limits::lost_after_ms_default * ms;
    if (told(WatchLoadResult::power_lost).max_us > lost_us + second) {
        return "a host without power is told too late";
    }
    // At rest each watch checks each host so often in that time, a little sooner at random.
    constexpr double checks = 100.0 / 18;
    const double pairs = static_cast<double>(setup.hosts) * setup.watches;
    const double checks_max = pairs * WatchLoadResult::rest_s * second / lost_us * checks * 1.15;
    const auto count = [&](WatchMessage message) {
        return static_cast<double>(result.rest.of(message).datagrams);
    };
    if (count(WatchMessage::check) > checks_max) return "watches check too often";
    if (count(WatchMessage::comparison) + count(WatchMessage::request) != 0) {
        return "watches ask at rest for what has not changed";
    }
    return {};
}

}  // namespace mpdisc::sim
