// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/datagram.h"
#include "core/search/probe.h"
#include "core/watch/follower.h"
#include "mpdisc/watch_event.h"

namespace mpdisc::core {

struct WatchConfig : ProbeConfig {
    std::uint32_t lost_after_ms = limits::lost_after_ms_default;
};

/// One watch (mpdisc.7, WATCH). It begins with a search. Then it follows each host that it knows. A
/// state machine; it is driven like core::Probe. Announcements go in by Channel::announcement.
class Watch {
   public:
    explicit Watch(const WatchConfig& config)
        : probe_(config), follower_(probe_.client(), config.lost_after_ms) {}

    // Input, as core::Probe has it.
    /// False if there is no memory; then the owner tries again.
    [[nodiscard]] bool set_interfaces(TimeUs now_us, const InterfaceList& list);
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms);
    /// Whether announcements can be heard. It is true at first.
    void announcement_port_tried(TimeUs now_us, bool is_open) {
        follower_.note_port(now_us, is_open);
    }
    void start(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    /// The system reports that this host, or the host with that address, has no such socket.
    void refused(TimeUs now_us, const Endpoint& to);
    void unsent(const Endpoint& to, std::uint32_t if_index) { probe_.unsent(to, if_index); }
    void tick(TimeUs now_us);

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool poll_transmit(Outbound& out) { return probe_.poll_transmit(out); }
    [[nodiscard]] bool must_flush() const { return false; }
    /// Gives the events, each once: added, changed, removed, and once synced.
    [[nodiscard]] bool next_event(WatchEvent& out);
    /// See mpdisc::Watch.
    [[nodiscard]] bool next_service(std::uint32_t& cursor, FoundServiceView& out) const;
    [[nodiscard]] std::uint32_t service_count() const {
        return client().catalogue.services().selected();
    }
    [[nodiscard]] bool is_synced() const { return is_synced_; }
    [[nodiscard]] bool next_awaited_host(std::uint32_t& cursor, IncompleteHost& out) const {
        return !is_synced_ && follower_.next_awaited(cursor, out);
    }
    [[nodiscard]] bool next_unsent_path(UnsentPath& out) { return probe_.next_unsent_path(out); }
    [[nodiscard]] bool has_no_link() const { return probe_.has_no_link(); }
    [[nodiscard]] bool has_unasked_networks() const { return probe_.has_unasked_networks(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return client().interfaces; }
    [[nodiscard]] Counters& counters() { return probe_.counters(); }

   private:
    [[nodiscard]] const Client& client() const { return probe_.client(); }
    /// Begins to follow the hosts when the search has ended.
    void update(TimeUs now_us);
    void on_announcement(TimeUs now_us, const Inbound& in);

    Probe probe_;
    Follower follower_;
    bool is_following_ = false;
    bool is_synced_ = false;
    bool is_synced_told_ = false;
};

}  // namespace mpdisc::core
