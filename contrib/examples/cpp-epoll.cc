// SPDX-License-Identifier: MIT
//
// cpp-epoll NAME PORT
//
// Offers a service, and tells of all services of its type, with Linux's epoll(7).

#include <mpdisc/mpdisc.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace {

constexpr const char* type = "_example._tcp";

[[noreturn]] void fail(const char* what, const char* why) {
    std::cerr << "cpp-epoll: " << what << ": " << why << '\n';
    std::exit(1);
}

template <typename Error>
void expect(Error error, const char* what) {
    if (error != Error::none) fail(what, to_text(error));
}

void offer(mpdisc::Provider& provider, const char* name, const char* port) {
    mpdisc::Service service;
    expect(service.set_name(name), name);
    expect(service.set_type(type), type);
    expect(service.set_port(static_cast<std::uint32_t>(std::strtoul(port, nullptr, 10))), port);
    expect(provider.open({}), "cannot offer");
    expect(provider.add(service), name);
}

void watch_all(mpdisc::Watch& watch) {
    mpdisc::WatchOptions options;
    options.filter.type = type;
    expect(watch.open(options), "cannot watch");
}

void print_roles(mpdisc::Provider& provider) {
    for (mpdisc::ProviderEvent event; provider.next_event(event);) {
        if (event.type != mpdisc::ProviderEventType::role_changed) continue;
        std::cout << "role " << to_text(event.role) << std::endl;
    }
}

void print_services(mpdisc::Watch& watch) {
    for (mpdisc::WatchEvent event; watch.next_event(event);) {
        std::cout << to_text(event.type);
        if (event.type != mpdisc::WatchEventType::synced) {
            const auto& found = event.service;
            std::cout << ' ' << found.service.name << ' '
                      << to_text(found.address, found.interface_name, found.service.port).view();
        }
        std::cout << std::endl;
    }
}

/// A descriptor that is readable when SIGINT or SIGTERM has come.
int stop_descriptor() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    return signalfd(-1, &signals, SFD_CLOEXEC);
}

/// Runs until `stop` is readable.
void run(mpdisc::Provider& provider, mpdisc::Watch& watch, int stop) {
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (const int descriptor : {provider.fd(), watch.fd(), stop}) {
        epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
            fail("epoll", std::strerror(errno));
        }
    }
    epoll_event ready{};
    do {
        if (epoll_wait(epoll, &ready, 1, -1) < 0 && errno != EINTR) {
            fail("epoll", std::strerror(errno));
        }
        provider.process();
        print_roles(provider);
        watch.process();
        print_services(watch);
    } while (ready.data.fd != stop);
    close(epoll);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) fail("usage", "cpp-epoll NAME PORT");
    const int stop = stop_descriptor();
    mpdisc::Provider provider;
    mpdisc::Watch watch;
    offer(provider, arguments[1], arguments[2]);
    watch_all(watch);
    run(provider, watch, stop);
}
