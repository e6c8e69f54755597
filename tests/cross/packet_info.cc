// SPDX-License-Identifier: MIT
//
// For LD_PRELOAD under QEMU. If the program and the kernel differ in byte order, QEMU passes packet
// information on without a change, so the interface index has the wrong byte order. This library
// reverses the index in received and sent datagrams, so that the test tests the program.
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <bit>
#include <cstdarg>
#include <cstdint>
#include <cstring>
#include <span>

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

/// The programs make this system call without the function of its name.
extern "C" long syscall(long number, ...) {
    std::array<long, 6> arguments;
    va_list list;
    va_start(list, number);
    for (long& each : arguments) each = va_arg(list, long);
    va_end(list);
    const auto [first, second, third, fourth, fifth, sixth] = arguments;
    using Syscall = long (*)(long, ...);
    static const auto original = reinterpret_cast<Syscall>(dlsym(RTLD_NEXT, "syscall"));
    const std::span messages(reinterpret_cast<mmsghdr*>(second),
                             number == SYS_sendmmsg ? static_cast<std::size_t>(third) : 0);
    for (mmsghdr& each : messages) reverse_indices(each.msg_hdr);
    const long result = original(number, first, second, third, fourth, fifth, sixth);
    for (mmsghdr& each : messages) reverse_indices(each.msg_hdr);
    return result;
}
