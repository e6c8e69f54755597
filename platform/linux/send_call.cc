// SPDX-License-Identifier: MIT
#include "platform/linux/send_call.h"

namespace mpdisc::platform {

int send_call(int descriptor, mmsghdr* messages, unsigned count, int flags) {
    return sendmmsg(descriptor, messages, count, flags);
}

}  // namespace mpdisc::platform
