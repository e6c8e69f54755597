// SPDX-License-Identifier: MIT
//
// scripted-provider
//
// A provider whose services change while it runs. It reads one command a line from its standard
// input, and answers each with a line: "ok", or why it was refused.
//
//   add NAME TYPE PORT [ATTRIBUTE]...
//   update NAME TYPE PORT [ATTRIBUTE]...
//   remove NAME TYPE
//
// Words have no blanks. It prints its role to stderr. It ends at the end of its input.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <sstream>
#include <string>

#include "mpdisc/mpdisc.h"

namespace {

using mpdisc::ServiceError;

[[noreturn]] void fail(const char* reason) {
    std::fprintf(stderr, "scripted-provider: %s\n", reason);
    std::exit(1);
}

ServiceError read_service(std::istream& words, mpdisc::Service& service) {
    std::string name, type, word;
    unsigned port = 0;
    words >> name >> type >> port;
    ServiceError error = service.set_name(name);
    if (error == ServiceError::none) error = service.set_type(type);
    if (error == ServiceError::none) error = service.set_port(port);
    while (error == ServiceError::none && words >> word) error = service.add_attribute(word);
    return error;
}

ServiceError obey(mpdisc::Provider& provider, const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    if (verb == "remove") {
        std::string name, type;
        words >> name >> type;
        return provider.remove(name, type);
    }
    if (verb != "add" && verb != "update") fail("an unknown command");
    mpdisc::Service service;
    const ServiceError error = read_service(words, service);
    if (error != ServiceError::none) return error;
    return verb == "add" ? provider.add(service) : provider.update(service);
}

/// Waits until there is work for the provider, or input.
void wait_for_work(const mpdisc::Provider& provider) {
    std::array<mpdisc::PollEntry, mpdisc::limits::poll_entries_max + 1> entries;
    const std::size_t count = provider.poll_entries(entries);
    entries[count] = {STDIN_FILENO, false};
    if (!mpdisc::wait(std::span(entries).first(count + 1), provider.next_deadline_us())) {
        fail("the system refuses to poll");
    }
}

/// Obeys all commands that have come. False at the end of the input.
bool obey_input(mpdisc::Provider& provider, std::string& input) {
    std::array<char, 4096> room;
    const ssize_t size = read(STDIN_FILENO, room.data(), room.size());
    if (size <= 0) return size < 0 && errno == EAGAIN;
    input.append(room.data(), static_cast<std::size_t>(size));
    for (std::size_t end = 0; (end = input.find('\n')) != std::string::npos;) {
        const ServiceError error = obey(provider, input.substr(0, end));
        std::puts(error == ServiceError::none ? "ok" : to_text(error));
        input.erase(0, end + 1);
    }
    std::fflush(stdout);
    return true;
}

void print_roles(mpdisc::Provider& provider) {
    for (mpdisc::ProviderEvent event; provider.next_event(event);) {
        if (event.type != mpdisc::ProviderEventType::role_changed) continue;
        std::fprintf(stderr, "role: %s\n", to_text(event.role));
    }
}

}  // namespace

int main() {
    if (fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) != 0) fail("cannot read without waiting");
    mpdisc::Provider provider;
    const mpdisc::OpenError error = provider.open({});
    if (error != mpdisc::OpenError::none) fail(to_text(error));
    std::string input;
    do {
        provider.process();
        print_roles(provider);
        wait_for_work(provider);
    } while (obey_input(provider, input));
}
