// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/watch/watch.h"
#include "tests/sim/client_programs.h"

namespace mpdisc::sim {

/// A process that watches all services, until it is killed. It has the loop of the real watch
/// (src/runtime/watch.cc).
class WatchProgram final : public ClientProgram {
   public:
    struct Setup {
        std::string name;
        bool local_only = false;
        std::uint32_t lost_after_ms = limits::lost_after_ms_default;
    };
    /// What an event says of a service.
    struct Service {
        ProviderId provider;
        std::string name;
        std::string type;
        std::uint16_t port = 0;
        /// All that a change may concern, as text.
        std::string details;
    };
    struct Event {
        WatchEventType type = WatchEventType::synced;
        Service service;
    };
    /// Called for each event, in order.
    using Told = std::function<void(WatchProgram&, const Event&)>;

    WatchProgram(Host& on, Network& network, const Setup& setup, Told told);
    void start();
    void interfaces_changed() override;

    [[nodiscard]] bool is_local_only() const { return local_only_; }
    [[nodiscard]] TimeUs lost_after_us() const { return lost_after_us_; }
    [[nodiscard]] bool is_synced() const { return machine_.is_synced(); }
    [[nodiscard]] std::uint32_t service_count() const { return machine_.service_count(); }
    /// The list, as next_service() gives it.
    [[nodiscard]] std::vector<Service> services() const;
    /// The datagrams that its full queues dropped.
    [[nodiscard]] std::uint64_t drops() const { return socket_.dropped + announcements_.dropped; }
    [[nodiscard]] std::uint64_t count(Counter counter) { return machine_.counters()[counter]; }

   private:
    void run() override;
    void set_clock();
    void list_interfaces();
    [[nodiscard]] bool is_readable() const override;
    void close_sockets() override;
    [[nodiscard]] TimeUs deadline_us() const override { return machine_.next_deadline_us(); }
    void flush();
    void take_events();

    const bool local_only_;
    const TimeUs lost_after_us_;
    core::Watch machine_;
    NetworkSocket announcements_;
    bool must_list_interfaces_ = false;
    Told told_;
};

}  // namespace mpdisc::sim
