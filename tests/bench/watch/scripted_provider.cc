// SPDX-License-Identifier: MIT
#include "tests/bench/watch/scripted_provider.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/bench/support/programs.h"

namespace mpdisc::bench {

ScriptedProvider::ScriptedProvider(const Setup& setup, const Network& network, std::size_t host) {
    const std::string commands = directory_.file("commands");
    if (mkfifo(commands.c_str(), 0600) != 0) return;
    // For both directions, because then it does not wait for the other end.
    commands_ = open(commands.c_str(), O_RDWR | O_CLOEXEC);
    const OnHost here(network, host);
    process_ = start_program(
        {"sh", "-c", "exec \"$0\" <\"$1\"", setup.bench("scripted-provider"), commands}, -1);
}

ScriptedProvider::~ScriptedProvider() {
    end_program(process_);
    if (commands_ >= 0) close(commands_);
}

void ScriptedProvider::add(const std::string& service) const {
    tell("add " + service + " _http._tcp 8080");
}

void ScriptedProvider::update(const std::string& service) {
    tell("update " + service + " _http._tcp 8080 version=" + std::to_string(++updates_));
}

void ScriptedProvider::remove(const std::string& service) const {
    tell("remove " + service + " _http._tcp");
}

void ScriptedProvider::tell(const std::string& command) const {
    const std::string line = command + "\n";
    (void)!write(commands_, line.data(), line.size());
}

}  // namespace mpdisc::bench
