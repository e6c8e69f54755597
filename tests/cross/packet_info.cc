// SPDX-License-Identifier: MIT
//
// For LD_PRELOAD under QEMU. If the program and the kernel differ in byte order, QEMU passes packet
// information on without a change, so the interface index has the wrong byte order. This library
// reverses the index in received and sent datagrams, so that the test tests the program.
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <bit>
#include <cstdint>
#include <cstring>

namespace {

template <class Info, class Number>
void reverse_number(cmsghdr* entry, Number Info::*number) {
    Info info;
    std::memcpy(&info, CMSG_DATA(entry), sizeof info);
    info.*number = static_cast<Number>(__builtin_bswap32(static_cast<std::uint32_t>(info.*number)));
    std::memcpy(CMSG_DATA(entry), &info, sizeof info);
}

/// A second call restores the message.
void reverse_indices(msghdr& message) {
    if (std::endian::native == std::endian::little) return;
    for (cmsghdr* entry = CMSG_FIRSTHDR(&message); entry != nullptr;
         entry = CMSG_NXTHDR(&message, entry)) {
        if (entry->cmsg_level == IPPROTO_IP && entry->cmsg_type == IP_PKTINFO) {
            reverse_number(entry, &in_pktinfo::ipi_ifindex);
        } else if (entry->cmsg_level == IPPROTO_IPV6 && entry->cmsg_type == IPV6_PKTINFO) {
            reverse_number(entry, &in6_pktinfo::ipi6_ifindex);
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
    for (int i = 0; i < received; ++i) reverse_indices(messages[i].msg_hdr);
    return received;
}

extern "C" int sendmmsg(int descriptor, mmsghdr* messages, unsigned count, int flags) {
    static auto* const original = next<decltype(sendmmsg)>("sendmmsg");
    for (unsigned i = 0; i < count; ++i) reverse_indices(messages[i].msg_hdr);
    const int sent = original(descriptor, messages, count, flags);
    for (unsigned i = 0; i < count; ++i) reverse_indices(messages[i].msg_hdr);
    return sent;
}
