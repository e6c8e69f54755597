// SPDX-License-Identifier: MIT
#include "platform/posix/descriptors.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

bool make_pipe(PipeMode mode, Pipe& out) {
    const int flags = mode == PipeMode::non_blocking ? O_CLOEXEC | O_NONBLOCK : O_CLOEXEC;
    int ends[2];
    if (pipe2(ends, flags) != 0) return false;
    out = {ends[0], ends[1]};
    return true;
}

int make_socket(Family family, int type) {
    return socket(to_address_family(family), type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

}  // namespace mpdisc::platform
