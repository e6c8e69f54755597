// SPDX-License-Identifier: MIT
#include "platform/bsd/descriptor_flags.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace mpdisc::platform {

int with_descriptor_flags(int descriptor, bool is_non_blocking) {
    if (descriptor == -1) return -1;
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 &&
        (!is_non_blocking || fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)) {
        return descriptor;
    }
    const int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

}  // namespace mpdisc::platform
