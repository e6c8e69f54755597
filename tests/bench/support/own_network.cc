// SPDX-License-Identifier: MIT
#include "tests/bench/support/own_network.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

namespace mpdisc::bench {
namespace {

bool write_file(const char* path, const std::string& text) {
    std::ofstream file(path);
    file << text << std::flush;
    return file.good();
}

/// Makes a user namespace in which this user is root, because only its owner may make networks
/// there.
bool enter_as_user() {
    const std::string user = "0 " + std::to_string(geteuid()) + " 1";
    const std::string group = "0 " + std::to_string(getegid()) + " 1";
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
           write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", user) &&
           write_file("/proc/self/gid_map", group);
}

bool bring_loopback_up() {
    const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return false;
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    const bool done = ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    close(descriptor);
    return done;
}

}  // namespace

bool enter_own_network() {
    return (unshare(CLONE_NEWNET) == 0 || enter_as_user()) && bring_loopback_up();
}

bool enter_another_network() {
    return unshare(CLONE_NEWNET) == 0 && bring_loopback_up();
}

int current_network() {
    return open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

void enter_network(int network) {
    (void)setns(network, CLONE_NEWNET);
}

void skip_duplicate_address_detection() {
    (void)write_file("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
}

}  // namespace mpdisc::bench
