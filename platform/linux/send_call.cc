// SPDX-License-Identifier: MIT
#include <sys/syscall.h>
#include <unistd.h>

#include "platform/linux/send_call.h"

namespace mpdisc::platform {

// The call of the C library is avoided: musl's sendmmsg() copies each message to make the unused
// bytes zero, and makes one system call for each.
int send_call(int descriptor, mmsghdr* messages, unsigned count, int flags) {
    return static_cast<int>(syscall(SYS_sendmmsg, descriptor, messages, count, flags));
}

}  // namespace mpdisc::platform
