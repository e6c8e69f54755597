// SPDX-License-Identifier: MIT
#include "platform/posix/descriptors.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mpdisc::platform {

bool make_pipe(PipeMode mode, Pipe& out) {
    const int flags = mode == PipeMode::non_blocking ? O_CLOEXEC | O_NONBLOCK : O_CLOEXEC;
    int ends[2];
    if (pipe2(ends, flags) != 0) return false;
    out = {ends[0], ends[1]};
    return true;
}

int make_socket(int address_family, int type) {
    return socket(address_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

}  // namespace mpdisc::platform
