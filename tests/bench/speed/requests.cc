// SPDX-License-Identifier: MIT
//
// The primary's requests per second, compared with a bare recvfrom+sendto loop. Both get the same
// requests of the same client, answer with datagrams of the same size, and have their own
// processor. They take turns, so that other load on the machine affects both. The demand is for
// answers per second of the server's processor time. The rate in real time also depends on the
// client's speed, which would hide the difference.
#include "mpdisc/limits.h"
#include "tests/bench/speed/bare_loops.h"
#include "tests/bench/speed/flood.h"
#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/cpus.h"
#include "tests/bench/support/lab.h"

namespace mpdisc::bench {
namespace {

constexpr int rounds = 9;
constexpr TimeUs round_us = 250'000;
constexpr int bursts_a_round = 50;

struct Series {
    std::vector<double> rates;
    std::vector<double> rates_of_processor;
    std::vector<double> busy;
    std::uint64_t lost = 0;

    void add(const FloodRun& run) {
        rates.push_back(run.rate);
        busy.push_back(run.busy);
        lost += run.lost;
    }
    [[nodiscard]] std::string note() const {
        return "busy " + std::to_string(static_cast<int>(quantile(busy, 50))) + " % of the time" +
               (lost == 0 ? "" : ", lost " + std::to_string(lost));
    }
};

}  // namespace

bool measure_requests(const Setup& setup) {
    Lab lab(setup.programs, setup.figures);
    if (!lab.providers().start(1) || !lab.settle_long()) return false;
    Flood primary_flood(limits::discovery_port_default);
    const std::size_t answer_size = primary_flood.answer_size();
    if (answer_size == 0) return false;
    BareServer bare(answer_size, 0, {});
    Flood bare_flood(bare.port());

    // The servers run on one processor, the client on the other.
    pin(lab.primary(), 0);
    pin(bare.process(), 0);
    const Pinned client(1);
    Series floor;
    Series primary;
    for (int round = 0; round < rounds; ++round) {
        floor.add(bare_flood.run(bare.process(), round_us));
        primary.add(primary_flood.run(lab.primary(), round_us));
    }
    for (int round = 0; round < rounds; ++round) {
        floor.rates_of_processor.push_back(
            bare_flood.rate_of_processor(bare.process(), bursts_a_round));
        primary.rates_of_processor.push_back(
            primary_flood.rate_of_processor(lab.primary(), bursts_a_round));
    }

    Figures& figures = setup.figures;
    figures.begin_group("requests of " + std::to_string(Flood::request_size()) +
                        " bytes, answers of " + std::to_string(answer_size) +
                        (cpu_count() > 1 ? ", server pinned" : ", one processor for all"));
    const double rate =
        figures.add({"floor: bare recvfrom+sendto loop", floor.rates, "/s", {}, {}, floor.note()});
    figures.add(
        {"primary: answers a second", primary.rates, "/s", {}, {"the loop", rate}, primary.note()});
    const double processor_rate = figures.add(
        {"floor: the same, of its processor time", floor.rates_of_processor, "/s", {}, {}, {}});
    figures.add({"primary: the same, of its processor time",
                 primary.rates_of_processor,
                 "/s",
                 {Demand::Of::ratio_at_least, 0.7},
                 {"the loop", processor_rate},
                 {}});
    return true;
}

}  // namespace mpdisc::bench
