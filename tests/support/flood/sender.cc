// SPDX-License-Identifier: MIT
#include "tests/support/flood/sender.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mpdisc::flood {
namespace {

constexpr std::size_t control_size = CMSG_SPACE(sizeof(in6_pktinfo));

[[noreturn]] void fail(const std::string& what) {
    std::perror(("flood: " + what).c_str());
    std::exit(1);
}

void set_option(int socket, int level, int name, int value, const char* what) {
    if (setsockopt(socket, level, name, &value, sizeof value) != 0) fail(what);
}

/// The bytes of the IP address in `address`.
std::span<const std::uint8_t> bytes_of(const sockaddr* address) {
    if (address == nullptr) return {};
    if (address->sa_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
        return {reinterpret_cast<const std::uint8_t*>(&v4->sin_addr), 4};
    }
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
    return {v6->sin6_addr.s6_addr, 16};
}

template <class Info>
void write_control(msghdr& header, int level, int type, const Info& info) {
    header.msg_controllen = CMSG_SPACE(sizeof info);
    cmsghdr* const control = CMSG_FIRSTHDR(&header);
    *control = {CMSG_LEN(sizeof info), level, type};
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
}

}  // namespace

Sender::Sender(const std::string& interface, const std::string& to, std::uint16_t port,
               std::uint16_t from_port, bool forges) {
    const unsigned interface_index = if_nametoindex(interface.c_str());
    if (interface_index == 0) fail(interface);
    set_peer(to, port, interface_index);
    find_network(interface);

    const bool is_v4 = peer_.ss_family == AF_INET;
    socket_ = socket(peer_.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0) fail("a socket");
    if (setsockopt(socket_, SOL_SOCKET, SO_BINDTODEVICE, interface.data(),
                   static_cast<socklen_t>(interface.size())) != 0) {
        fail(interface);
    }
    set_option(socket_, SOL_SOCKET, SO_BROADCAST, 1, "SO_BROADCAST");
    // Answers are not read, so they need no buffer.
    set_option(socket_, SOL_SOCKET, SO_RCVBUF, 1, "SO_RCVBUF");
    if (from_port != 0) bind_port(from_port);
    if (!forges) return;
    if (is_v4) {
        set_option(socket_, IPPROTO_IP, IP_TRANSPARENT, 1, "IP_TRANSPARENT");
    } else {
        set_option(socket_, IPPROTO_IPV6, IPV6_TRANSPARENT, 1, "IPV6_TRANSPARENT");
    }
}

void Sender::bind_port(std::uint16_t port) const {
    sockaddr_storage own{};
    own.ss_family = peer_.ss_family;
    // Both families have the port at the same place.
    reinterpret_cast<sockaddr_in&>(own).sin_port = htons(port);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&own), peer_size_) != 0) fail("a port");
}

void Sender::set_peer(const std::string& to, std::uint16_t port, unsigned interface_index) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, to.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&peer_, &v4, peer_size_ = sizeof v4);
    } else if (inet_pton(AF_INET6, to.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        v6.sin6_scope_id = interface_index;
        std::memcpy(&peer_, &v6, peer_size_ = sizeof v6);
    } else {
        errno = EINVAL;
        fail(to);
    }
    const auto victim = bytes_of(reinterpret_cast<const sockaddr*>(&peer_));
    std::ranges::copy(victim, victim_.begin());
    address_size_ = victim.size();
}

void Sender::find_network(const std::string& interface) {
    ifaddrs* all = nullptr;
    if (getifaddrs(&all) != 0) fail("getifaddrs");
    for (const ifaddrs* entry = all; entry != nullptr; entry = entry->ifa_next) {
        const bool suits = entry->ifa_addr != nullptr && entry->ifa_name == interface &&
                           entry->ifa_addr->sa_family == peer_.ss_family;
        if (!suits) continue;
        std::ranges::copy(bytes_of(entry->ifa_addr), network_.begin());
        std::ranges::copy(bytes_of(entry->ifa_netmask), mask_.begin());
    }
    freeifaddrs(all);
}

Sender::Address Sender::choose(Source source, Dice& dice) const {
    Address loopback{127, 0, 0, 1};
    if (address_size_ == 16) (loopback = {})[15] = 1;
    switch (source) {
        case Source::own:
            break;
        case Source::neighbour:
            return choose_neighbour(dice);
        case Source::anybody:
            return choose_anybody(dice);
        case Source::insider:
            return dice() % 2 == 0 ? loopback : victim_;
    }
    return {};
}

Sender::Address Sender::choose_neighbour(Dice& dice) const {
    Address address{};
    for (std::size_t n = 0; n < address_size_; ++n) {
        address[n] = static_cast<std::uint8_t>((network_[n] & mask_[n]) | (dice() & ~mask_[n]));
    }
    // The last two bits are 01 or 10, which avoids the network's own address and its broadcast
    // address.
    std::uint8_t& last = address[address_size_ - 1];
    last = static_cast<std::uint8_t>((last & ~3U) | (1 + dice() % 2));
    return address;
}

Sender::Address Sender::choose_anybody(Dice& dice) const {
    Address address;
    std::ranges::generate(address, [&] { return static_cast<std::uint8_t>(dice()); });
    // A global unicast address.
    address[0] = address_size_ == 4 ? static_cast<std::uint8_t>(1 + dice() % 100) : 0x20;
    return address;
}

void Sender::write_source(msghdr& header, const Address& source) const {
    if (peer_.ss_family == AF_INET) {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, source.data(), sizeof info.ipi_spec_dst);
        write_control(header, IPPROTO_IP, IP_PKTINFO, info);
    } else {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, source.data(), sizeof info.ipi6_addr);
        write_control(header, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
}

std::size_t Sender::send(std::span<const Bytes> datagrams, Source source, Dice& dice) {
    std::array<iovec, batch_max> parts;
    std::array<mmsghdr, batch_max> messages{};
    alignas(cmsghdr) std::uint8_t controls[batch_max][control_size] = {};
    const std::size_t count = std::min(datagrams.size(), batch_max);
    for (std::size_t n = 0; n < count; ++n) {
        msghdr& header = messages[n].msg_hdr;
        parts[n] = {const_cast<std::uint8_t*>(datagrams[n].data()), datagrams[n].size()};
        header.msg_name = &peer_;
        header.msg_namelen = peer_size_;
        header.msg_iov = &parts[n];
        header.msg_iovlen = 1;
        if (source == Source::own) continue;
        header.msg_control = controls[n];
        header.msg_controllen = control_size;
        write_source(header, choose(source, dice));
    }
    return send_all(std::span(messages).first(count));
}

std::size_t Sender::send_all(std::span<mmsghdr> messages) const {
    std::size_t sent = 0;
    while (!messages.empty()) {
        const int count =
            sendmmsg(socket_, messages.data(), static_cast<unsigned>(messages.size()), 0);
        // Skips a datagram that was refused, even if the error belongs to an earlier one.
        const auto done = static_cast<std::size_t>(std::max(count, 1));
        if (count > 0) sent += done;
        messages = messages.subspan(done);
    }
    return sent;
}

}  // namespace mpdisc::flood
