// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "tests/unit/core/virtual_port.h"
#include "tests/unit/core/virtual_program.h"

namespace mpdisc::test {

/// The parts of a host's system other than the network: clocks, port table, interfaces, and the
/// process watch.
class VirtualSystem {
   public:
    VirtualSystem();
    VirtualSystem(const VirtualSystem&) = delete;
    VirtualSystem& operator=(const VirtualSystem&) = delete;

    /// The delay of each datagram and of each report by the system.
    static constexpr TimeUs latency_us = 20;

    TimeUs now_us = 1'000 * second;
    std::vector<InterfaceAddress> interfaces = usual_interfaces();

    // Features that not every system has. Takeovers are a setting of the port table.
    bool has_process_watch = true;
    bool has_refusals = true;
    bool tells_users = true;
    /// How many of the next questions about users get the answer `not_now`.
    int user_answers_missing = 0;
    bool has_lines = true;
    bool grants_announcement_port = true;
    VirtualPort port_table;
    /// The sockets that were asked about by user_of().
    std::vector<Endpoint> users_asked;
    /// The number of calls of tell_port_users().
    std::size_t port_users_asked = 0;
    /// The users of sockets that do not belong to a provider, by port.
    std::map<std::uint16_t, std::uint32_t> other_port_users;

    /// The time of day in milliseconds since 1970.
    [[nodiscard]] std::uint64_t wall_ms() const {
        return 1'795'435'200'000 + now_us / 1000 + suspended_ms;
    }
    /// How long the host was suspended. The monotonic clock stopped meanwhile.
    std::uint64_t suspended_ms = 0;

   protected:
    virtual ~VirtualSystem();

    /// Sends a program's datagram from its socket for that channel.
    virtual void transmit(VirtualProvider& from, const core::Outbound& out) = 0;

    // --- Time ---

    void later(std::function<void()> event, TimeUs delay_us = latency_us);
    [[nodiscard]] TimeUs next_event_us() const;
    void do_due();

    // --- Programs ---

    /// Starts the program. If it hangs or lacks memory, tries again later.
    void begin(VirtualProvider& provider);
    /// Lets the program process its input and due work.
    void run_turn(VirtualProvider& provider);
    static void take_events(VirtualProvider& provider);

    void vanish(VirtualProvider& provider);

    // --- System calls of the programs ---

    friend class ProgramSystem;

    [[nodiscard]] const VirtualProvider* holder_of(const Endpoint& socket) const;

    void list_port_users(core::Provider& machine) const;

    [[nodiscard]] bool is_process_running(std::uint32_t process_id) const;

    /// Reports the end a little later, and only once, however often the process is watched.
    void tell_end(VirtualProvider& watcher, std::uint32_t process_id);

    std::vector<std::unique_ptr<VirtualProvider>> providers_;

   private:
    std::uint16_t next_line_port_ = 20'000;
    /// Datagrams and reports of the system that have not arrived yet.
    std::multimap<TimeUs, std::function<void()>> events_;
};

}  // namespace mpdisc::test
