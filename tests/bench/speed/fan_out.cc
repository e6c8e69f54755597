// SPDX-License-Identifier: MIT
//
// The primary's notifications per second, compared with a bare loop that sends datagrams of the
// same size to the same sockets by sendmmsg. A second is one of the sender's processor time. So the
// rate does not depend on how fast a single process can empty a thousand sockets, and other load on
// the machine matters little. The processor time is read while the sender sleeps. For each request
// both senders also do a recvfrom and send one answer. They take turns.
#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "tests/bench/speed/bare_loops.h"
#include "tests/bench/speed/measurements.h"
#include "tests/bench/speed/sinks.h"
#include "tests/bench/support/cpus.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/lab.h"
#include "tests/bench/support/messages.h"
#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {
namespace {

constexpr int rounds = 9;
constexpr std::size_t notifications_a_round = 5'000;

/// A process that sends to all sinks on each request.
struct Sender {
    pid_t process;
    std::uint16_t port;
    bool is_primary;
};

class FanOutRun {
   public:
    FanOutRun(const Sinks& sinks, std::size_t count) : sinks_(sinks), count_(count) {}

    /// Makes the sender notify all sinks once. False if it does not answer.
    [[nodiscard]] bool ask(const Sender& sender) {
        std::array<std::uint8_t, limits::network_datagram_max> request;
        const std::size_t size = wire::encode(make_request(++transaction_), request);
        client_.send_to(sender.port, std::span(request).first(size));
        return client_.receive(request, 1'000'000) != 0;
    }
    /// Notifications per second of the sender's processor time.
    [[nodiscard]] double measure(const Sender& sender) {
        const std::size_t requests = std::max<std::size_t>(notifications_a_round / count_, 3);
        std::size_t taken = 0;
        const double start_s = processor_s_at_rest(sender.process);
        for (std::size_t n = 0; n < requests && ask(sender); ++n) {
            taken += sinks_.receive(sender.is_primary);
        }
        const double took_s = processor_s_at_rest(sender.process) - start_s;
        lost_ += requests * count_ - taken;
        return took_s > 0 ? static_cast<double>(taken) / took_s : 0;
    }
    [[nodiscard]] std::size_t lost() const { return lost_; }

   private:
    const Sinks& sinks_;
    std::size_t count_;
    LoopbackSocket client_;
    std::uint64_t transaction_ = 0x5eed'0000'0000'0000;
    std::size_t lost_ = 0;
};

bool measure(const Setup& setup, std::size_t count) {
    Lab lab(setup.programs, setup.figures);
    Sinks sinks(count);
    if (!lab.providers().start(1) || !lab.settle_long() || !sinks.register_all()) return false;
    FanOutRun run(sinks, count);
    const Sender primary{lab.primary(), limits::discovery_port_default, true};
    if (!run.ask(primary)) return false;
    const std::size_t size = sinks.notification_size();
    const BareServer bare(Sample<wire::Advertisement>().size, size, sinks.ports());
    const Sender floor{bare.process(), bare.port(), false};
    pin(primary.process, 0);
    pin(floor.process, 0);
    const Pinned client(1);
    // Drains the notifications of the first request.
    sleep_us(100'000);
    (void)sinks.receive(false);

    std::vector<double> floor_rates;
    std::vector<double> rates;
    for (int round = 0; round < rounds; ++round) {
        floor_rates.push_back(run.measure(floor));
        rates.push_back(run.measure(primary));
    }
    const std::string notes = run.lost() == 0 ? "" : "lost " + std::to_string(run.lost());
    setup.figures.begin_group(std::to_string(count) + " secondaries, notifications of " +
                              std::to_string(size) + " bytes");
    const double rate = setup.figures.add(
        {"floor: bare sendmmsg loop, of its processor time", floor_rates, "/s", {}, {}, {}});
    Demand demand;
    if (count == 1000) demand = {Demand::Of::ratio_at_least, 0.8};
    setup.figures.add({"primary: notifications, of its processor time",
                       rates,
                       "/s",
                       demand,
                       {"the loop", rate},
                       notes});
    return true;
}

}  // namespace

bool measure_fan_out(const Setup& setup) {
    return measure(setup, 10) && measure(setup, 100) && measure(setup, 1000);
}

}  // namespace mpdisc::bench
