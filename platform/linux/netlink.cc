// SPDX-License-Identifier: MIT
#include "platform/linux/netlink.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace mpdisc::platform {
namespace {

// The headers of older systems lack these.
constexpr int strict_check = 12;                      // NETLINK_GET_STRICT_CHK
constexpr std::uint16_t dump_was_interrupted = 0x10;  // NLM_F_DUMP_INTR

/// The kernel fills a buffer of up to 32 KiB. No message that is read here is longer than a few
/// KiB.
constexpr std::size_t buffer_size = 16 * 1024;

/// The number of bytes that came from the kernel; 0 if none came.
std::size_t receive_from_kernel(int descriptor, std::span<std::uint8_t> buffer) {
    sockaddr_nl from{};
    iovec part{buffer.data(), buffer.size()};
    msghdr header{};
    header.msg_name = &from;
    header.msg_namelen = sizeof from;
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    ssize_t size = -1;
    do {
        size = recvmsg(descriptor, &header, MSG_DONTWAIT);
    } while (size < 0 && errno == EINTR);
    const bool is_whole = size > 0 && (header.msg_flags & MSG_TRUNC) == 0 && from.nl_pid == 0;
    return is_whole ? static_cast<std::size_t>(size) : 0;
}

}  // namespace

NetlinkBytes find_attribute(NetlinkBytes attributes, std::uint16_t type) {
    for (;;) {
        const auto header = read_struct<rtattr>(attributes);
        // The padding after the last attribute consists of zeros.
        if (header.rta_len < sizeof header || header.rta_len > attributes.size()) return {};
        if ((header.rta_type & NLA_TYPE_MASK) == type) {
            return attributes.subspan(sizeof header, header.rta_len - sizeof header);
        }
        attributes =
            attributes.subspan(std::min<std::size_t>(RTA_ALIGN(header.rta_len), attributes.size()));
    }
}

bool NetlinkReader::open(int protocol) {
    close();
    descriptor_ = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (descriptor_ == -1) return false;
    // With this option the kernel sends only what was asked for. With an older kernel, `take` must
    // ignore the rest.
    const int on = 1;
    (void)setsockopt(descriptor_, SOL_NETLINK, strict_check, &on, sizeof on);
    return true;
}

void NetlinkReader::close() {
    if (descriptor_ != -1) ::close(descriptor_);
    descriptor_ = -1;
}

bool NetlinkReader::send(std::uint16_t type, std::uint16_t flags, NetlinkBytes fixed,
                         NetlinkBytes attributes) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + fixed.size() + attributes.size());
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    header.nlmsg_seq = ++sequence_;
    iovec parts[] = {{&header, sizeof header},
                     {const_cast<std::uint8_t*>(fixed.data()), fixed.size()},
                     {const_cast<std::uint8_t*>(attributes.data()), attributes.size()}};
    return writev(descriptor_, parts, 3) == static_cast<ssize_t>(header.nlmsg_len);
}

NetlinkReader::End NetlinkReader::read(std::uint16_t flags, std::uint16_t type, NetlinkBytes fixed,
                                       NetlinkBytes attributes, TakeCall take, void* taker) {
    if (!send(type, flags, fixed, attributes)) return End::refused;
    alignas(nlmsghdr) std::uint8_t buffer[buffer_size];
    End end = End::complete;
    for (;;) {
        NetlinkBytes rest{buffer, receive_from_kernel(descriptor_, buffer)};
        if (rest.empty()) return End::refused;
        while (rest.size() >= sizeof(nlmsghdr)) {
            const auto header = read_struct<nlmsghdr>(rest);
            if (header.nlmsg_len < sizeof header || header.nlmsg_len > rest.size()) {
                return End::refused;
            }
            const NetlinkMessage message{
                header.nlmsg_type, rest.subspan(sizeof header, header.nlmsg_len - sizeof header)};
            rest = rest.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), rest.size()));
            if (header.nlmsg_seq != sequence_) continue;
            if ((header.nlmsg_flags & dump_was_interrupted) != 0) end = End::interrupted;
            if (header.nlmsg_type == NLMSG_DONE) return end;
            if (header.nlmsg_type == NLMSG_ERROR) return End::refused;
            if (!take(taker, message)) return End::stopped;
            if (flags != NLM_F_DUMP) return end;
        }
    }
}

}  // namespace mpdisc::platform
