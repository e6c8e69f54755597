// SPDX-License-Identifier: MIT
#include "runtime/machine_io.h"

#include <gtest/gtest.h>

#include "tests/support/memory_socket.h"

namespace mpdisc::test {
namespace {

struct Machine {
    void receive(TimeUs, const core::Inbound& in) { sizes.push_back(in.bytes.size()); }
    [[nodiscard]] static bool must_flush() { return false; }
    [[nodiscard]] Counters& counters() { return counters_; }

    std::vector<std::size_t> sizes;
    Counters counters_;
};

/// A machine that received a datagram of one byte by unicast, and one of two bytes sent to all.
Machine receive_by(core::Channel channel) {
    MemorySocket socket;
    socket.open(1);
    for (const bool is_to_all : {false, true}) {
        MemorySocket::Arrived arrived;
        arrived.bytes.resize(is_to_all ? 2 : 1);
        arrived.is_to_all = is_to_all;
        socket.queue.push_back(arrived);
    }
    MemorySocket::Batch batch;
    Machine machine;
    runtime::receive_all(socket, channel, batch, machine, 0, [] {});
    return machine;
}

TEST(MachineIoTest, drops_and_counts_unicasts_to_the_announcement_port) {
    Machine machine = receive_by(core::Channel::announcement);
    EXPECT_EQ(machine.sizes, std::vector<std::size_t>{2});
    EXPECT_EQ(machine.counters()[Counter::drop_unexpected], 1u);
}

TEST(MachineIoTest, passes_on_unicasts_and_broadcasts_to_other_ports) {
    Machine machine = receive_by(core::Channel::discovery);
    EXPECT_EQ(machine.sizes, (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(machine.counters()[Counter::drop_unexpected], 0u);
}

}  // namespace
}  // namespace mpdisc::test
