// SPDX-License-Identifier: MIT
#include "platform/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "platform/host.h"

namespace mpdisc::platform {
namespace {

sockaddr_un supervisor_address;
socklen_t supervisor_address_size = 0;
int supervisor_socket = -1;

/// A name that begins with '@' is one of Linux's abstract namespace.
bool set_address(const char* name) {
    const bool is_abstract = name[0] == '@';
    if (!is_abstract && name[0] != '/') return false;
    const std::size_t length = std::strlen(name);
    // Only a path ends with a NUL.
    const std::size_t size = length + (is_abstract ? 0 : 1);
    if (length == 1 || size > sizeof supervisor_address.sun_path) return false;
    supervisor_address.sun_family = AF_UNIX;
    std::memcpy(supervisor_address.sun_path, name, size);
    if (is_abstract) supervisor_address.sun_path[0] = '\0';
    supervisor_address_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size);
    return true;
}

/// The decimal number in a variable. False if it is no number of at most 18 digits.
bool read_number(const char* variable, std::uint64_t& out) {
    const char* const text = std::getenv(variable);
    const std::size_t size = text != nullptr ? std::strlen(text) : 0;
    out = 0;
    for (std::size_t n = 0; n < size; ++n) {
        if (text[n] < '0' || text[n] > '9') return false;
        out = out * 10 + static_cast<std::uint64_t>(text[n] - '0');
    }
    return size != 0 && size <= 18;
}

}  // namespace

bool supervisor_available() {
    return true;
}

SupervisorWishes read_supervisor_wishes() {
    SupervisorWishes wishes;
    const char* const name = std::getenv("NOTIFY_SOCKET");
    if (name != nullptr && set_address(name)) {
        supervisor_socket = socket(AF_UNIX, SOCK_DGRAM, 0);
        wishes.listens = claim_descriptor(supervisor_socket);
    }
    std::uint64_t watched = 0;
    std::uint64_t watchdog_us = 0;
    const bool is_meant = std::getenv("WATCHDOG_PID") == nullptr ||
                          (read_number("WATCHDOG_PID", watched) && watched == process_id());
    if (is_meant && read_number("WATCHDOG_USEC", watchdog_us)) wishes.watchdog_us = watchdog_us;
    for (const char* variable : {"NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"}) {
        (void)unsetenv(variable);
    }
    return wishes;
}

bool tell_supervisor(const char* text, std::string_view rest) {
    iovec parts[] = {{const_cast<char*>(text), std::strlen(text)},
                     {const_cast<char*>(rest.data()), rest.size()}};
    msghdr message{};
    // Each message has the address, because a supervisor that was restarted has another socket.
    message.msg_name = &supervisor_address;
    message.msg_namelen = supervisor_address_size;
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    if (sendmsg(supervisor_socket, &message, MSG_DONTWAIT) >= 0) return true;
    return errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOBUFS;
}

bool claim_descriptor(int descriptor) {
    return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

bool tell_ready(int descriptor) {
    // Others may share the descriptor's flags, so it cannot be made non-blocking.
    pollfd entry{descriptor, POLLOUT, 0};
    if (poll(&entry, 1, 0) == 0) return false;
    [[maybe_unused]] const auto written = write(descriptor, "\n", 1);
    close(descriptor);
    return true;
}

}  // namespace mpdisc::platform
