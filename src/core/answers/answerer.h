// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/answers/question.h"
#include "core/host/provider_state.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// What a watch is told instead of services.
struct WatchReport {
    /// The cells of the sketch; empty: none.
    wire::Bytes sketch;
    /// The primary before this one, if it has certainly ended; null: none.
    const ProviderId* former_primary = nullptr;
};

/// Turns the services of one provider into advertisements, for a primary and for a secondary.
class Answerer {
   public:
    Answerer(Messenger& messenger, const ProviderState& state)
        : messenger_(messenger), state_(state) {}

    /// How large an answer of any provider of this host is.
    [[nodiscard]] AnswerSize answer_size(const wire::Arrival& arrival) const;
    /// Advertises the matching services that the client lacks, in as few datagrams as possible and
    /// in at most `bytes_max` bytes. If there are none, or none fits, a primary sends only its
    /// roster.
    void answer(TimeUs now_us, const wire::Arrival& arrival, const wire::Request& request,
                const wire::Roster& roster, std::uint64_t bytes_max = UINT64_MAX,
                const WatchReport& report = {});
    [[nodiscard]] Route route_to(const wire::Arrival& arrival) const;

   private:
    [[nodiscard]] wire::Advertisement make_advertisement(const wire::Arrival& arrival,
                                                         Family family) const;
    void send(TimeUs due_us, const Route& route, std::size_t size);

    Messenger& messenger_;
    const ProviderState& state_;
};

}  // namespace mpdisc::core
