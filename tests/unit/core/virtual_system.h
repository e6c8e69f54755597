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

/// What the programs of one host have of their system beside the network: its clocks, its port
/// table, its interfaces, and word of who has ended.
class VirtualSystem {
   public:
    VirtualSystem();
    VirtualSystem(const VirtualSystem&) = delete;
    VirtualSystem& operator=(const VirtualSystem&) = delete;

    /// How long each datagram takes, and all else that the system does on its own.
    static constexpr TimeUs latency_us = 20;

    TimeUs now_us = 1'000 * second;
    std::vector<InterfaceAddress> interfaces = usual_interfaces();

    // What not every system has; the port table says whether it allows takeovers.
    bool has_process_watch = true;
    bool has_refusals = true;
    bool tells_users = true;
    /// So many of the next questions for a user, or for those of all sockets, are not answered.
    int user_answers_missing = 0;
    bool has_lines = true;
    VirtualPort port_table;
    /// The sockets whose user a program asked for one by one.
    std::vector<Endpoint> users_asked;
    /// How often one asked for the users of all; those of sockets that are no provider's.
    std::size_t port_users_asked = 0;
    std::map<std::uint16_t, std::uint32_t> other_port_users;

    /// The time of day, milliseconds since 1970.
    [[nodiscard]] std::uint64_t wall_ms() const { return 1'795'435'200'000 + now_us / 1000; }

   protected:
    virtual ~VirtualSystem();

    /// Sends what a program gave, by its socket for that channel.
    virtual void transmit(VirtualProvider& from, const core::Outbound& out) = 0;

    // --- Time ---

    void later(std::function<void()> happening, TimeUs delay_us = latency_us);
    [[nodiscard]] TimeUs next_happening_us() const {
        return happenings_.empty() ? never_us : happenings_.begin()->first;
    }
    void do_due();

    // --- Programs ---

    /// Starts the program; where memory is lacking, again a while later.
    void begin(VirtualProvider& provider);
    /// Something has come for it, or is due.
    void run_turn(VirtualProvider& provider);
    static void take_events(VirtualProvider& provider);

    void vanish(VirtualProvider& provider);

    // --- What programs ask of the system ---

    friend class ProgramSystem;

    [[nodiscard]] const VirtualProvider* holder_of(const Endpoint& socket) const;

    void list_port_users(core::Provider& machine) const;

    [[nodiscard]] bool is_process_there(std::uint32_t process_id) const;

    /// A moment later, and once however often it is watched.
    void tell_end(VirtualProvider& watcher, std::uint32_t process_id);

    std::vector<std::unique_ptr<VirtualProvider>> providers_;

   private:
    std::uint16_t next_line_port_ = 20'000;
    /// Datagrams that arrive, and what the system tells.
    std::multimap<TimeUs, std::function<void()>> happenings_;
};

}  // namespace mpdisc::test
