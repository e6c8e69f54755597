// SPDX-License-Identifier: MIT
//
// Memory runs out at each allocation in turn while a host runs a scenario with all operations of
// providers and clients. The host must recover once there is memory again.
#include "tests/support/scarce_memory.h"

#include <gtest/gtest.h>

#include "core/search/status_query.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;
using Names = std::multiset<std::string>;

/// The scenario.
class Scenario {
   public:
    Scenario() { host.user_id = 1000; }

    /// Runs while memory is scarce.
    void run() {
        for (std::size_t n = 0; n < 4; ++n) {
            start_one();
            add(n, "second");
            host.run_for(ms);
        }
        for (std::size_t n = 0; n < 4; ++n) add(n, "third");
        remove(1, "first");
        update(2, "second");
        host.run_for(ms);
        ask();
        ask_for_status();
        search();
        host.kill(*providers_[3]);
        host.run_for(100 * ms);
        ask();
        host.hang(*providers_[0]);
        host.run_for(5 * second);
        host.wake(*providers_[0]);
        host.run_for(100 * ms);
        search();
        host.set_interfaces(fewer_interfaces());
        host.run_for(second);
        host.stop(*providers_[1]);
        host.run_for(second);
        ask();
        start_one();
    }

    /// Checks the state 60 s later.
    void expect_recovery() {
        host.run_for(60 * second);
        const VirtualProvider* const primary = host.port_holder();
        ASSERT_NE(primary, nullptr);
        Names living;
        for (std::size_t n = 0; n < providers_.size(); ++n) {
            if (!providers_[n]->alive) continue;
            EXPECT_EQ(providers_[n]->role(),
                      providers_[n] == primary ? Role::primary : Role::secondary)
                << n;
            living.insert(offered_[n].begin(), offered_[n].end());
        }
        EXPECT_EQ(search(), living);
        EXPECT_EQ(outcome_, living.empty() ? ProbeOutcome::not_found : ProbeOutcome::complete);
    }

    /// Whether any error or counter has reported the lack of memory.
    [[nodiscard]] bool is_reported() const {
        std::uint64_t count = reports_;
        for (const VirtualProvider* each : providers_) {
            count += each->count(Counter::drop_no_memory);
        }
        return count != 0;
    }

    VirtualHost host;

   private:
    void start_one() {
        core::ProviderConfig config = host.next_config();
        config.heartbeat_ms = 3'000;
        config.lease_ms = 6'000;
        providers_.push_back(&host.start(config));
        offered_.emplace_back();
        add(providers_.size() - 1, "first");
    }
    void add(std::size_t n, const std::string& word) {
        const std::string name = word + " of " + std::to_string(n);
        const ServiceError error = host.add(*providers_[n], service(name));
        if (error == ServiceError::none) {
            offered_[n].insert(name);
        } else {
            EXPECT_EQ(error, ServiceError::no_memory);
            ++reports_;
        }
    }
    void update(std::size_t n, const std::string& word) {
        const std::string name = word + " of " + std::to_string(n);
        const bool is_offered = offered_[n].contains(name);
        const Service changed = service(name, "_http._tcp", {std::string(200, 'x')}, 81);
        const ServiceError error = host.update(*providers_[n], changed);
        if (error == ServiceError::no_memory) ++reports_;
        EXPECT_EQ(error == ServiceError::not_found, !is_offered);
    }
    void remove(std::size_t n, const std::string& word) {
        const std::string name = word + " of " + std::to_string(n);
        if (offered_[n].erase(name) == 0) return;
        EXPECT_EQ(host.remove(*providers_[n], name, "_http._tcp"), ServiceError::none);
    }

    /// Sends requests with delayed answers.
    void ask() {
        for (int n = 0; n < 3; ++n) {
            wire::Request asked = request(++transaction_);
            asked.window_ms = 20;
            host.broadcast_to_port(endpoint("192.0.2.77", 5000), bytes_of(asked));
        }
        host.run_for(30 * ms);
    }

    void ask_for_status() {
        const Endpoint port = endpoint("127.0.0.1", VirtualHost::port);
        core::StatusQuery query(port, 1'000, {1, 2, 3, 4});
        VirtualClient& client = host.client(endpoint("127.0.0.1", 5001));
        query.start(host.now_us);
        while (query.outcome() == StatusOutcome::running) {
            for (core::Outbound out; query.poll_transmit(out);) {
                host.send_to_port(client.endpoint, {out.bytes.begin(), out.bytes.end()});
            }
            host.run_for(ms);
            for (const Datagram& each : std::exchange(client.received, {})) {
                query.receive(host.now_us,
                              {core::Channel::client, each.from, each.to.address, lo, each.bytes});
            }
            query.tick(host.now_us);
        }
    }

    Names search() {
        core::ProbeConfig config;
        config.timeout_ms = 300;
        config.seed = {++transaction_, 1, 1, 1};
        core::Probe probe(config);
        VirtualClient& client = host.client(endpoint("127.0.0.1", 5002));
        if (!probe.set_interfaces(list_of(host.interfaces))) {
            ++reports_;
            return {};
        }
        host.run(client, probe, 400 * ms);
        outcome_ = probe.outcome();
        reports_ += probe.counters()[Counter::drop_no_memory];
        Names names;
        for (FoundServiceView each; probe.next_service(each);) {
            names.insert(std::string(each.service.name));
        }
        return names;
    }

    static std::vector<InterfaceAddress> fewer_interfaces() {
        std::vector<InterfaceAddress> fewer = usual_interfaces();
        fewer.pop_back();
        return fewer;
    }

    std::vector<VirtualProvider*> providers_;
    /// The services that each provider has accepted.
    std::vector<Names> offered_;
    std::uint64_t transaction_ = 100;
    std::uint64_t reports_ = 0;
    ProbeOutcome outcome_ = ProbeOutcome::running;
};

/// Runs the scenario once for each allocation, denying `denied_together` allocations from there on.
/// Returns the number of allocations.
std::size_t run_with_each_denied(std::size_t denied_together) {
    for (std::size_t granted = 0;; ++granted) {
        SCOPED_TRACE("after " + std::to_string(granted) + " allocations");
        Scenario scenario;
        bool has_denied = false;
        {
            const ScarceMemory scarce(granted, denied_together);
            scenario.run();
            has_denied = scarce.has_denied();
        }
        scenario.expect_recovery();
        if (!has_denied || testing::Test::HasFailure()) return granted;
        // A single denied allocation may cost only a delayed answer or a process watch, without a
        // report.
        EXPECT_TRUE(scenario.is_reported() || denied_together != ScarceMemory::for_good);
    }
}

TEST(ScarceMemory, for_one_allocation_is_survived) {
    EXPECT_GT(run_with_each_denied(1), 100U);
}

TEST(ScarceMemory, for_ten_allocations_is_survived) {
    EXPECT_GT(run_with_each_denied(10), 100U);
}

TEST(ScarceMemory, until_the_end_of_the_scenario_is_survived) {
    EXPECT_GT(run_with_each_denied(ScarceMemory::for_good), 100U);
}

}  // namespace
}  // namespace mpdisc::test
