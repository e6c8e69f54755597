// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/trace.h"
#include "platform/udp_socket.h"

namespace mpdisc::runtime {

/// For machines that are not traced.
struct NoTracer {
    template <typename Machine>
    void before(Machine&) {}
    template <typename Machine>
    void received(Machine&, const platform::ReceivedDatagram&) {}
    template <typename Machine>
    void sent(Machine&, const platform::DatagramToSend&) {}
};

/// Shows the owner of a client the datagrams that pass between its sockets and its machine.
class DatagramTracer {
   public:
    void show_to(const DatagramTrace& trace);

    /// Call this before the machine gets a datagram, and received() after that. What the machine
    /// counted in between tells why it dropped the datagram.
    template <typename Machine>
    void before(Machine& machine) {
        if (is_active()) counted_ = machine.counters();
    }
    template <typename Machine>
    void received(Machine& machine, const platform::ReceivedDatagram& datagram) {
        if (is_active()) show(datagram, interface_name(machine, datagram), machine.counters());
    }
    template <typename Machine>
    void sent(Machine& machine, const platform::DatagramToSend& datagram) {
        if (is_active()) show(datagram, interface_name(machine, datagram));
    }

   private:
    [[nodiscard]] bool is_active() const;
    /// Empty for a machine without interfaces.
    template <typename Machine, typename Datagram>
    [[nodiscard]] static std::string_view interface_name(const Machine& machine,
                                                         const Datagram& datagram) {
        if constexpr (requires { machine.interfaces(); }) {
            return machine.interfaces().name_of(datagram.if_index);
        } else {
            return {};
        }
    }

    void show(const platform::ReceivedDatagram& datagram, std::string_view interface_name,
              const Counters& counted);
    void show(const platform::DatagramToSend& datagram, std::string_view interface_name);

    DatagramTrace trace_;
    /// The counters of the machine before it got the datagram.
    Counters counted_;
};

}  // namespace mpdisc::runtime
