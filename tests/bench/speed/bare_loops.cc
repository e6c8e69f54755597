// SPDX-License-Identifier: MIT
#include "tests/bench/speed/bare_loops.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "tests/bench/support/programs.h"
#include "tests/bench/support/udp.h"

namespace mpdisc::bench {
namespace {

/// The kernel's limit to one sendmmsg (UIO_MAXIOV).
constexpr std::size_t batch_max = 1024;

struct Notifications {
    std::vector<sockaddr_in> to;
    std::vector<mmsghdr> messages;
    std::vector<std::uint8_t> bytes;
    iovec part{};

    Notifications(std::size_t size, const std::vector<std::uint16_t>& ports) : bytes(size) {
        for (const std::uint16_t port : ports) to.push_back(loopback(port));
        part = {bytes.data(), bytes.size()};
        messages.resize(to.size());
        for (std::size_t n = 0; n < to.size(); ++n) {
            messages[n].msg_hdr.msg_name = &to[n];
            messages[n].msg_hdr.msg_namelen = sizeof to[n];
            messages[n].msg_hdr.msg_iov = &part;
            messages[n].msg_hdr.msg_iovlen = 1;
        }
    }

    void send(int descriptor) {
        for (std::size_t sent = 0; sent < messages.size();) {
            const std::size_t count = std::min(messages.size() - sent, batch_max);
            const int done = sendmmsg(descriptor, &messages[sent], static_cast<unsigned>(count), 0);
            if (done <= 0) return;
            sent += static_cast<std::size_t>(done);
        }
    }
};

[[noreturn]] void serve(int descriptor, std::size_t answer_size, Notifications& notifications) {
    std::array<std::uint8_t, 2048> buffer{};
    for (;;) {
        sockaddr_in client{};
        socklen_t size = sizeof client;
        auto* const peer = reinterpret_cast<sockaddr*>(&client);
        if (recvfrom(descriptor, buffer.data(), buffer.size(), 0, peer, &size) <= 0) continue;
        sendto(descriptor, buffer.data(), answer_size, 0, peer, size);
        if (!notifications.messages.empty()) notifications.send(descriptor);
    }
}

}  // namespace

BareServer::BareServer(std::size_t answer_size, std::size_t notification_size,
                       const std::vector<std::uint16_t>& ports) {
    const LoopbackSocket socket;
    port_ = socket.port();
    const pid_t parent = getpid();
    process_ = fork();
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    Notifications notifications(notification_size, ports);
    serve(socket.descriptor(), answer_size, notifications);
}

BareServer::~BareServer() {
    end_program(process_);
}

}  // namespace mpdisc::bench
