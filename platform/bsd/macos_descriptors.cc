// SPDX-License-Identifier: MIT
#include "platform/posix/descriptors.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "platform/bsd/descriptor_flags.h"
#include "platform/common/sockaddr.h"
#include "platform/posix/udp_options.h"

// macOS can set these flags only after the descriptor exists. A child that another thread forks in
// between inherits it. Nothing helps here. A program that starts others by posix_spawn() can close
// all descriptors (POSIX_SPAWN_CLOEXEC_DEFAULT).

namespace mpdisc::platform {
namespace {

void close_keeping_error(int descriptor) {
    const int error = errno;
    if (descriptor != -1) close(descriptor);
    errno = error;
}

}  // namespace

bool make_pipe(PipeMode mode, Pipe& out) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    for (int& end : ends) end = with_descriptor_flags(end, mode == PipeMode::non_blocking);
    if (ends[0] != -1 && ends[1] != -1) {
        out = {ends[0], ends[1]};
        return true;
    }
    for (const int end : ends) close_keeping_error(end);
    return false;
}

int make_socket(Family family, int type) {
    const int descriptor = with_descriptor_flags(socket(to_address_family(family), type, 0), true);
    // The system may shut sockets down by itself. Writing to such a socket then is an error instead
    // of a signal.
    if (descriptor == -1 || set_option(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1)) return descriptor;
    close_keeping_error(descriptor);
    return -1;
}

}  // namespace mpdisc::platform
