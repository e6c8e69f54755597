// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <set>
#include <string>

#include "mpdisc/poll.h"
#include "tests/bench/peers/minissdpd.h"

namespace mpdisc::bench {
namespace {

constexpr int quiet_ms = 300;

constexpr std::string_view request =
    "M-SEARCH * HTTP/1.1\r\n"
    "HOST: 239.255.255.250:1900\r\n"
    "MAN: \"ssdp:discover\"\r\n"
    "MX: 1\r\n"
    "ST: urn:schemas-upnp-org:service:Bench:1\r\n\r\n";

bool send_request(int descriptor, const std::string& address) {
    in_addr interface {};
    inet_pton(AF_INET, address.c_str(), &interface);
    setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface);
    sockaddr_in group{};
    group.sin_family = AF_INET;
    group.sin_port = htons(1900);
    inet_pton(AF_INET, "239.255.255.250", &group.sin_addr);
    return sendto(descriptor, request.data(), request.size(), 0,
                  reinterpret_cast<const sockaddr*>(&group), sizeof group) > 0;
}

std::string_view unique_name(std::string_view answer) {
    const std::size_t start = answer.find("\r\nUSN:");
    if (start == std::string_view::npos) return {};
    const std::string_view rest = answer.substr(start + 6);
    return rest.substr(0, rest.find("\r\n"));
}

}  // namespace

ProbeRun search_upnp(const std::string& address, std::size_t services) {
    ProbeRun run;
    const TimeUs start_us = monotonic_us();
    run.start_us = day_clock_us();
    const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    std::set<std::string> seen;
    if (send_request(descriptor, address)) {
        std::array<char, 2048> answer;
        pollfd entry{descriptor, POLLIN, 0};
        while (seen.size() < services && poll(&entry, 1, quiet_ms) == 1) {
            const ssize_t size = recv(descriptor, answer.data(), answer.size(), 0);
            if (size <= 0) break;
            const std::string_view name =
                unique_name({answer.data(), static_cast<std::size_t>(size)});
            if (name.empty()) continue;
            if (seen.emplace(name).second) {
                run.last_found_us = day_clock_us();
            } else {
                ++run.doubled;
            }
        }
    }
    close(descriptor);
    run.found = seen.size();
    run.exit_code = 0;
    run.duration_us = monotonic_us() - start_us;
    return run;
}

}  // namespace mpdisc::bench
