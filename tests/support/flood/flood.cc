// SPDX-License-Identifier: MIT
//
// flood IF TO PORT SECONDS MESSAGES KIND... [--seed N]
//
// Sends datagrams of the given kinds in turn to one address and port through one interface, as fast
// as the system can. The files in the directory MESSAGES are the valid messages that it sends or
// spoils:
//
//   malformed    noise; a wrong magic, an unknown type, a wrong length
//   truncated    messages cut short
//   oversized    requests longer than the limit
//   seekers      provider discovery requests
//   status       status requests
//   heartbeats   heartbeats of a provider that is not registered
//   control      messages between providers of one host, from this host
//   forged       the same, from loopback and the victim's own address
//   requests     valid requests, each with a new transaction id
//   neighbours   the same, from all addresses of the link
//   strangers    the same, from addresses outside the link
//
// Forged sources need CAP_NET_ADMIN. Prints how many datagrams of each kind it sent, and the total
// for each second.

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/support/flood/kinds.h"
#include "tests/support/flood/sender.h"

namespace {

using namespace mpdisc::flood;
using Clock = std::chrono::steady_clock;

/// Keeps batches of large datagrams small, so that the other kinds get their turn.
constexpr std::size_t batch_bytes_max = 65536;

struct Share {
    Kind kind;
    unsigned long sent = 0;
};

struct Plan {
    std::string interface, to, messages;
    std::uint16_t port = 0;
    std::chrono::duration<double> duration{};
    unsigned long seed = 1;
    std::vector<Share> shares;
};

[[noreturn]] void refuse(const std::string& what) {
    std::fprintf(stderr, "flood: %s\n", what.c_str());
    std::exit(2);
}

Kind find_kind(const std::string& name) {
    for (const Kind& kind : kinds()) {
        if (name == kind.name) return kind;
    }
    refuse("unknown kind '" + name + "'");
}

Plan read_plan(std::vector<std::string> arguments) {
    Plan plan;
    if (arguments.size() > 2 && arguments[arguments.size() - 2] == "--seed") {
        plan.seed = std::strtoul(arguments.back().c_str(), nullptr, 10);
        arguments.resize(arguments.size() - 2);
    }
    if (arguments.size() < 7) refuse("usage: flood IF TO PORT SECONDS MESSAGES KIND... [--seed N]");
    plan.interface = arguments[1];
    plan.to = arguments[2];
    plan.port = static_cast<std::uint16_t>(std::strtoul(arguments[3].c_str(), nullptr, 10));
    plan.duration = std::chrono::duration<double>(std::strtod(arguments[4].c_str(), nullptr));
    plan.messages = arguments[5];
    for (std::size_t n = 6; n < arguments.size(); ++n) {
        plan.shares.push_back({find_kind(arguments[n])});
    }
    return plan;
}

void send_batch(Sender& sender, Share& share, const Messages& messages, Dice& dice) {
    std::array<Bytes, Sender::batch_max> batch;
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < batch.size() && bytes < batch_bytes_max; ++count) {
        batch[count] = share.kind.make(messages, dice);
        bytes += batch[count].size();
    }
    share.sent += sender.send(std::span(batch).first(count), share.kind.source, dice);
}

}  // namespace

int main(int count, char** arguments) {
    Plan plan = read_plan({arguments, arguments + count});
    const Messages messages = load_messages(plan.messages);
    if (messages.requests.empty() || messages.controls.empty()) refuse(plan.messages);
    bool forges = false;
    std::uint16_t from_port = 0;
    for (const Share& share : plan.shares) {
        forges = forges || share.kind.source != Source::own;
        if (share.kind.from_discovery_port) from_port = static_cast<std::uint16_t>(plan.port - 1);
    }
    Sender sender(plan.interface, plan.to, plan.port, from_port, forges);
    Dice dice(plan.seed);

    const Clock::time_point start = Clock::now();
    while (Clock::now() - start < plan.duration) {
        for (Share& share : plan.shares) send_batch(sender, share, messages, dice);
    }
    unsigned long sum = 0;
    for (const Share& share : plan.shares) {
        std::printf("%s %lu\n", share.kind.name, share.sent);
        sum += share.sent;
    }
    const std::chrono::duration<double> took = Clock::now() - start;
    std::printf("rate %.0f\n", static_cast<double>(sum) / took.count());
}
