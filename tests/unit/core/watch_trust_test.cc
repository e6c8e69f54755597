// SPDX-License-Identifier: MIT
//
// Whom a watch believes: forged announcements, hosts that withhold, keys, and other clocks.
#include "tests/unit/core/watch_fixture.h"

namespace mpdisc::test {
namespace {

// --- Forged announcements ---

class ForgedAnnouncementTest : public WatchTest {
   protected:
    static constexpr TimeUs lost_after_us = limits::lost_after_ms_default * ms;

    ForgedAnnouncementTest() { host.add_many(10); }

    /// An announcement of the host with another revision.
    [[nodiscard]] Bytes with_revision(std::uint32_t revision) const {
        WatchedHost forged = host;
        forged.revision = revision;
        return forged.announcement();
    }

    WatchedHost& host = add_host();
};

TEST_F(ForgedAnnouncementTest, state_that_the_host_does_not_confirm_costs_one_comparison) {
    start_synced();
    forge_announcement("192.0.2.20", with_revision(host.revision + 1'000));
    EXPECT_EQ(events_after(2 * second), Told{});
    EXPECT_LE(requests.size(), 2U) << "a comparison, and the next check";
}

TEST_F(ForgedAnnouncementTest, older_state_costs_nothing) {
    start_synced();
    forge_announcement("192.0.2.20", with_revision(host.revision - 1));
    run_for(second);
    EXPECT_EQ(requests.size(), 0U);
}

TEST_F(ForgedAnnouncementTest, known_state_costs_nothing) {
    start_synced();
    for (int n = 0; n < 3; ++n) announce(host);
    run_for(second);
    EXPECT_EQ(requests.size(), 0U);
}

TEST_F(ForgedAnnouncementTest, flood_of_states_costs_a_bounded_number_of_comparisons) {
    start_synced();
    for (std::uint32_t n = 0; n < 10'000; ++n) {
        forge_announcement("192.0.2.20", with_revision(n * 7919));
        run_for(100);
    }
    EXPECT_EQ(events(), Told{});
    // The gaps between comparisons in vain double four times.
    EXPECT_LE(requests.size(), second / core::WatchTimes::comparison_gap_us(255) + 6);
    host.add("new");
    announce(host);
    EXPECT_EQ(events_after(100 * ms), Told{"+new:80"});
}

TEST_F(ForgedAnnouncementTest, flood_of_farewells_costs_no_more_than_itself_and_removes_nothing) {
    start_synced();
    constexpr std::size_t count = 1'000;
    for (std::size_t n = 0; n < count; ++n) {
        say_farewell(host);
        run_for(ms);
    }
    EXPECT_EQ(events_after(lost_after_us), Told{});
    EXPECT_LE(requests.size(), count + 10);
}

TEST_F(ForgedAnnouncementTest, unknown_address_is_asked_a_few_times) {
    start_synced();
    forge_announcement("192.0.2.99", with_revision(1));
    run_for(10 * second);
    EXPECT_LE(sent_to_nobody, core::WatchTimes::candidate_tries);
    EXPECT_GE(sent_to_nobody, 3U) << "a request may get lost";
    forget_traffic();
    run_for(60 * second);
    EXPECT_EQ(sent_to_nobody, 0U);
    EXPECT_EQ(events(), Told{});
}

TEST_F(ForgedAnnouncementTest, unknown_addresses_fill_nothing) {
    start_synced();
    constexpr std::size_t count = 20 * limits::watch_candidates_max;
    for (std::size_t n = 0; n < count; ++n) {
        forge_announcement("fe80::1:" + std::to_string(n), with_revision(1));
        if (n % 100 == 0) run_for(ms);
    }
    run_for(second);
    // Each forged datagram costs a request, and few candidates are left that are asked again.
    EXPECT_LE(sent_to_nobody, count + count / 2);
    forget_traffic();
    add_host("192.0.2.21").add("b");
    announce(hosts[1]);
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    EXPECT_EQ(list().size(), 11U);
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(ForgedAnnouncementTest, unknown_addresses_displace_nothing_that_a_search_has_found) {
    start();
    ASSERT_EQ(events_after(100 * ms).size(), 10U);
    announce(host);
    for (std::size_t n = 0; n < 2 * limits::watch_candidates_max; ++n) {
        forge_announcement("fe80::1:" + std::to_string(n), with_revision(1));
    }
    EXPECT_EQ(events_after(2 * second), Told{"synced"});
}

TEST_F(ForgedAnnouncementTest, new_host_among_unknown_addresses_is_found) {
    start_synced();
    for (std::size_t n = 0; n < limits::watch_candidates_max; ++n) {
        forge_announcement("fe80::1:" + std::to_string(n), with_revision(1));
        run_for(1);
    }
    add_host("192.0.2.21").add("b");
    announce(hosts[1]);
    run_for(1);
    for (std::size_t n = 0; n < limits::watch_candidates_max / 2; ++n) {
        forge_announcement("fe80::2:" + std::to_string(n), with_revision(1));
        run_for(1);
    }
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
}

TEST_F(ForgedAnnouncementTest, farewell_of_an_unknown_address_costs_nothing) {
    start_synced();
    forge_announcement("192.0.2.99", host.announcement(0));
    run_for(second);
    EXPECT_EQ(sent_to_nobody, 0U);
}

TEST_F(ForgedAnnouncementTest, other_networks_and_ports_are_not_heard) {
    start_synced();
    const std::uint64_t before = count(Counter::drop_unexpected);
    forge_announcement("203.0.113.9", with_revision(1));
    forge_announcement("192.0.2.20", with_revision(99), 6'738);
    run_for(second);
    EXPECT_EQ(count(Counter::drop_unexpected), before + 2);
    EXPECT_EQ(sent_to_nobody + requests.size(), 0U);
}

TEST_F(ForgedAnnouncementTest, malformed_one_is_dropped_and_counted) {
    start_synced();
    Bytes bytes = host.announcement();
    bytes.pop_back();
    const std::uint64_t before = count(Counter::drop_malformed);
    forge_announcement("192.0.2.20", bytes);
    forge_announcement("192.0.2.20", {1, 2, 3});
    EXPECT_EQ(count(Counter::drop_malformed), before + 2);
    forge_announcement("192.0.2.20", bytes_of(request(1)));
    EXPECT_EQ(count(Counter::drop_unexpected), 1U);
}

/// All comparisons that may be under way at once belong to hosts whose sketches nobody can read.
TEST_F(ForgedAnnouncementTest, hosts_that_cannot_be_compared_hold_up_no_other_host) {
    start_synced();
    for (std::uint32_t n = 0; n < limits::watch_rounds_max; ++n) {
        WatchedHost& garbler = add_host("192.0.2." + std::to_string(100 + n));
        garbler.garbles_sketches = true;
        announce(garbler);
    }
    run_for(20 * ms);
    host.add("new");
    announce(host);
    EXPECT_EQ(events_after(second), Told{"+new:80"});
}

TEST_F(ForgedAnnouncementTest, host_that_claims_to_be_another_one_removes_nothing_of_it) {
    start_synced();
    WatchedHost& liar = add_host("192.0.2.66");
    liar.primary = host.primary;
    liar.revision = host.revision + 5;
    announce(liar);
    EXPECT_EQ(events_after(3 * lost_after_us), Told{});
    say_farewell(liar);
    cut(liar);
    EXPECT_EQ(events_after(3 * lost_after_us), Told{});
    host.remove("s1");
    announce(host);
    EXPECT_EQ(events_after(second), Told{"-s1:80"});
}

// --- A host that claims to be another one, and that its services are different ---

class ClaimedServiceTest : public WatchTest {
   protected:
    ClaimedServiceTest() {
        may_be_doubled = true;
        host.add_many(10);
        liar.primary = host.primary;
        liar.services = host.services;
        cut(liar);
    }
    void lie(std::uint32_t revision) {
        cut(liar, false);
        liar.change_port("s1", 666);
        liar.revision = revision;
        announce(liar);
    }

    WatchedHost& host = add_host();
    WatchedHost& liar = add_host("192.0.2.66");
};

TEST_F(ClaimedServiceTest, the_true_one_stays_beside_one_of_the_same_state) {
    start_synced();
    lie(host.revision);
    EXPECT_EQ(events_after(second), Told{"+s1:666"});
    EXPECT_EQ(ports_of("s1"), (std::multiset<std::uint16_t>{80, 666}));
}

TEST_F(ClaimedServiceTest, the_true_one_is_back_at_once_after_one_of_a_later_state) {
    start_synced();
    lie(host.revision + 1'000);
    EXPECT_EQ(events_after(100 * ms), (Told{"~s1:666", "+s1:80"}));
    EXPECT_EQ(events_after(60 * second), Told{});
    cut(liar);
    EXPECT_EQ(events_after(30 * second), (Told{"-s1:666", "~s1:80"}))
        << "a reader that knows services by their names must not lose the true one";
    host.change_port("s1", 81);
    announce(host);
    EXPECT_EQ(events_after(100 * ms), Told{"~s1:81"});
}

TEST_F(ClaimedServiceTest, the_true_one_is_back_although_its_host_was_just_asked) {
    start_synced();
    loses = [&](const Datagram& each, bool) { return each.host == &host; };
    run_for(core::WatchTimes(limits::lost_after_ms_default).check_us() + 100 * ms);
    lie(host.revision + 1'000);
    run_for(5 * ms);
    loses = [](const Datagram&, bool) { return false; };
    run_for(second);
    EXPECT_TRUE(ports_of("s1").contains(80));
}

TEST_F(ClaimedServiceTest, the_true_one_is_back_although_its_host_was_just_compared) {
    start_synced();
    loses = [&](const Datagram& each, bool) { return each.host == &host; };
    host.add("new");
    announce(host);
    lie(host.revision + 1'000);
    run_for(5 * ms);
    loses = [](const Datagram&, bool) { return false; };
    run_for(second);
    EXPECT_TRUE(ports_of("s1").contains(80));
    EXPECT_TRUE(ports_of("new").contains(80));
}

TEST_F(ClaimedServiceTest, two_liars_that_always_change_cost_the_host_few_requests) {
    WatchedHost& other = add_host("192.0.2.67");
    other.primary = host.primary;
    other.services = host.services;
    start_synced();
    std::uint16_t port = 1'000;
    loses = [&](const Datagram& each, bool goes_there) {
        if (goes_there && each.host != &host) each.host->change_port("s1", ++port);
        return false;
    };
    other.revision = host.revision + 500;
    announce(other);
    lie(host.revision + 1'000);
    forget_traffic();
    run_for(10 * second);
    EXPECT_LE(requests_to(host), 300U);
    EXPECT_TRUE(ports_of("s1").contains(80));
}

/// The index of names must have room for all services that seem to be one.
TEST_F(ClaimedServiceTest, many_claims_of_one_service_fill_no_index) {
    start_synced();
    liar.change_port("s2", 666);
    lie(host.revision);
    run_for(100 * ms);
    host.remove("s1");
    for (int n = 0; n < 6; ++n) host.add("new" + std::to_string(n));
    announce(host);
    run_for(100 * ms);
    for (std::uint32_t n = 0; n < 20; ++n) {
        liar.change_port("s1", static_cast<std::uint16_t>(700 + n));
        liar.revision += 100;
        announce(liar);
        run_for(100 * ms);
    }
    EXPECT_EQ(ports_of("s1"), std::multiset<std::uint16_t>{719});
    EXPECT_TRUE(ports_of("s2").contains(80));
}

TEST_F(ClaimedServiceTest, the_true_one_stays_whatever_is_claimed_again_and_again) {
    start_synced();
    for (std::uint32_t n = 0; n < 100; ++n) {
        lie(host.revision + 1'000 + n);
        liar.change_port("s1", static_cast<std::uint16_t>(1'000 + n));
        run_for(50 * ms);
        EXPECT_TRUE(ports_of("s1").contains(80)) << n;
    }
    host.change_port("s1", 81);
    announce(host);
    run_for(second);
    EXPECT_TRUE(ports_of("s1").contains(81));
    EXPECT_FALSE(ports_of("s1").contains(80));
}

// --- Hosts that withhold ---

class WithholdingHostTest : public WatchTest {
   protected:
    static constexpr std::uint64_t token = 0x1234'5678'9ABC'DEF1;

    WithholdingHostTest() {
        host.token = token;
        host.add_many(30);
    }

    WatchedHost& host = add_host();
};

TEST_F(WithholdingHostTest, is_shown_its_token_from_the_first_request_on) {
    start_synced();
    EXPECT_EQ(list().size(), 30U);
    host.add("a", 1'001);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+a:80"});
    EXPECT_LE(datagrams(), 5U);
    for (const Datagram& each : requests) {
        EXPECT_EQ(read<wire::Request>(each.bytes).address_token, token);
    }
}

TEST_F(WithholdingHostTest, is_shown_a_new_token_at_once) {
    start_synced();
    host.token = token + 1;
    host.change_port("s3", 81);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"~s3:81"});
    EXPECT_LE(datagrams(), 6U);
}

TEST_F(WithholdingHostTest, that_is_met_later_gives_its_token_first) {
    cut(host);
    start_synced();
    cut(host, false);
    announce(host);
    EXPECT_EQ(events_after(50 * ms).size(), 30U);
}

TEST_F(WithholdingHostTest, that_accepts_no_token_removes_nothing) {
    start_synced();
    loses = [&](const Datagram&, bool goes_there) {
        if (goes_there) ++host.token;
        return false;
    };
    host.remove("s3");
    announce(host);
    forget_traffic();
    EXPECT_EQ(events_after(10 * second), Told{});
    EXPECT_EQ(list().size(), 30U);
    EXPECT_LE(requests.size(), 50U) << "and it is asked less and less often";
}

// --- Keys ---

class KeyedWatchTest : public WatchTest {
   protected:
    KeyedWatchTest() {
        config.keys = keyring({1});
        host.keys = keyring({1});
        host.add("a");
    }

    core::WatchConfig config;
    WatchedHost& host = add_host();
};

TEST_F(KeyedWatchTest, host_with_the_same_key_is_followed) {
    start_synced(config);
    EXPECT_EQ(list(), std::set<std::string>{"a"});
    host.add("b", 1'001);
    announce(host);
    EXPECT_EQ(events_after(20 * ms), Told{"+b:80"});
    EXPECT_LE(datagrams(), 7U);
    EXPECT_EQ(events_after(60 * second), Told{});
}

TEST_F(KeyedWatchTest, host_with_another_clock_is_followed) {
    for (const std::int64_t skew_ms : {-3'600'000, 3'600'000}) {
        host.wall_ms = static_cast<std::uint64_t>(skew_ms);
        start_synced(config);
        EXPECT_EQ(list(), std::set<std::string>{"a"});
        host.add("b", 1'001);
        announce(host);
        EXPECT_EQ(events_after(100 * ms), Told{"+b:80"});
        EXPECT_EQ(events_after(60 * second), Told{});
        host.remove("b");
        announce(host);
        EXPECT_EQ(events_after(100 * ms), Told{"-b:80"});
        end();
    }
}

TEST_F(KeyedWatchTest, host_with_another_key_is_not_believed) {
    host.keys = keyring({2});
    start(config);
    EXPECT_EQ(events_after(2 * second), Told{"synced"});
    announce(host);
    EXPECT_EQ(events_after(second), Told{});
    EXPECT_GE(count(Counter::drop_unauthenticated), 1U);
}

TEST_F(KeyedWatchTest, forged_announcement_without_the_key_is_dropped) {
    start_synced(config);
    WatchedHost forged = host;
    forged.keys = {};
    forge_announcement("192.0.2.20", forged.announcement(0));
    forge_announcement("192.0.2.99", forged.announcement());
    run_for(second);
    EXPECT_EQ(requests.size() + sent_to_nobody, 0U);
    EXPECT_EQ(count(Counter::drop_unauthenticated), 2U);
}

TEST_F(KeyedWatchTest, forged_answer_without_the_key_is_dropped) {
    start_synced(config);
    host.remove("a");
    announce(host);
    ASSERT_EQ(requests.size(), 1U);
    const std::uint64_t before = count(Counter::drop_unauthenticated);
    wire::Advertisement made;
    wire::Header header;
    wire::Bytes fields;
    (void)wire::decode_header(requests[0].bytes, header, fields);
    made.transaction = header.transaction;
    made.provider = made.roster.primary = id_of(host.primary);
    made.role = Role::primary;
    receive({&host, 0, bytes_of(made)});
    EXPECT_EQ(count(Counter::drop_unauthenticated), before + 1);
    EXPECT_EQ(events_after(20 * ms), Told{"-a:80"});
}

}  // namespace
}  // namespace mpdisc::test
