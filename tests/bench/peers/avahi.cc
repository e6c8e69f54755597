// SPDX-License-Identifier: MIT
#include "tests/bench/peers/avahi.h"

#include <unistd.h>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/process_facts.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

/// The name in a line like "=;lan0;IPv4;p17;_http._tcp;local;server.local;10.77.0.1;8080;...".
std::string_view resolved_name(std::string_view line) {
    if (!line.starts_with('=')) return {};
    for (int skipped = 0; skipped < 3; ++skipped) {
        const std::size_t end = line.find(';');
        if (end == std::string_view::npos) return {};
        line.remove_prefix(end + 1);
    }
    return line.substr(0, line.find(';'));
}

std::string script(const std::string& sources) {
    return sources + "/peers/avahi-host.sh";
}

}  // namespace

std::string AvahiHost::why_not(const std::string& sources) {
    for (const char* program : {"avahi-daemon", "avahi-browse", "dbus-daemon"}) {
        if (!is_installed(program)) return std::string("not installed: ") + program;
    }
    if (access(script(sources).c_str(), X_OK) != 0) return "not here: " + script(sources);
    // The daemon changes the owner of a directory, which requires root outside a user namespace.
    if (!run_program({"unshare", "-m", "-p", "-f", "--kill-child", "sh", "-c",
                      "mount -t tmpfs tmpfs /run && chown avahi /run"})) {
        return "not measured: it takes root";
    }
    return {};
}

AvahiHost::AvahiHost(const std::string& sources, const std::string& name,
                     const std::string& interface, std::size_t services)
    : bus_(directory_.file(name + ".bus")),
      holder_(start_program(
          {script(sources), directory_.path(), name, interface, std::to_string(services)}, -1)) {}

AvahiHost::~AvahiHost() {
    end_program(holder_);
}

bool AvahiHost::await_start() const {
    const TimeUs end_us = monotonic_us() + 10'000'000;
    while (process() == 0 || access(bus_.c_str(), F_OK) != 0) {
        if (monotonic_us() > end_us) return false;
        sleep_us(10'000);
    }
    return true;
}

ProbeRun AvahiHost::browse() const {
    return run_finder(with_bus({"avahi-browse", "-rpt", "_http._tcp"}), resolved_name);
}

std::vector<std::string> AvahiHost::with_bus(const std::vector<std::string>& command) const {
    std::vector<std::string> all{"env", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + bus_};
    all.insert(all.end(), command.begin(), command.end());
    return all;
}

pid_t AvahiHost::process() const {
    return holder_ == 0 ? 0 : find_descendant(holder_, "avahi-daemon");
}

}  // namespace mpdisc::bench
