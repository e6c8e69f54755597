// SPDX-License-Identifier: MIT
//
// cpp-asio NAME PORT
//
// Offers a service, and tells of all services of its type, in coroutines of Asio.

#include <mpdisc/mpdisc.h>
#include <unistd.h>

#include <asio.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

constexpr const char* type = "_example._tcp";

template <typename Error>
void expect(Error error, const std::string& what) {
    if (error != Error::none) throw std::runtime_error(what + ": " + to_text(error));
}

mpdisc::Provider offer(const char* name, const char* port) {
    mpdisc::Service service;
    expect(service.set_name(name), name);
    expect(service.set_type(type), type);
    expect(service.set_port(static_cast<std::uint32_t>(std::strtoul(port, nullptr, 10))), port);
    mpdisc::Provider provider;
    expect(provider.open({}), "cannot offer");
    expect(provider.add(service), name);
    return provider;
}

mpdisc::Watch watch_all() {
    mpdisc::WatchOptions options;
    options.filter.type = type;
    mpdisc::Watch watch;
    expect(watch.open(options), "cannot watch");
    return watch;
}

void print_events(mpdisc::Provider& provider) {
    for (mpdisc::ProviderEvent event; provider.next_event(event);) {
        if (event.type != mpdisc::ProviderEventType::role_changed) continue;
        std::cout << "role " << to_text(event.role) << std::endl;
    }
}

void print_events(mpdisc::Watch& watch) {
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

/// Does the object's work whenever there is some.
template <typename Object>
asio::awaitable<void> run(Object& object) {
    // Asio closes the descriptor at the end, so it gets one of its own.
    asio::posix::stream_descriptor descriptor(co_await asio::this_coro::executor, dup(object.fd()));
    for (;;) {
        co_await descriptor.async_wait(descriptor.wait_read, asio::use_awaitable);
        object.process();
        print_events(object);
    }
}

void rethrow(std::exception_ptr exception) {
    if (exception) std::rethrow_exception(exception);
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 3) throw std::runtime_error("usage: cpp-asio NAME PORT");
    mpdisc::Provider provider = offer(arguments[1], arguments[2]);
    mpdisc::Watch watch = watch_all();

    asio::io_context context;
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](auto, auto) { context.stop(); });
    asio::co_spawn(context, run(provider), rethrow);
    asio::co_spawn(context, run(watch), rethrow);
    context.run();
} catch (const std::exception& exception) {
    std::cerr << "cpp-asio: " << exception.what() << '\n';
    return 1;
}
