// SPDX-License-Identifier: MIT
//
// Other programs can make a provider log at most one line a second, unless --verbose is given.
#include <gtest/gtest.h>

#include "cli/provider_events.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::cli {
namespace {

using test::endpoint;
using test::id_of;
using test::ms;
using test::second;
using test::VirtualHost;
using test::VirtualProvider;
using wire::MessageType;

/// A hostile program of any user on this host.
class Flood : public testing::Test {
   protected:
    Flood() {
        host.user_id = 1000;
        host.has_process_watch = false;
        host.has_refusals = false;
        // The system does not tell a sender's user, so the user id in the registration counts.
        host.tells_users = false;
    }

    void register_one(std::uint32_t number, std::uint16_t port, std::uint32_t user_id) {
        host.send_to_port(
            endpoint("127.0.0.1", port),
            test::bytes_of(wire::Registration{number, id_of(number), number, user_id, {}, {}}));
    }
    void unregister(std::uint32_t number, std::uint16_t port) {
        host.send_to_port(
            endpoint("127.0.0.1", port),
            test::bytes_of(MessageType::provider_unregistration, {number, id_of(number)}));
    }

    /// The number of lines that `provider` logs at that level or a more severe one.
    static std::size_t lines(const VirtualProvider& provider, LogLevel level) {
        std::size_t count = 0;
        for (const ProviderEvent& event : provider.events) {
            TextBuffer text;
            if (describe_event(text, event, {6737, {}, {}}) <= level) ++count;
        }
        return count;
    }

    VirtualHost host;
};

TEST_F(Flood, of_registrations_that_come_and_go_is_logged_once_a_second) {
    VirtualProvider& primary = host.start();
    VirtualProvider& other = host.start();
    host.run_for(second);
    primary.events.clear();
    host.stop(other);
    // One registration stays and can't be the deputy; another one can, and comes and goes.
    register_one(500, 5000, 7);
    constexpr std::size_t seconds = 10;
    for (std::uint32_t n = 0; n < seconds * 200; ++n) {
        register_one(1'000 + n, 6000, 1000);
        host.run_for(2 * ms);
        unregister(1'000 + n, 6000);
        host.run_for(3 * ms);
    }
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), seconds * 200 + 1);
    EXPECT_GT(lines(primary, LogLevel::debug), seconds * 400);
    EXPECT_LE(lines(primary, LogLevel::info), seconds + 1) << "lines that there is no deputy";
    EXPECT_GE(lines(primary, LogLevel::info), seconds - 1);
}

TEST_F(Flood, of_deputies_ends_with_a_line_about_the_final_state) {
    VirtualProvider& primary = host.start();
    register_one(500, 5000, 7);
    host.run_for(ms);
    ASSERT_EQ(primary.count(ProviderEventType::deputy_missing), 1U);
    register_one(501, 6000, 1000);
    host.run_for(ms);
    unregister(501, 6000);
    host.run_for(ms);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U) << "too soon";
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 2U);
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 2U);
}

TEST_F(Flood, of_refused_registrations_is_logged_once) {
    VirtualProvider& primary = host.start();
    for (std::uint32_t n = 0; n < limits::user_secondaries_max; ++n) {
        register_one(1'000 + n, static_cast<std::uint16_t>(10'000 + n), 7);
    }
    host.run_for(second);
    primary.events.clear();
    VirtualProvider& refused = host.start();
    for (std::uint32_t n = 0; n < 5'000; ++n) {
        register_one(100'000 + n, static_cast<std::uint16_t>(20'000 + n), 7);
        host.run_for(ms);
    }
    // Once a second, a registration is kept unanswered until its user is known.
    EXPECT_GE(primary.count(Counter::drop_registry_full), 4'990U);
    EXPECT_EQ(lines(primary, LogLevel::debug), 1U) << "the line that the registry is full";
    EXPECT_EQ(lines(refused, LogLevel::debug), 1U) << "the line that the registry is full";
}

TEST_F(Flood, of_primary_changes_is_not_logged) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start();
    host.run_for(second);
    primary.events.clear();
    secondary.events.clear();
    for (std::uint32_t n = 0; n < 10'000; ++n) {
        const auto change = n % 2 == 0 ? wire::Change::leaving : wire::Change::present;
        const test::Bytes hint =
            test::bytes_of(wire::PrimaryChange{n, n % 3 == 0 ? primary.id() : id_of(n), change});
        host.send_to_control(primary, endpoint("127.0.0.1", 9), hint);
        host.send_to_control(secondary, endpoint("127.0.0.1", 9), hint);
        host.run_for(ms);
    }
    EXPECT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(lines(primary, LogLevel::debug), 0U);
    EXPECT_EQ(lines(secondary, LogLevel::debug), 0U);
}

TEST_F(Flood, of_malformed_and_off_link_messages_is_logged_once_in_ten_minutes) {
    VirtualProvider& primary = host.start();
    host.run_for(second);
    primary.events.clear();
    for (std::uint32_t n = 0; n < 10'000; ++n) {
        host.send_to_port(endpoint("192.0.2.66", 9), {1, 2, 3}, test::eth0, "192.0.2.10");
        host.send_to_port(endpoint("203.0.113.6", 9), test::bytes_of(test::request(n)), test::eth0,
                          "192.0.2.10");
        host.run_for(100);
    }
    EXPECT_EQ(primary.count(Counter::drop_malformed), 10'000U);
    EXPECT_EQ(primary.count(Counter::drop_off_link), 10'000U);
    EXPECT_EQ(lines(primary, LogLevel::debug), 2U) << "one line for each reason";
    host.run_for(600 * second);
    host.send_to_port(endpoint("192.0.2.66", 9), {1, 2, 3}, test::eth0, "192.0.2.10");
    host.run_for(second);
    EXPECT_EQ(lines(primary, LogLevel::debug), 3U);
}

}  // namespace
}  // namespace mpdisc::cli
