// SPDX-License-Identifier: MIT
#include "tests/bench/watch/providing_host.h"

#include <sys/wait.h>

#include <csignal>
#include <vector>

#include "tests/bench/support/host.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {

ProvidingHost::~ProvidingHost() {
    for (const auto& [service, process] : providers_) end_program(process);
}

std::string ProvidingHost::start() {
    const OnHost here(network_, number_);
    const std::string service = "h" + std::to_string(number_) + "-p" + std::to_string(started_++);
    // Without rate limits, because the measurement is about the possible speed.
    const pid_t process = start_program({program_, "-q", "-t", "_http._tcp", "-p", "8080", "-n",
                                         service, "--client-rate", "0", "--host-rate", "0"},
                                        -1);
    if (process == 0) return {};
    providers_[service] = process;
    return service;
}

void ProvidingHost::start(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) start();
}

bool ProvidingHost::settle() const {
    const OnHost here(network_, number_);
    std::vector<pid_t> processes;
    for (const auto& [service, process] : providers_) processes.push_back(process);
    const bool all_registered = await_registry(
        patience_end(), [&](const Registry& now) { return has_exactly(now, processes); });
    // Until then, a new primary does not claim that it knows all.
    sleep_us(600'000);
    return all_registered;
}

std::string ProvidingHost::primary() const {
    const OnHost here(network_, number_);
    for (const ProviderStatus& status : ask_registry(1000)) {
        if (status.role != Role::primary) continue;
        for (const auto& [service, process] : providers_) {
            if (process == static_cast<pid_t>(status.process_id)) return service;
        }
    }
    return {};
}

std::string ProvidingHost::secondary() const {
    const std::string not_this = primary();
    for (const auto& [service, process] : providers_) {
        if (service != not_this) return service;
    }
    return {};
}

void ProvidingHost::signal(const std::string& service, int number) const {
    const auto place = providers_.find(service);
    if (place != providers_.end()) kill(place->second, number);
}

void ProvidingHost::signal_all(int number) const {
    for (const auto& [service, process] : providers_) kill(process, number);
}

void ProvidingHost::reap(const std::string& service) {
    const auto place = providers_.find(service);
    if (place == providers_.end()) return;
    waitpid(place->second, nullptr, 0);
    providers_.erase(place);
}

}  // namespace mpdisc::bench
