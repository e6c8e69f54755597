// SPDX-License-Identifier: MIT
#include "tests/bench/support/udp.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mpdisc::bench {
namespace {

const sockaddr* general(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

sockaddr_in ipv4(std::uint32_t address, std::uint16_t port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    result.sin_addr.s_addr = htonl(address);
    return result;
}

sockaddr_in loopback(std::uint16_t port) {
    return ipv4(INADDR_LOOPBACK, port);
}

BoundSocket::BoundSocket(std::uint32_t address)
    : descriptor_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_in any_port = ipv4(address, 0);
    (void)bind(descriptor_, general(any_port), sizeof any_port);
}

BoundSocket::~BoundSocket() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::uint16_t BoundSocket::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

void LoopbackSocket::connect_to(std::uint16_t port) const {
    const sockaddr_in peer = loopback(port);
    (void)connect(descriptor(), general(peer), sizeof peer);
}

void LoopbackSocket::send_to(std::uint16_t port, std::span<const std::uint8_t> bytes) const {
    const sockaddr_in peer = loopback(port);
    (void)sendto(descriptor(), bytes.data(), bytes.size(), 0, general(peer), sizeof peer);
}

std::size_t BoundSocket::receive(std::span<std::uint8_t> out, TimeUs timeout_us) const {
    ssize_t size = recv(descriptor_, out.data(), out.size(), MSG_DONTWAIT);
    if (size < 0 && timeout_us != 0) {
        pollfd entry{descriptor_, POLLIN, 0};
        if (poll(&entry, 1, static_cast<int>(timeout_us / 1000)) == 1) {
            size = recv(descriptor_, out.data(), out.size(), MSG_DONTWAIT);
        }
    }
    return size > 0 ? static_cast<std::size_t>(size) : 0;
}

}  // namespace mpdisc::bench
