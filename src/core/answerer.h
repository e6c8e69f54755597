// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/datagram.h"
#include "core/interface_table.h"
#include "core/outbox.h"
#include "core/random.h"
#include "core/service_set.h"
#include "mpdisc/counters.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The way a request came to this host.
struct Arrival {
    Endpoint client;
    std::uint32_t if_index = 0;
    /// Where answers come from; no address: the system's choice.
    IpAddress local;
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

    Answerer(const ServiceSet& services, const InterfaceTable& interfaces, Random& random,
             Outbox& outbox, Counters& counters)
        : services_(services),
          interfaces_(interfaces),
          random_(random),
          outbox_(outbox),
          counters_(counters) {}

    /// Advertises all matching services to the client, in as few datagrams as they fit.
    void answer(TimeUs now_us, const Speaker& speaker, const Arrival& arrival,
                const wire::Request& request, const wire::Roster& roster);

   private:
    void send(TimeUs due_us, const Route& route, wire::Advertisement& advertisement,
              wire::Bytes services);

    const ServiceSet& services_;
    const InterfaceTable& interfaces_;
    Random& random_;
    Outbox& outbox_;
    Counters& counters_;
};

}  // namespace mpdisc::core
