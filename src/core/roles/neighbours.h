// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/answers/responder.h"
#include "core/host/provider_state.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/neighbourhood/neighbourhood.h"
#include "mpdisc/provider_status.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// What a primary learns of the other hosts, and tells of them (mpdisc.7, NEIGHBOURHOOD). Minimal
/// builds know no other hosts.
class Neighbours {
   public:
    /// All arguments must outlive it.
    Neighbours(Messenger& messenger, ProviderState& state, Responder& responder);

    /// This provider became the primary, or may have missed what others said: the host has other
    /// interfaces or addresses, or was suspended.
    void begin(TimeUs now_us);
    /// This provider is no longer the primary.
    void end();
    /// Whether announcements can be heard. It is true at first.
    void note_port(bool is_open) { is_deaf_ = !is_open; }

    /// This host's own part of the digests: what it announces of itself by each of its addresses.
    void clear_own_shares();
    void add_own_share(const wire::HostDescription& self, const InterfaceAddress& from);
    /// Adds what this host knows of the neighbourhood there.
    void summarize(TimeUs now_us, std::uint32_t if_index, const IpAddress& address,
                   wire::HostSummary& out) const;

    void on_announcement(TimeUs now_us, const Inbound& in, const wire::Header& header,
                         wire::Bytes fields);
    void on_list(TimeUs now_us, const Inbound& in, const wire::Header& header, wire::Bytes fields);
    /// A query came that will be answered. `is_proven`: it has a valid token.
    void note_query(TimeUs now_us, const Inbound& in, const wire::HostQuery& query, bool is_proven);
    /// Sends the list from the query's page on. `self` describes this host. Returns the size, or 0
    /// if nothing is sent: `bytes_max` is too little, or this build knows no other hosts. `self` is
    /// summarized already.
    std::size_t send_list(TimeUs now_us, const wire::Arrival& arrival, const wire::HostQuery& query,
                          const wire::HostSummary& self, std::uint64_t bytes_max);

    /// Sends what is due. Call also after each input.
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// Whether to ask all other hosts for their announcements now. True once.
    [[nodiscard]] bool is_query_due(TimeUs now_us);

    /// For an administrator. A build that knows no other hosts tells no host.
    [[nodiscard]] NeighbourhoodStatus status(TimeUs now_us) const;
    [[nodiscard]] const Neighbourhood& table() const { return table_; }

   private:
    /// A list that was asked for.
    struct AskedList {
        /// 0: none.
        std::uint64_t transaction = 0;
        std::uint64_t address_token = 0;
        std::uint32_t page = 0;
        NeighbourSource source;
        /// Requests for this page so far, and when to send the next one.
        std::uint8_t tries = 0;
        TimeUs due_us = never_us;
        /// When another list may replace it.
        TimeUs end_us = 0;
    };

    [[nodiscard]] bool hears_announcements() const;
    /// Whether this host sends questions by each path of that interface; on the loopback interface,
    /// by each path there is. If it does not, it never knows all hosts there.
    [[nodiscard]] bool asks_all(std::uint32_t if_index) const;
    [[nodiscard]] bool is_settled(TimeUs now_us) const;
    [[nodiscard]] NeighbourSource source_of(std::uint32_t if_index, const IpAddress& address) const;
    /// Whether it came from the discovery port of another host.
    [[nodiscard]] bool is_from_other_host(const Inbound& in) const;
    /// A host whose clock differs answers only an undated question. Other hosts answer more dated
    /// ones.
    void ask(TimeUs now_us, const NeighbourSource& source, const wire::HostQuery& query,
             bool is_dated = true);
    void ask_for_list(TimeUs now_us, std::uint32_t page);

    Messenger& messenger_;
    ProviderState& state_;
    Responder& responder_;
    Neighbourhood table_;
    /// When to ask all other hosts for their announcements.
    TimeUs query_due_us_ = never_us;
    bool is_deaf_ = false;
    AskedList asked_list_;
};

}  // namespace mpdisc::core
