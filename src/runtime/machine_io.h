// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/kit/datagram.h"
#include "mpdisc/counters.h"
#include "mpdisc/types.h"
#include "platform/udp_socket.h"
#include "runtime/datagram_tracer.h"

/// Passes datagrams between sockets and the machines of src/core. In programs, `Socket` is
/// platform::UdpSocket and `Batch` is platform::ReceiveBatch. Tests have sockets in memory.
namespace mpdisc::runtime {

/// One call of process() reads at most this many batches from a socket, so that a flood cannot keep
/// the owner from its other work.
inline constexpr std::size_t receive_batches_max = 8;

/// One call of process() reads at most this many reports of refused datagrams from a socket.
inline constexpr int reports_max = 256;

/// After a longer datagram, the memory of the buffers goes back to the system. Such datagrams are
/// rare, but any host may send one.
inline constexpr std::size_t kept_datagram_max = 4096;

/// Passes a received datagram to `machine.receive()`. Drops unicasts to the announcement port.
template <typename Machine>
void pass(const platform::ReceivedDatagram& datagram, core::Channel channel, Machine& machine,
          TimeUs now_us) {
    if (datagram.truncated) return machine.counters().add(Counter::drop_malformed);
    if (channel == core::Channel::announcement && !datagram.is_to_all) {
        return machine.counters().add(Counter::drop_unexpected);
    }
    machine.receive(now_us, {channel, datagram.from, datagram.to, datagram.if_index, datagram.bytes,
                             datagram.is_link_broadcast});
}

/// Passes all received datagrams to the machine, and shows them to the tracer. Calls `flush()`
/// after each batch, and earlier if the machine's output must not wait.
template <typename Socket, typename Batch, typename Machine, typename Flush,
          typename Tracer = NoTracer>
void receive_all(Socket& socket, core::Channel channel, Batch& batch, Machine& machine,
                 TimeUs now_us, Flush flush, Tracer&& tracer = {}) {
    std::array<platform::ReceivedDatagram, platform::ReceiveBatch::capacity> received;
    for (std::size_t round = 0; round < receive_batches_max && socket.is_open(); ++round) {
        const std::size_t count = socket.receive(batch, received);
        std::size_t longest = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const platform::ReceivedDatagram& datagram = received[i];
            longest = std::max(longest, datagram.bytes.size());
            tracer.before(machine);
            pass(datagram, channel, machine, now_us);
            tracer.received(machine, datagram);
            if (machine.must_flush()) flush();
        }
        flush();
        if (longest > kept_datagram_max) batch.release();
        if (count < received.size()) return;
    }
}

/// Tells `machine` which of its datagrams their destinations refused. Calls `flush()` after each.
template <typename Socket, typename Machine, typename Flush>
void report_refused(Socket& socket, Machine& machine, TimeUs now_us, Flush flush) {
    Endpoint to;
    for (int n = 0; n < reports_max && socket.is_open() && socket.next_refused(to); ++n) {
        machine.refused(now_us, to);
        flush();
    }
}

/// Room for a batch of datagrams to send. Its owner keeps it, because it takes time to set up.
using SendBatch = std::array<platform::DatagramToSend, 64>;

/// Sends all output of `machine`, in batches. `socket_for(route)` returns a pointer to the socket.
/// If it is null or the socket is closed, the datagram is lost and counted, like one that the
/// system refuses. If the machine has unsent(), it gets the destination of each lost datagram. The
/// tracer gets all datagrams.
template <typename Machine, typename SocketFor, typename Tracer = NoTracer>
void transmit_all(Machine& machine, SendBatch& batch, SocketFor socket_for, Tracer&& tracer = {}) {
    std::size_t count = 0;
    decltype(socket_for(core::Route{})) socket = nullptr;
    const auto flush = [&] {
        const std::span datagrams = std::span(batch).first(count);
        const bool usable = socket != nullptr && socket->is_open();
        const std::size_t sent = usable ? socket->send(datagrams) : std::size_t{0};
        machine.counters().add(Counter::send_errors, count - sent);
        if constexpr (requires { machine.unsent(Endpoint{}, std::uint32_t{}); }) {
            for (const platform::DatagramToSend& each : datagrams) {
                if (!each.is_sent) machine.unsent(each.to, each.if_index);
            }
        }
        for (const platform::DatagramToSend& each : datagrams) tracer.sent(machine, each);
        count = 0;
    };
    for (core::Outbound out; machine.poll_transmit(out);) {
        const auto wanted = socket_for(out.route);
        if (wanted != socket || count == batch.size()) flush();
        socket = wanted;
        batch[count++] = {out.route.to, out.route.source, out.route.if_index, out.bytes,
                          out.route.on_link_only};
    }
    flush();
}

}  // namespace mpdisc::runtime
