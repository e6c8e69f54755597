// SPDX-License-Identifier: MIT
//
// How the driver renews the discovery port, and opens the announcement port.
#include "tests/unit/core/provider_driver_fixture.h"

namespace mpdisc::test {
namespace {

/// A former deputy that has taken over from a silent primary.
class ProviderDriverRenewalTest : public ProviderDriverTest {
   protected:
    ProviderDriverRenewalTest() {
        register_with_primary();
        static constexpr std::array<std::uint8_t, 2> peers = {0x4E, 0x21};
        answer(wire::Appointment{1, id_of(2), 1, peers, false, 0});
        system.rivals = 2;
        for (int n = 0; n < 20 && role() != Role::primary; ++n) {
            system.time_us = driver.next_deadline_us();
            driver.process();
        }
        EXPECT_EQ(role(), Role::primary);
        EXPECT_EQ(system.count("take over"), 1);
        system.forget_steps();
    }
};

TEST_F(ProviderDriverRenewalTest, renews_the_port_when_a_rival_ends_after_it_has_read_its_input) {
    process_after(250 * ms);
    EXPECT_EQ(system.steps.back(), "count") << "all rivals still exist";
    system.forget_steps();
    system.rivals = 1;
    port().queue.push_back({});
    process_after(250 * ms);
    EXPECT_EQ(system.steps,
              (Steps{"clock", "look", "read port", "count", "renew", "join", "count"}));
    EXPECT_EQ(role(), Role::primary);
}

TEST_F(ProviderDriverRenewalTest, leaves_the_port_alone_when_all_rivals_have_ended) {
    system.rivals = 0;
    process_after(250 * ms);
    system.forget_steps();
    for (int n = 0; n < 10; ++n) process_after(250 * ms);
    EXPECT_EQ(system.count("count"), 0);
    EXPECT_EQ(system.count("renew"), 0);
}

TEST_F(ProviderDriverRenewalTest, tells_the_deputy_if_the_last_rival_ends_during_a_renewal) {
    deliver_registration(3);
    driver.process();
    for (int n = 0; n < 10; ++n) process_after(250 * ms);
    ASSERT_GT(system.count("port sends 14"), 0) << "it has a deputy";
    system.forget_steps();
    system.rivals = 1;
    system.rivals_that_end = 1;
    process_after(250 * ms);
    EXPECT_EQ(system.count("renew"), 1);
    for (int n = 0; n < 4; ++n) process_after(250 * ms);
    EXPECT_EQ(system.count("port sends 14"), 1) << "the port is not contested any more";
}

TEST_F(ProviderDriverRenewalTest, steps_down_and_tries_the_port_again_when_a_renewal_fails) {
    system.rivals = 1;
    system.may_take_over = false;
    process_after(250 * ms);
    EXPECT_EQ(role(), Role::none);
    EXPECT_EQ(driver.next_deadline_us(), system.time_us) << "at once";
    driver.process();
    EXPECT_EQ(system.count("bind"), 1) << "it tries to bind the port first";
    EXPECT_LT(system.place_of("bind"), system.place_of("control sends 3"));
    system.port_is_free = true;
    for (int n = 0; n < 20 && role() != Role::primary; ++n) {
        system.time_us = driver.next_deadline_us();
        driver.process();
    }
    EXPECT_EQ(role(), Role::primary);
    EXPECT_EQ(system.count("renew"), 1) << "it has nothing to renew";
}

TEST_F(ProviderDriverTest, has_the_announcement_port_while_it_is_primary) {
    start();
    EXPECT_TRUE(system.is_listening());
    system.hear_announcement();
    system.deliver(port(), endpoint("192.0.2.77", 5'000), {});
    driver.process();
    EXPECT_LT(system.place_of("read port"), system.place_of("read announcements"));
    driver.stop();
    EXPECT_FALSE(system.is_listening());
}

TEST_F(ProviderDriverTest, tries_the_announcement_port_once_a_minute) {
    system.may_listen = false;
    start();
    EXPECT_EQ(system.announcement_tries, 1);
    process_after(59 * second);
    EXPECT_EQ(system.announcement_tries, 1);
    process_after(second);
    EXPECT_EQ(system.announcement_tries, 2);
    system.may_listen = true;
    process_after(60 * second);
    EXPECT_TRUE(system.is_listening());
    process_after(600 * second);
    EXPECT_EQ(system.announcement_tries, 3);
}

TEST_F(ProviderDriverTest, does_not_open_the_announcement_port_as_secondary) {
    register_with_primary();
    EXPECT_EQ(system.announcement_tries, 0);
}

/// A closed port needs no count of rivals any more.
TEST_F(ProviderDriverRenewalTest, forgets_the_rivals_of_a_closed_port) {
    driver.stop();
    EXPECT_EQ(driver.next_deadline_us(), never_us);
}

}  // namespace
}  // namespace mpdisc::test
