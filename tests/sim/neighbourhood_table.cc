// SPDX-License-Identifier: MIT
#include "tests/sim/neighbourhood_table.h"

#include <cstdio>

#include "mpdisc/limits.h"
#include "tests/sim/clock.h"

namespace mpdisc::sim {
namespace {

using Number = unsigned long long;
using Sums = std::array<HostTraffic::Sum, host_message_count>;

double in_s(TimeUs time_us) {
    return static_cast<double>(time_us) / second;
}

double per(std::uint64_t count, double hosts) {
    return static_cast<double>(count) / hosts;
}

void print_sums(const char* name, const Sums& sums, double hosts) {
    const HostTraffic::Sum total = HostTraffic::total(sums);
    std::printf("  %-22s %9.2f %10.0f  ", name, per(total.datagrams, hosts),
                per(total.bytes, hosts));
    for (const HostTraffic::Sum& each : sums) std::printf(" %9.2f", per(each.datagrams, hosts));
    std::printf("\n");
}

void print_traffic(const char* sent, const char* received, const HostTraffic& traffic,
                   double hosts) {
    print_sums(sent, traffic.sent, hosts);
    print_sums(received, traffic.received, hosts);
}

void print_latency(const char* what, const Latency& latency) {
    std::printf("  %-40s median %8.3f s, at most %8.3f s\n", what, in_s(latency.median_us),
                in_s(latency.max_us));
}

}  // namespace

void print_neighbourhood_legend() {
    std::printf(
        "One provider on each host. LOSS: of 1,000 datagrams, for each receiver. One host's\n"
        "traffic in a minute, on the link, without its own copies of its broadcasts.\n");
}

void print_neighbourhood(const NeighbourhoodSetup& setup, const NeighbourhoodResult& result) {
    const double hosts = setup.hosts;
    std::printf("%u hosts, loss %llu\n", setup.hosts, Number{setup.loss_permille});
    std::printf("  %-22s %9s %10s   %9s %9s %9s %9s %9s %9s\n", "", "DATAGRAMS", "BYTES",
                "ANNOUNCE", "QUERY", "QUESTION", "ANSWER", "ASK LIST", "LIST");
    print_traffic("first minute: sent", "              received", result.first_minute, hosts);
    print_traffic("at rest: sent", "         received", result.rest,
                  hosts * NeighbourhoodResult::rest_minutes);
    std::printf("  most sent by one host in a second: %llu, at rest %llu; full queues lost %llu\n",
                Number{result.first_minute.second_max}, Number{result.rest.second_max},
                Number{result.drops});
    print_latency("switched on within 1 s: all know all", result.all_know_all);
    std::printf("  %-40s %15.3f s\n", "a new host knows all", in_s(result.newcomer_knows_us));
    print_latency("all know a new host", result.newcomer_known);
    print_latency("all know of a new service", result.change_known);
    print_latency("all have forgotten a host without power", result.forgotten);
    print_latency("5 minutes in two halves: all know all", result.healed);
    std::printf(
        "  table: %zu hosts, %zu bytes. Processor time of the simulator: %.1f s; at rest %.3f ms"
        " for a host and minute\n",
        result.entries, result.table_bytes, result.cpu_s,
        result.rest_cpu_s * 1000 / hosts / NeighbourhoodResult::rest_minutes);
}

std::string shortfall(const NeighbourhoodSetup& setup, const NeighbourhoodResult& result) {
    if (setup.hosts < 2) return {};
    // A host announces itself for three intervals. Then it is asked three times.
    constexpr TimeUs lifetime_us = 3 * limits::announce_s_default * second;
    if (result.forgotten.max_us > lifetime_us + 4 * second) return "a host is forgotten too late";
    if (setup.loss_permille != 0) return {};
    // Each other host is asked once, and some are asked twice.
    const TimeUs questions_us = second * setup.hosts * 2 / limits::neighbour_question_rate;
    if (result.all_know_all.max_us > 2 * second + questions_us) return "all know all too late";
    if (result.newcomer_known.max_us > second + questions_us) return "a new host is known too late";
    if (result.change_known.max_us > 1'100 * ms) return "a change is known too late";
    // The next announcement of a host from the other half shows it.
    const TimeUs interval_us = limits::announce_s_default * second;
    if (result.healed.max_us > interval_us + 5 * second)
        return "two halves find each other too late";
    // Each interval is up to a tenth shorter at random.
    const double announcements_max = 60.0 / (limits::announce_s_default * 0.9);
    const double minutes = 1.0 * setup.hosts * NeighbourhoodResult::rest_minutes;
    const std::uint64_t sent = HostTraffic::total(result.rest.sent).datagrams;
    const std::uint64_t received = HostTraffic::total(result.rest.received).datagrams;
    const auto announced = static_cast<std::size_t>(HostMessage::announcement);
    if (result.rest.sent[announced].datagrams != sent) return "hosts at rest ask something";
    if (per(sent, minutes) > announcements_max ||
        per(received, minutes) > announcements_max * (setup.hosts - 1)) {
        return "hosts at rest announce themselves too often";
    }
    return {};
}

}  // namespace mpdisc::sim
