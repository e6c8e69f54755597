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
#include "core/roles/neighbours.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// What a primary tells other hosts of its own (mpdisc.7, NEIGHBOURHOOD).
class Announcements {
   public:
    /// All arguments must outlive it.
    Announcements(Messenger& messenger, ProviderState& state, const Registry& registry,
                  Responder& responder, Neighbours& neighbours);

    /// This provider became the primary, the interfaces or addresses have changed, or the host was
    /// suspended. Call it after the same of `neighbours`.
    void begin() { is_described_ = false; }
    /// This provider is no longer the primary.
    void end() { announcer_ = Announcer(state_.config.announce_s); }
    /// Announces that this host leaves if no other provider will announce it. Call before end().
    void say_farewell(TimeUs now_us);

    void on_query(TimeUs now_us, const Inbound& in, const wire::Header& header, wire::Bytes fields);

    /// Sends what is due. Call also after each input.
    void tick(TimeUs now_us);
    /// 0 after begin(): the first tick describes this host.
    [[nodiscard]] TimeUs next_deadline_us() const;

   private:
    /// The destination of announcements by that address of this host. No address if it sends none
    /// from there.
    [[nodiscard]] IpAddress destination_from(const InterfaceAddress& entry) const;

    /// Describes this host anew if its services have changed.
    void update(TimeUs now_us);
    void describe();
    void describe(const wire::ServiceList& list, std::size_t& types);
    void share_digest();

    enum class Broadcast : std::uint8_t { announcement, farewell, query };
    /// Sends to all hosts by each path: queries to the discovery port, because only primaries
    /// answer them, and the others to the announcement port.
    void send_to_all(TimeUs now_us, Broadcast what);
    /// Completes the announcement for the path by that interface, from or to that address.
    void complete_for(TimeUs now_us, std::uint32_t if_index, const IpAddress& address);
    /// Returns the size of the answer.
    std::size_t send_answer(TimeUs now_us, const wire::Arrival& arrival,
                            const wire::HostQuery& query);

    Messenger& messenger_;
    ProviderState& state_;
    const Registry& registry_;
    Responder& responder_;
    Neighbours& neighbours_;
    Announcer announcer_;
    wire::HostAnnouncement self_;
    bool is_described_ = false;
};

}  // namespace mpdisc::core
