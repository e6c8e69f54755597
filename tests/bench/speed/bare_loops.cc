// SPDX-License-Identifier: MIT
#include "tests/bench/speed/bare_loops.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "tests/bench/speed/bare_fan_out.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

using Buffer = std::array<std::uint8_t, 2048>;

[[noreturn]] void serve(int descriptor, std::size_t answer_size, BareFanOut& fan_out) {
    Buffer buffer{};
    for (;;) {
        sockaddr_in client{};
        socklen_t size = sizeof client;
        auto* const peer = reinterpret_cast<sockaddr*>(&client);
        if (recvfrom(descriptor, buffer.data(), buffer.size(), 0, peer, &size) <= 0) continue;
        sendto(descriptor, buffer.data(), answer_size, 0, peer, size);
        std::memcpy(fan_out.bytes().data(), &client,
                    std::min(fan_out.bytes().size(), sizeof client));
        fan_out.send(descriptor);
    }
}

[[noreturn]] void answer_notifications(int descriptor, std::size_t answer_size) {
    const BoundSocket answers(INADDR_ANY);
    Buffer buffer{};
    for (;;) {
        pollfd entry{descriptor, POLLIN, 0};
        if (poll(&entry, 1, -1) != 1) continue;
        if (recv(descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT) <= 0) continue;
        sockaddr_in client;
        std::memcpy(&client, buffer.data(), sizeof client);
        sendto(answers.descriptor(), buffer.data(), answer_size, 0,
               reinterpret_cast<const sockaddr*>(&client), sizeof client);
    }
}

}  // namespace

BareServer::BareServer(std::size_t answer_size, std::size_t notification_size,
                       const std::vector<std::uint16_t>& ports, std::uint32_t address) {
    const BoundSocket socket(address);
    port_ = socket.port();
    process_ = start_process([&] {
        BareFanOut fan_out(notification_size, ports);
        serve(socket.descriptor(), answer_size, fan_out);
    });
}

BareServer::~BareServer() {
    end_program(process_);
}

// Each child inherits only its own socket, because the earlier ones are closed by then.
BareSecondaries::BareSecondaries(std::size_t count, std::size_t answer_size) {
    for (std::size_t n = 0; n < count; ++n) {
        const LoopbackSocket socket;
        const pid_t process =
            start_process([&] { answer_notifications(socket.descriptor(), answer_size); });
        if (process == 0) return;
        processes_.push_back(process);
        ports_.push_back(socket.port());
    }
}

BareSecondaries::~BareSecondaries() {
    end_programs(processes_);
}

}  // namespace mpdisc::bench
