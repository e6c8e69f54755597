// SPDX-License-Identifier: MIT
//
// The order in which the driver handles a provider's inputs and performs its actions.
#include "tests/unit/core/provider_driver_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(ProviderDriverTest, lists_interfaces_and_opens_the_control_socket_before_it_binds) {
    ASSERT_EQ(driver.start(), OpenError::none);
    EXPECT_EQ(system.steps, (Steps{"clock", "list", "open control", "bind", "join"}));
    EXPECT_EQ(role(), Role::primary);
}

TEST_F(ProviderDriverTest, does_not_start_without_a_control_socket) {
    system.can_open_control = false;
    EXPECT_EQ(driver.start(), OpenError::no_socket);
    EXPECT_EQ(system.count("bind"), 0);
}

TEST_F(ProviderDriverTest, handles_inputs_in_the_order_of_their_priority) {
    start();
    system.lists_interfaces = true;
    system.control().queue.push_back({});
    system.line().open(45'000);
    system.line().queue.push_back({});
    for (RecordingSystem::Socket* each : system.port_sockets()) {
        if (!each->is_open()) each->open(limits::discovery_port_default);
        each->queue.push_back({});
    }
    system.ended.push_back(7);
    driver.process();
    EXPECT_EQ(system.steps, (Steps{"clock", "look", "list", "join", "read control", "read line",
                                   "read port", "read port6", "ended"}));
}

TEST_F(ProviderDriverTest, reads_only_readable_sockets) {
    start();
    driver.process();
    EXPECT_EQ(system.steps, (Steps{"clock", "look"}));
}

TEST_F(ProviderDriverTest, reads_the_clock_before_each_input) {
    start();
    EXPECT_EQ(driver.add(service("a").view()), ServiceError::none);
    EXPECT_EQ(driver.remove("a", "_http._tcp"), ServiceError::none);
    EXPECT_EQ(system.count("clock"), 2);
    driver.stop();
    EXPECT_EQ(system.steps.back(), "close port");
    EXPECT_EQ(system.count("clock"), 3);
}

TEST_F(ProviderDriverTest, performs_actions_in_the_order_of_the_contract) {
    start();
    deliver_registration(2);
    driver.process();
    // The registrant is watched before it is acknowledged. The driver asks for its user and opens
    // the line before the appointment.
    EXPECT_EQ(system.steps, (Steps{"clock", "look", "read port", "watch", "port sends 8", "users",
                                   "open line", "port sends 14"}));
    system.forget_steps();
    driver.stop();
    EXPECT_LT(system.place_of("close port"), system.place_of("control sends 11"))
        << "the port is free when the others are told";
}

/// Only the last provider of a host may tell other hosts that nothing is here any more.
TEST_F(ProviderDriverTest, registers_a_secondary_whose_registration_has_come_before_it_leaves) {
    for (const bool has_come : {false, true}) {
        core::ProviderConfig announcing = config();
        announcing.announce_s = limits::announce_s_default;
        announcing.host.bytes[0] = 1;
        runtime::ProviderDriver<RecordingSystem> leaving{announcing, system};
        ASSERT_EQ(leaving.start(), OpenError::none);
        EXPECT_EQ(leaving.add(service("a").view()), ServiceError::none);
        // By then the primary knows all providers of its host.
        system.time_us += 1'000'000;
        leaving.process();
        if (has_come) deliver_registration(2);
        system.forget_steps();
        system.farewells = 0;
        leaving.stop();
        EXPECT_EQ(system.farewells != 0, !has_come);
        EXPECT_EQ(system.count("control sends 11"), has_come ? 1 : 0);
    }
}

/// Answers that need not be sent at once are sent after the batch.
TEST_F(ProviderDriverTest, answers_a_batch_together) {
    start();
    const Bytes question =
        bytes_of(MessageType::provider_discovery_request, wire::Identity{1, id_of(9)});
    for (int n = 0; n < 3; ++n) {
        system.deliver(port(), endpoint("127.0.0.1", static_cast<std::uint16_t>(42'000 + n)),
                       question);
    }
    driver.process();
    EXPECT_EQ(system.steps, (Steps{"clock", "look", "read port", "port sends 4", "port sends 4",
                                   "port sends 4"}));
}

TEST_F(ProviderDriverTest, reads_a_bounded_number_of_batches_of_a_flood_at_once) {
    start();
    const std::size_t batch = platform::ReceiveBatch::capacity;
    const std::size_t count = runtime::receive_batches_max * batch + 1;
    for (std::size_t n = 0; n < count; ++n) port().queue.push_back({});
    driver.process();
    EXPECT_EQ(port().queue.size(), 1U);
    EXPECT_EQ(system.count("read port"), std::ptrdiff_t{runtime::receive_batches_max});
}

TEST_F(ProviderDriverTest, reads_the_host_name_when_a_client_asks) {
    start();
    system.deliver(port(), endpoint("127.0.0.1", 42'000),
                   bytes_of(MessageType::provider_discovery_request, wire::Identity{1, id_of(9)}));
    driver.process();
    EXPECT_EQ(system.count("name"), 0);
    system.deliver(port(), endpoint("127.0.0.1", 42'000), bytes_of(request(1)));
    driver.process();
    EXPECT_EQ(system.count("name"), 1);
}

TEST_F(ProviderDriverTest, reopens_the_control_socket_when_the_loopback_address_changes) {
    start();
    lose_ipv4();
    EXPECT_EQ(system.count("open control"), 1);
}

/// The system may report no further change of the interfaces.
TEST_F(ProviderDriverTest, tries_soon_again_to_open_a_missing_control_socket) {
    start();
    system.can_open_control = false;
    lose_ipv4();
    EXPECT_EQ(system.count("open control"), 1);
    EXPECT_EQ(system.count("retry"), 1);
    system.can_open_control = true;
    system.lists_interfaces = true;
    driver.process();
    EXPECT_EQ(system.count("open control"), 2);
    EXPECT_EQ(system.count("retry"), 1) << "it is open";
}

TEST_F(ProviderDriverTest, tries_again_to_bind_a_missing_ipv6_port) {
    system.lacks_ipv6_port = true;
    start();
    driver.process();
    EXPECT_EQ(driver.next_deadline_us(), system.time_us + 100 * ms);
    process_after(100 * ms);
    EXPECT_EQ(system.count("bind ipv6"), 1);
    EXPECT_EQ(system.count("join"), 0);
    EXPECT_EQ(driver.next_deadline_us(), system.time_us + 200 * ms) << "the gaps grow";
    system.lacks_ipv6_port = false;
    process_after(200 * ms);
    EXPECT_EQ(system.count("bind ipv6"), 2);
    EXPECT_EQ(system.count("join"), 1);
    EXPECT_EQ(driver.next_deadline_us(), never_us);
}

TEST_F(ProviderDriverTest, asks_for_the_primarys_user_before_it_sends_its_heartbeat) {
    register_with_primary();
    system.time_us = driver.next_deadline_us();
    system.forget_steps();
    driver.process();
    EXPECT_EQ(system.steps, (Steps{"clock", "look", "user", "control sends 7"}));
}

}  // namespace
}  // namespace mpdisc::test
