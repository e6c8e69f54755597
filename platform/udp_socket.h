// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/poll_entry.h"

/// The porting contract's sockets. Every implementation MUST pass tests/platform.
namespace mpdisc::platform {

enum class SocketError : std::uint8_t {
    none,
    /// The port (or address) is somebody else's.
    in_use,
    /// This user may not have it.
    forbidden,
    /// The family does not exist on this host, or the address is not (yet) one of its own.
    unavailable,
    /// Anything else; the number is in last_error().
    system,
};

/// A datagram that came in. `bytes` points into the receiver's buffer.
struct ReceivedDatagram {
    Endpoint from;
    /// The local address it was sent to; for a broadcast, the interface's own address that
    /// answers are to come from; for a multicast, the group. No address where the system cannot
    /// tell.
    IpAddress to;
    /// The interface it came in by; 0 where the system cannot tell.
    std::uint32_t if_index = 0;
    /// It was sent to 255.255.255.255, so a host on the link sent it. False where the system cannot
    /// tell.
    bool is_link_broadcast = false;
    std::span<const std::uint8_t> bytes;
    /// It was longer than the buffer; `bytes` is its beginning and MUST NOT be used as a message.
    bool truncated = false;
};

/// A datagram to send.
struct DatagramToSend {
    Endpoint to;
    /// The local address to send from; no address: the system's choice.
    IpAddress source;
    /// The interface to send by; 0: as the routes say.
    std::uint32_t if_index = 0;
    std::span<const std::uint8_t> bytes;
    /// Through no router: the receiver is taken to be on the link of `if_index`, whatever the
    /// routes say. Linux alone is asked for that, over IPv4.
    bool on_link_only = false;
    /// send() sets it where the system took the datagram.
    bool is_sent = false;
};

/// Buffers for one batch of datagrams, shared by any number of sockets of one owner. Memory is
/// taken from the system at create(), and touched only as far as datagrams fill it.
class ReceiveBatch {
   public:
    static constexpr std::size_t capacity = 16;

    ReceiveBatch() = default;
    ~ReceiveBatch();
    ReceiveBatch(const ReceiveBatch&) = delete;
    ReceiveBatch& operator=(const ReceiveBatch&) = delete;

    /// Each datagram may have up to `datagram_max` bytes. False for want of memory. May be called
    /// again, to change the size.
    [[nodiscard]] bool create(std::size_t datagram_max);
    [[nodiscard]] std::span<std::uint8_t> buffer(std::size_t index) const {
        return {memory_ + index * datagram_max_, datagram_max_};
    }
    /// Gives back to the system what datagrams have filled, and with it their bytes.
    void release();

   private:
    std::uint8_t* memory_ = nullptr;
    std::size_t datagram_max_ = 0;
};

struct UdpSocketOptions {
    /// IPv4 or IPv6; an IPv6 socket MUST NOT take IPv4 traffic.
    Family family = Family::ipv4;
    /// Wildcard (no address) or one local address.
    IpAddress address{};
    /// 0: the system chooses. Binding MUST be exclusive: it fails with `in_use` while any other
    /// socket has the port, whatever options that one has set.
    std::uint16_t port = 0;
    /// Where the system chooses, it MUST NOT be this port; 0: any will do. Fails with `in_use`
    /// where the system has no other one left.
    std::uint16_t avoided_port = 0;
    /// Keep the least receive buffer: nothing is read from this socket.
    bool send_only = false;
    /// Ask for buffers of 1 MiB; less is no error. (Linux doubles what it grants, and grants at
    /// most net.core.rmem_max and wmem_max.) In the one for sending, what goes to a neighbour who
    /// is not there waits for seconds, until the system gives up.
    bool large_buffers = false;
    /// Binding MUST succeed even if `address` is not up at the moment, where the system can do so.
    bool address_may_be_down = false;
    /// Keep reports of refused datagrams for next_refused(), where the system has them (Windows:
    /// for sockets on a loopback address).
    bool reports_refusals = false;
    /// A port that is not 0: datagrams from that endpoint alone MUST come in; the system drops all
    /// others before they take room. Others may be sent to. `unavailable` where the system has no
    /// such thing; one that has take_over() MUST have it.
    Endpoint only_from{};
};

class Refusals;

/// A non-blocking UDP socket, closed on exec, that tells for each datagram by which address and
/// interface it came, and may broadcast. No call blocks; each survives EINTR.
class UdpSocket {
   public:
    UdpSocket();
    ~UdpSocket() { close(); }
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    /// The socket MUST be closed before. On an error it stays closed.
    [[nodiscard]] SocketError open(const UdpSocketOptions& options);
    /// As open(), but binds `port` (not 0) on the wildcard address even if another socket holds it,
    /// and gets every unicast that comes from then on. The older socket keeps what has come to it,
    /// and gets each broadcast and multicast that the new one gets; once it closes, nothing
    /// changes. May be repeated: the newest gets the unicasts. When one of three or more closes,
    /// those left share them until the port is taken over anew. Fails with `in_use` where the
    /// holder did not allow_takeover(), is of another effective user, or the system has no such
    /// thing. Where nobody holds the port, it is bound as ever.
    [[nodiscard]] SocketError take_over(const UdpSocketOptions& options);
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, true}; }
    /// The port it is bound to.
    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Takes what has come, at most `out.size()` and ReceiveBatch::capacity datagrams; returns how
    /// many. 0: nothing (more) there. Errors that a peer or the network caused are passed over:
    /// they MUST NOT end the reading of what else is there.
    [[nodiscard]] std::size_t receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out);

    /// Takes the next report of a datagram that was refused, for want of a socket at its port, by
    /// this host itself; `to` is where it had gone. What other hosts refuse, or claim to, is
    /// passed over. False where there is none, or a bounded number of others came first. While
    /// reports are left, poll_wait() returns at once, and the room that they take is lacking to
    /// datagrams: who sets `reports_refusals` calls this until false before each receive().
    /// Reports may get lost: that none comes says nothing.
    [[nodiscard]] bool next_refused(Endpoint& to);

    /// Sends each in order; returns how many the system took, and marks these. One it refuses (no
    /// route, no buffer, interface down, too long) is skipped, and MUST NOT keep the others back.
    std::size_t send(std::span<DatagramToSend> datagrams);

    /// Receive what is sent to the IPv6 multicast `group` by that interface. Joining twice is no
    /// error.
    [[nodiscard]] SocketError join(const IpAddress& group, std::uint32_t if_index);
    /// Listens no more to the group there, even if the interface is gone: a membership that nobody
    /// ends takes up room until the socket is closed. No error where there is none.
    void leave(const IpAddress& group, std::uint32_t if_index);

    /// From now on sockets of the same effective user may take_over() the port; all others are
    /// refused as before. False where the system has no such thing.
    [[nodiscard]] bool allow_takeover();

    /// How many other sockets hold the same port on the wildcard address, by takeover; 0 where the
    /// system cannot tell.
    [[nodiscard]] std::size_t count_rivals() const;

    /// The system's number of the last error of open() or join().
    [[nodiscard]] int last_error() const { return last_error_; }
    /// Why send() could not send the last one that it skipped; 0: it skipped none.
    [[nodiscard]] int send_error() const { return send_error_; }

   private:
    /// As open() or take_over(), but for `avoided_port`.
    [[nodiscard]] SocketError open_once(const UdpSocketOptions& options, bool takes_over);

    Handle handle_ = -1;
    /// Null if there are no reports, or the system makes them itself.
    Refusals* refusals_ = nullptr;
    std::uint16_t port_ = 0;
    Family family_ = Family::any;
    int last_error_ = 0;
    int send_error_ = 0;
};

}  // namespace mpdisc::platform
