// SPDX-License-Identifier: MIT
#include <sys/syscall.h>
#include <unistd.h>

#include "platform/linux/send_call.h"

namespace mpdisc::platform {

// musl's sendmmsg() copies each message to make such bytes zero, and sends it by a call of its own.
int send_call(int descriptor, mmsghdr* messages, unsigned count, int flags) {
    return static_cast<int>(syscall(SYS_sendmmsg, descriptor, messages, count, flags));
}

}  // namespace mpdisc::platform
