// SPDX-License-Identifier: MIT
//
// Events with Avahi: avahi-publish on a host with ten other services, and avahi-browse on another
// host. A service of avahi-publish can't be changed, and the daemon is not killed, because its
// services would stay listed for two minutes.
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "mpdisc/poll.h"
#include "tests/bench/peers/avahi.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/programs.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t services = 10;
constexpr std::size_t server = 0;
constexpr std::size_t client = 1;

/// Reads lines like "=;lan0;IPv4;p17;_http._tcp;...". "=" means that the service is resolved, "-"
/// that it is gone. The lines of IPv6 tell the same.
Event parse_line(std::string_view line) {
    const std::string ipv4 = std::string(";") + Network::interface + ";IPv4;";
    const Event::Kind kind = line.starts_with('=')   ? Event::Kind::added
                             : line.starts_with('-') ? Event::Kind::removed
                                                     : Event::Kind::none;
    if (kind == Event::Kind::none || line.substr(1, ipv4.size()) != ipv4) return {};
    line.remove_prefix(1 + ipv4.size());
    return {kind, std::string(line.substr(0, line.find(';')))};
}

class AvahiEvents {
   public:
    AvahiEvents(const Network& network, const AvahiHost& publisher, Watcher& watcher)
        : network_(network), publisher_(publisher), watcher_(watcher) {}

    /// A service comes, and ends by that signal.
    void run(int signal, std::vector<TimeUs>& ends) {
        const OnHost here(network_, server);
        const std::string service = "new" + std::to_string(number_++);
        TimeUs start_us = monotonic_us();
        const pid_t process = start_program(
            publisher_.with_bus({"avahi-publish", "-s", service, "_http._tcp", "8080"}), -1);
        starts.push_back(watcher_.await_event({Event::Kind::added, service}, start_us));
        start_us = monotonic_us();
        kill(process, signal);
        ends.push_back(watcher_.await_event({Event::Kind::removed, service}, start_us));
        waitpid(process, nullptr, 0);
    }

    std::vector<TimeUs> starts;
    std::vector<TimeUs> leaves;
    std::vector<TimeUs> dies;

   private:
    const Network& network_;
    const AvahiHost& publisher_;
    Watcher& watcher_;
    int number_ = 0;
};

/// Returns the reason why it could not measure; empty if it could.
std::string measure(const Setup& setup) {
    Network network;
    if (!network.open(2)) return "not measured: no network";
    const OnHost on_server(network, server);
    const AvahiHost publisher(setup.sources, "server", Network::interface, services);
    const OnHost on_client(network, client);
    const AvahiHost browser(setup.sources, "client", Network::interface, 0);
    if (!publisher.await_start() || !browser.await_start())
        return "not measured: it does not start";
    // Line by line, because a program reads it.
    Watcher watcher(browser.with_bus({"stdbuf", "-oL", "avahi-browse", "-rp", "_http._tcp"}),
                    parse_line);
    if (!watcher.await_list(services, patience_end())) return "not measured: it does not find all";
    AvahiEvents events(network, publisher, watcher);
    for (int run = 0; run < std::min(setup.runs, 10); ++run) {
        events.run(SIGTERM, events.leaves);
        events.run(SIGKILL, events.dies);
    }
    Figures& figures = setup.figures;
    figures.times("Avahi: a publisher starts", events.starts, Demand::Of::nothing, 0);
    figures.times("Avahi: a publisher leaves", events.leaves, Demand::Of::nothing, 0);
    figures.times("Avahi: a publisher is killed", events.dies, Demand::Of::nothing, 0);
    return {};
}

}  // namespace

bool measure_avahi(const Setup& setup) {
    setup.figures.begin_group("watch: Avahi, 10 services on another host");
    std::string why_not = is_installed("avahi-publish") ? AvahiHost::why_not(setup.sources)
                                                        : "not installed: avahi-publish";
    if (why_not.empty()) why_not = measure(setup);
    if (!why_not.empty()) setup.figures.add_missing("Avahi", why_not);
    return true;
}

}  // namespace mpdisc::bench
