// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "mpdisc/mpdisc.h"
#include "platform/udp_socket.h"

namespace mpdisc::test {

/// A discovery port that no other program uses, and the loop of a program with several objects.
class OwnPort : public testing::Test {
   protected:
    void SetUp() override {
        // A port that the system chooses is not one that other programs on this machine expect.
        platform::UdpSocket socket;
        ASSERT_EQ(socket.open({}), platform::SocketError::none);
        port = socket.port();
    }

    [[nodiscard]] ProviderOptions provider_options() const {
        ProviderOptions options;
        options.discovery_port = port;
        options.host_name = "box";
        return options;
    }
    [[nodiscard]] ProbeOptions probe_options() const {
        ProbeOptions options;
        options.discovery_port = port;
        options.local_only = true;
        return options;
    }

    [[nodiscard]] WatchOptions watch_options() const {
        WatchOptions options;
        options.discovery_port = port;
        options.local_only = true;
        return options;
    }

    static Service service(std::string_view name) {
        Service made;
        EXPECT_EQ(made.set_name(name), ServiceError::none);
        EXPECT_EQ(made.set_type("_http._tcp"), ServiceError::none);
        EXPECT_EQ(made.set_port(80), ServiceError::none);
        return made;
    }

    /// Runs the objects until `is_done`. False if that takes too long.
    template <typename IsDone, typename... Machines>
    static bool run_until(IsDone is_done, Machines&... machines) {
        return run_for(20'000'000, is_done, machines...);
    }
    template <typename IsDone, typename... Machines>
    static bool run_for(TimeUs duration_us, IsDone is_done, Machines&... machines) {
        const TimeUs end_us = monotonic_us() + duration_us;
        while (!is_done()) {
            if (monotonic_us() >= end_us) return false;
            std::array<PollEntry, 3 * limits::poll_entries_max> entries;
            std::size_t count = 0;
            TimeUs deadline_us = end_us;
            ((count += machines.poll_entries(std::span(entries).subspan(count))), ...);
            ((deadline_us = std::min(deadline_us, machines.next_deadline_us())), ...);
            if (!wait(std::span(entries).first(count), deadline_us)) return false;
            (machines.process(), ...);
        }
        return true;
    }

    std::uint16_t port = 0;
};

}  // namespace mpdisc::test
