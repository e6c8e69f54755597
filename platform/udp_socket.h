// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/poll_entry.h"

/// The sockets of the porting contract. Every implementation MUST pass tests/platform.
namespace mpdisc::platform {

enum class SocketError : std::uint8_t {
    none,
    /// Another socket has the port or the address.
    in_use,
    /// This user may not have the port.
    forbidden,
    /// The family does not exist on this host, or the address is not (yet) an address of this host.
    unavailable,
    /// Any other error. last_error() has its number.
    system,
};

/// A received datagram. `bytes` is in the buffer of the receiver.
struct ReceivedDatagram {
    Endpoint from;
    /// The local address that it was sent to. For a broadcast, the address of the interface from
    /// which to answer; for a multicast, the group. No address if the system does not tell.
    IpAddress to;
    /// The interface by which it came in; 0 if the system does not tell.
    std::uint32_t if_index = 0;
    /// Whether it was sent to 255.255.255.255, so that its sender is on the link. False if the
    /// system does not tell.
    bool is_link_broadcast = false;
    std::span<const std::uint8_t> bytes;
    /// It was longer than the buffer. `bytes` is only its beginning, and MUST NOT be used as a
    /// message.
    bool truncated = false;
    /// Whether it was sent to a broadcast address or a multicast group. False if the system does
    /// not tell.
    bool is_to_all = false;
};

/// A datagram to send.
struct DatagramToSend {
    Endpoint to;
    /// The local address to send from. No address: the system chooses.
    IpAddress source;
    /// The interface to send by. 0: the routes decide.
    std::uint32_t if_index = 0;
    std::span<const std::uint8_t> bytes;
    /// Sends it directly to the receiver on the link of `if_index`, whatever the routes say. Only
    /// Linux does this, and only over IPv4.
    bool on_link_only = false;
    /// send() sets this if the system accepted the datagram.
    bool is_sent = false;
};

/// Buffers for one batch of datagrams, which any number of sockets of one owner share. create()
/// reserves the memory. It is used only as far as datagrams fill it.
class ReceiveBatch {
   public:
    static constexpr std::size_t capacity = 16;

    ReceiveBatch() = default;
    ~ReceiveBatch();
    ReceiveBatch(const ReceiveBatch&) = delete;
    ReceiveBatch& operator=(const ReceiveBatch&) = delete;

    /// Each datagram may have `datagram_max` bytes, at most 65,536. False if memory is short. May
    /// be called again to change the size.
    [[nodiscard]] bool create(std::size_t datagram_max);
    [[nodiscard]] std::span<std::uint8_t> buffer(std::size_t index) const {
        return {memory_ + index * datagram_max_, datagram_max_};
    }
    /// Returns the used memory to the system. The bytes of the datagrams are lost.
    void release();

   private:
    std::uint8_t* memory_ = nullptr;
    std::size_t datagram_max_ = 0;
};

struct UdpSocketOptions {
    /// IPv4 or IPv6. An IPv6 socket MUST NOT receive IPv4.
    Family family = Family::ipv4;
    /// One local address, or no address for the wildcard.
    IpAddress address{};
    /// 0: the system chooses a port. Unless `is_shared`, the bind MUST be exclusive: it fails with
    /// `in_use` while any other socket has the port, whatever its options are.
    std::uint16_t port = 0;
    /// Shares `port` (not 0) on the wildcard address with all sockets that do the same. Each of
    /// them MUST get every broadcast, and every multicast of the groups that it has joined. A
    /// unicast reaches only one of them. Fails with `in_use` while another socket has the port on
    /// the wildcard address without this option, whether that one allows takeovers or not.
    ///
    /// The sockets may be of any users. On FreeBSD and OpenBSD, only root may join another user.
    bool is_shared = false;
    /// If the system chooses the port, it MUST NOT choose this one or the next one; 0: it may
    /// choose any. Fails with `in_use` if the system has no other port left.
    std::uint16_t avoided_port = 0;
    /// Use the smallest receive buffer, because nothing is read from this socket.
    bool send_only = false;
    /// Ask for buffers of 1 MiB. A smaller buffer is no error. (Linux doubles what it grants, and
    /// grants at most net.core.rmem_max and wmem_max.) Datagrams to a neighbour that does not
    /// answer stay in the send buffer for seconds, until the system gives up.
    bool large_buffers = false;
    /// The bind MUST succeed even if `address` is down now, if the system can do so.
    bool address_may_be_down = false;
    /// Report refused datagrams by next_refused(), if the system can do so. The BSDs, macOS and
    /// Windows do it only for sockets on a loopback address, so never for other hosts.
    bool reports_refusals = false;
    /// If the port is not 0, the socket MUST receive only datagrams from this endpoint. The system
    /// MUST drop all others before they take room in the buffer. The socket may send to any
    /// endpoint. Fails with `unavailable` if the system cannot do this. A system with take_over()
    /// MUST be able to.
    Endpoint only_from{};
};

class Refusals;

/// A non-blocking UDP socket that is closed on exec. It tells the local address and the interface
/// of each received datagram, and may send broadcasts. No call blocks, and no call fails because of
/// a signal (EINTR).
class UdpSocket {
   public:
    UdpSocket();
    ~UdpSocket() { close(); }
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    /// The socket MUST be closed before. On an error it stays closed.
    [[nodiscard]] SocketError open(const UdpSocketOptions& options);
    /// Like open(), but binds `port` (not 0) on the wildcard address even if another socket has it.
    /// `is_shared` MUST be false.
    ///
    /// From then on, this socket gets every unicast. The older socket keeps what it has received,
    /// and gets each broadcast and multicast that the new one gets. When it closes, nothing
    /// changes. This may be repeated; the newest socket gets the unicasts. When one of three or
    /// more sockets closes, the others share the unicasts until the port is taken over again.
    ///
    /// Fails with `in_use` if the holder did not call allow_takeover() or has another effective
    /// user, or the system has no takeover. If no socket has the port, this is a plain bind.
    [[nodiscard]] SocketError take_over(const UdpSocketOptions& options);
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, true}; }
    /// The port that it is bound to; 0 while it is closed.
    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Receives at most `out.size()` and ReceiveBatch::capacity datagrams, and returns how many. 0:
    /// there are none (left). Errors that a peer or the network caused are skipped, and MUST NOT
    /// keep the datagrams after them from being received.
    [[nodiscard]] std::size_t receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out);

    /// Takes the next report of a datagram that the destination `to` itself refused because no
    /// socket has that port. Reports by any other host are skipped. False if there is none, or
    /// after a bounded number of skipped ones. A report about an address of another host may be
    /// forged, so it proves nothing; a report about an address of this host is true.
    ///
    /// While reports are left, poll_wait() returns at once, and they take room from datagrams. So
    /// an owner with `reports_refusals` calls this until it is false before each receive(). Reports
    /// may get lost, so a missing report proves nothing.
    [[nodiscard]] bool next_refused(Endpoint& to);

    /// Sends the datagrams in order. Returns how many the system accepted, and marks these. A
    /// datagram that it refuses (no route, no buffer, interface down, too long) is skipped, and
    /// MUST NOT keep back the others.
    std::size_t send(std::span<DatagramToSend> datagrams);

    /// Receives what is sent to the IPv6 multicast `group` by that interface. Joining twice is no
    /// error.
    [[nodiscard]] SocketError join(const IpAddress& group, std::uint32_t if_index);
    /// Leaves the group there, even if the interface is gone: otherwise the membership takes room
    /// until the socket is closed. No error if there is no membership.
    void leave(const IpAddress& group, std::uint32_t if_index);

    /// From now on, sockets of the same effective user may take_over() the port. All others are
    /// refused as before. False if the system has no takeover.
    [[nodiscard]] bool allow_takeover();

    /// How many other sockets have the same port on the wildcard address because of takeovers. 0 if
    /// the system does not tell.
    [[nodiscard]] std::size_t count_rivals() const;

    /// The error number of the last failure of open(), take_over() or join().
    [[nodiscard]] int last_error() const { return last_error_; }
    /// The error number of the last datagram that send() skipped; 0 if it skipped none.
    [[nodiscard]] int send_error() const { return send_error_; }

   private:
    /// Does what open() or take_over() does, except for `avoided_port`.
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
