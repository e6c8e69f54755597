// SPDX-License-Identifier: MIT
#include "tests/bench/watch/thousand_services.h"

#include <fstream>
#include <string>

#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t providers = 10;

void write_services(const std::string& file, const std::string& prefix) {
    std::ofstream out(file);
    for (std::size_t n = 0; n < ThousandServices::count / providers; ++n) {
        out << "[service]\nname = " << prefix << n << "\ntype = _http._tcp\nport = 8080\n";
    }
}

}  // namespace

ThousandServices::ThousandServices(const Setup& setup, const Network& network, std::size_t host) {
    const OnHost here(network, host);
    for (std::size_t n = 0; n < providers; ++n) {
        const std::string file = directory_.file("provider-" + std::to_string(n) + ".conf");
        write_services(file, "h" + std::to_string(host) + "-p" + std::to_string(n) + "-s");
        processes_.push_back(start_program(
            {setup.provider(), "-q", "-c", file, "--client-rate", "0", "--host-rate", "0"}, -1));
    }
}

ThousandServices::~ThousandServices() {
    for (const pid_t process : processes_) end_program(process);
}

}  // namespace mpdisc::bench
