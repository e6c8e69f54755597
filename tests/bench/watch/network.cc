// SPDX-License-Identifier: MIT
#include "tests/bench/watch/network.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "tests/bench/support/own_network.h"
#include "tests/bench/support/programs.h"
#include "tests/bench/support/work_directory.h"

namespace mpdisc::bench {
namespace {

/// Runs these lines in ip(8).
bool run_ip(const std::string& lines) {
    const WorkDirectory directory;
    const std::string file = directory.file("lines");
    std::ofstream(file) << lines;
    return run_program({"ip", "-batch", file});
}

std::string ipv4_of(std::size_t host) {
    return "10.78.0." + std::to_string(host + 1);
}

std::string link_address_of(std::size_t host) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "02:00:00:00:00:%02zx", host + 1);
    return text.data();
}

/// The kernel makes it from the link's address.
std::string ipv6_of(std::size_t host) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "fe80::ff:fe00:%zx", host + 1);
    return text.data();
}

/// Makes a host know the link addresses of the others for good. The kernel keeps about a thousand
/// addresses that it learned itself, for all hosts together.
std::string acquaint(std::size_t host, std::size_t count) {
    std::string lines;
    for (std::size_t other = 0; other < count; ++other) {
        if (other == host) continue;
        for (const std::string& address : {ipv4_of(other), ipv6_of(other)}) {
            lines += "neighbour replace " + address + " lladdr " + link_address_of(other) +
                     " dev " + Network::interface + " nud permanent\n";
        }
    }
    return lines;
}

}  // namespace

Network::~Network() {
    if (before_ >= 0) enter_network(before_);
    for (const int host : hosts_) close(host);
    for (const int network : {before_, switch_}) {
        if (network >= 0) close(network);
    }
}

bool Network::open(std::size_t count) {
    before_ = current_network();
    bool done = enter_another_network();
    switch_ = current_network();
    done = done && run_ip("link add br0 type bridge mcast_snooping 0\nlink set br0 up\n");
    for (std::size_t host = 0; done && host < count; ++host) done = add_host(host);
    for (std::size_t host = 0; done && host < count; ++host) done = set_up(host, count);
    enter_network(before_);
    return done;
}

bool Network::add_host(std::size_t number) {
    if (!enter_another_network()) return false;
    hosts_.push_back(current_network());
    skip_duplicate_address_detection();
    enter_network(switch_);
    const std::string port = "port" + std::to_string(number);
    const std::string network =
        "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(hosts_.back());
    return run_ip("link add " + port + " type veth peer name " + interface + " address " +
                  link_address_of(number) + " netns " + network + "\nlink set " + port +
                  " master br0 up\n");
}

bool Network::set_up(std::size_t number, std::size_t count) const {
    enter(number);
    const std::string device = std::string(" dev ") + interface;
    return run_ip("address add " + ipv4_of(number) + "/24 broadcast +" + device + "\nlink set" +
                  device + " up\n" +
                  // The peers' multicasts need a route, because there is no default route.
                  "route add 224.0.0.0/4" + device + "\n" + acquaint(number, count));
}

void Network::enter(std::size_t host) const {
    enter_network(hosts_[host]);
}

void Network::cut(std::size_t host) const {
    const OnHost here(*this, host);
    (void)run_ip(std::string("link set dev ") + interface + " down\n");
}

void Network::mend(std::size_t host) const {
    const OnHost here(*this, host);
    (void)run_ip(std::string("link set dev ") + interface + " up\n" + acquaint(host, count()));
}

OnHost::OnHost(const Network& network, std::size_t host) : before_(current_network()) {
    network.enter(host);
}

OnHost::~OnHost() {
    enter_network(before_);
    close(before_);
}

}  // namespace mpdisc::bench
