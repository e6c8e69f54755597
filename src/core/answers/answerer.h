// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/answers/question.h"
#include "core/host/provider_state.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The way a request came to this host.
struct Arrival {
    Endpoint client;
    std::uint32_t if_index = 0;
    /// Where answers come from; no address: the system's choice.
    IpAddress local;
    /// The client sent something to 255.255.255.255, so it is on the link even if its network is
    /// another.
    bool claims_link = false;
};

/// Turns the services of one provider into advertisements; primary and secondary do it alike.
class Answerer {
   public:
    struct Speaker {
        ProviderId id;
        Role role = Role::none;
        Channel channel = Channel::discovery;
        std::string_view host_name;
        /// Addresses of this family alone are advertised.
        Family family = Family::any;
        std::uint32_t lifetime_s = 0;
    };

    Answerer(Messenger& messenger, const ProviderState& state)
        : messenger_(messenger), state_(state) {}

    /// What answers of all providers of this host weigh.
    [[nodiscard]] AnswerSize answer_size(const Speaker& speaker, const Arrival& arrival) const;
    /// Advertises the matching services that the client lacks, in as few datagrams as they fit, and
    /// no more than `bytes_max`; where there are none, or none fits, a primary's roster alone.
    void answer(TimeUs now_us, const Speaker& speaker, const Arrival& arrival,
                const wire::Request& request, const wire::Roster& roster,
                std::uint64_t bytes_max = UINT64_MAX);

   private:
    [[nodiscard]] wire::Advertisement make_advertisement(const Speaker& speaker,
                                                         const Arrival& arrival) const;
    [[nodiscard]] Route route_to(const Speaker& speaker, const Arrival& arrival) const;
    void send(TimeUs due_us, const Route& route, std::size_t size);

    Messenger& messenger_;
    const ProviderState& state_;
};

}  // namespace mpdisc::core
