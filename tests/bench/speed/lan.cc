// SPDX-License-Identifier: MIT
#include "tests/bench/speed/lan.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

bool run_ip(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"ip"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_program(command);
}

bool set_up(const std::string& address) {
    const std::string interface = Lan::interface;
    return run_ip({"address", "add", address + "/24", "broadcast", "+", "dev", interface}) &&
           run_ip({"link", "set", interface, "up"}) &&
           // The peers' multicasts need a route, because there is no default route.
           run_ip({"route", "add", "224.0.0.0/4", "dev", interface});
}

}  // namespace

Lan::~Lan() {
    if (before_ >= 0) enter_network(before_);
    for (const int network : {before_, client_, server_}) {
        if (network >= 0) close(network);
    }
}

bool Lan::open() {
    before_ = current_network();
    if (!enter_another_network()) return false;
    server_ = current_network();
    skip_duplicate_address_detection();
    // ip(8) names a network by a process in it.
    const pid_t holder = start_program({"sleep", "60"}, -1);
    const bool made = enter_another_network();
    client_ = current_network();
    skip_duplicate_address_detection();
    const bool connected = made &&
                           run_ip({"link", "add", interface, "type", "veth", "peer", "name",
                                   interface, "netns", std::to_string(holder)}) &&
                           connect();
    end_program(holder);
    return connected;
}

bool Lan::connect() const {
    enter_server();
    const bool server = set_up(server_address);
    enter_client();
    return server && set_up(client_address);
}

}  // namespace mpdisc::bench
