// SPDX-License-Identifier: MIT
#include "tests/bench/peers/minissdpd.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/process_facts.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

constexpr const char* service_type = "urn:schemas-upnp-org:service:Bench:1";

/// A short string with its length before it, as MiniSSDPd's socket expects it.
std::string counted(const std::string& text) {
    return static_cast<char>(text.size()) + text;
}

bool send_to_socket(const std::string& path, const std::string& message) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* const general = reinterpret_cast<const sockaddr*>(&address);
    const bool sent =
        connect(descriptor, general, sizeof address) == 0 &&
        write(descriptor, message.data(), message.size()) == static_cast<ssize_t>(message.size());
    close(descriptor);
    return sent;
}

}  // namespace

bool MiniSsdpd::is_installed() {
    return bench::is_installed("minissdpd");
}

// The daemon always goes to the background, except for its slow debug mode. So it runs in a process
// namespace, whose end ends it.
bool MiniSsdpd::start(const std::string& interface, std::size_t services) {
    const std::string command = "PATH=$PATH:/usr/sbin:/sbin minissdpd -i " + interface + " -s " +
                                directory_.file("socket") + " -p " + directory_.file("pid") +
                                " && exec sleep 600";
    holder_ = start_program({"unshare", "-p", "-f", "--kill-child", "sh", "-c", command}, -1);
    const TimeUs end_us = monotonic_us() + 3'000'000;
    while (!submit(0)) {
        if (monotonic_us() > end_us) return false;
        sleep_us(10'000);
    }
    for (std::size_t number = 1; number < services; ++number) {
        if (!submit(number)) return false;
    }
    return true;
}

bool MiniSsdpd::submit(std::size_t number) const {
    const std::string unique = "uuid:bench-" + std::to_string(number);
    // Command 4 submits a service: its type, unique name, server and location.
    return send_to_socket(directory_.file("socket"),
                          '\4' + counted(service_type) + counted(unique + "::" + service_type) +
                              counted("Bench/1.0 UPnP/1.0") +
                              counted("http://10.77.0.1:8080/p" + std::to_string(number)));
}

pid_t MiniSsdpd::process() const {
    return holder_ == 0 ? 0 : find_descendant(holder_, "minissdpd");
}

MiniSsdpd::~MiniSsdpd() {
    end_program(holder_);
}

}  // namespace mpdisc::bench
