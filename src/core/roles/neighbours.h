// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/answers/responder.h"
#include "core/host/provider_state.h"
#include "core/host/registry.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/neighbourhood/announcer.h"
#include "core/neighbourhood/neighbourhood.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// What a primary tells other hosts of its own, and learns of them (mpdisc.7, NEIGHBOURHOOD).
class Neighbours {
   public:
    /// All arguments must outlive it.
    Neighbours(Messenger& messenger, ProviderState& state, const Registry& registry,
               Responder& responder);

    /// This provider became the primary.
    void begin(TimeUs now_us);
    /// This provider is no longer the primary.
    void end();
    /// Announces that this host leaves if no other provider will announce it. Call before end().
    void say_farewell(TimeUs now_us);
    /// The host has other interfaces or addresses.
    void interfaces_changed(TimeUs now_us);

    void on_announcement(TimeUs now_us, const Inbound& in, const wire::Header& header,
                         wire::Bytes fields);
    void on_query(TimeUs now_us, const Inbound& in, const wire::Header& header, wire::Bytes fields);
    void on_list(TimeUs now_us, const Inbound& in, const wire::Header& header, wire::Bytes fields);

    /// Sends what is due. Call also after each input.
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

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

    /// A message without a list.
    static constexpr std::size_t message_max = 256;

    [[nodiscard]] NeighbourSource source_of(std::uint32_t if_index, const IpAddress& address) const;
    /// Whether it came from the discovery port of another host.
    [[nodiscard]] bool is_from_other_host(const Inbound& in) const;
    /// Whether a provider of this host answers by that interface.
    [[nodiscard]] bool is_answered_on(std::uint32_t if_index, Family family) const;
    /// The destination of announcements by that address of this host. No address if it sends none
    /// from there.
    [[nodiscard]] IpAddress destination_from(std::size_t number) const;

    /// Describes this host anew if its services have changed.
    void update(TimeUs now_us);
    void describe();
    void share_digest();

    /// Later messages have the time at which they are sent.
    void date(TimeUs now_us);
    void send_to_all(TimeUs now_us, wire::MessageType type, std::uint32_t lifetime_s = 0);
    [[nodiscard]] wire::HostAnnouncement announcement_by(TimeUs now_us, std::uint64_t group);
    void send(TimeUs due_us, const Route& route, std::size_t size);
    void ask(TimeUs now_us, const NeighbourSource& source, const wire::HostQuery& query);
    void ask_for_list(TimeUs now_us, std::uint32_t page);
    void send_answer(TimeUs now_us, const wire::Arrival& arrival, const wire::HostQuery& query);
    /// Returns the size of the list.
    std::size_t send_list(TimeUs now_us, const wire::Arrival& arrival, const wire::HostQuery& query,
                          std::size_t size_max);

    Messenger& messenger_;
    ProviderState& state_;
    const Registry& registry_;
    Responder& responder_;
    Neighbourhood table_;
    Announcer announcer_;
    wire::HostDescription self_;
    bool is_described_ = false;
    /// When to ask all other hosts for their announcements.
    TimeUs query_due_us_ = never_us;
    AskedList asked_list_;
};

}  // namespace mpdisc::core
