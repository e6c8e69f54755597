// SPDX-License-Identifier: MIT
#include "platform/posix/signal_calls.h"

// A set of signals that is all zeros is empty on each system that this code is for.

namespace mpdisc::platform {

bool set_handler(int signal_number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    return sigaction(signal_number, &action, nullptr) == 0;
}

void change_mask(int how, int signal_number, sigset_t* before) {
    sigset_t only_this{};
    sigaddset(&only_this, signal_number);
    pthread_sigmask(how, &only_this, before);
}

}  // namespace mpdisc::platform
