// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/datagram.h"
#include "core/search/probe.h"
#include "mpdisc/watch_event.h"

namespace mpdisc::core {

struct WatchConfig : ProbeConfig {
    std::uint32_t lost_after_ms = limits::lost_after_ms_default;
};

/// One watch (mpdisc.7, WATCH). It begins with a search. Then it follows each host that it knows. A
/// state machine; it is driven like core::Probe. Announcements go in by Channel::announcement.
class Watch {
   public:
    explicit Watch(const WatchConfig& config);

    // Input, as that of core::Probe.
    [[nodiscard]] bool set_interfaces(TimeUs now_us, const InterfaceList& list);
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms);
    void start(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    void refused(TimeUs now_us, const Endpoint& to);
    void unsent(const Endpoint& to, std::uint32_t if_index);
    void tick(TimeUs now_us);

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool poll_transmit(Outbound& out);
    [[nodiscard]] bool must_flush() const { return false; }
    [[nodiscard]] bool next_event(WatchEvent& out);
    [[nodiscard]] bool next_service(std::uint32_t& cursor, FoundService& out) const;
    [[nodiscard]] std::uint32_t service_count() const;
    [[nodiscard]] bool is_synced() const;
    [[nodiscard]] bool next_unsent_path(UnsentPath& out);
    [[nodiscard]] bool has_no_link() const;
    [[nodiscard]] bool has_unasked_networks() const;
    [[nodiscard]] const InterfaceTable& interfaces() const;
    [[nodiscard]] Counters& counters();
};

}  // namespace mpdisc::core
