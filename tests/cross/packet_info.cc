// SPDX-License-Identifier: MIT
//
// For LD_PRELOAD under QEMU. Between a program of one byte order and a kernel of the other, QEMU
// hands packet information over as it is: the bytes of the interface's number are then in the wrong
// order. This library reverses them on the way in and out, so that the test tests the program.
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <bit>
#include <cstdint>
#include <cstring>

namespace {

template <class Info, class Number>
void turn(cmsghdr* entry, Number Info::*number) {
    Info info;
    std::memcpy(&info, CMSG_DATA(entry), sizeof info);
    info.*number = static_cast<Number>(__builtin_bswap32(static_cast<std::uint32_t>(info.*number)));
    std::memcpy(CMSG_DATA(entry), &info, sizeof info);
}

/// Twice is as before.
void turn_all(msghdr& message) {
    if (std::endian::native == std::endian::little) return;
    for (cmsghdr* entry = CMSG_FIRSTHDR(&message); entry != nullptr;
         entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level == IPPROTO_IP && entry->cmsg_type == IP_PKTINFO) {
            turn(entry, &in_pktinfo::ipi_ifindex);
        } else if (entry->cmsg_level == IPPROTO_IPV6 && entry->cmsg_type == IPV6_PKTINFO) {
            turn(entry, &in6_pktinfo::ipi6_ifindex);
        }
    }
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" int recvmmsg(int descriptor, mmsghdr* messages, unsigned count, int flags,
                        timespec* timeout) {
    static auto* const original = next<decltype(recvmmsg)>("recvmmsg");
    const int received = original(descriptor, messages, count, flags, timeout);
    for (int i = 0; i < received; ++i) turn_all(messages[i].msg_hdr);
    return received;
}

extern "C" int sendmmsg(int descriptor, mmsghdr* messages, unsigned count, int flags) {
    static auto* const original = next<decltype(sendmmsg)>("sendmmsg");
    for (unsigned i = 0; i < count; ++i) turn_all(messages[i].msg_hdr);
    const int sent = original(descriptor, messages, count, flags);
    for (unsigned i = 0; i < count; ++i) turn_all(messages[i].msg_hdr);
    return sent;
}
