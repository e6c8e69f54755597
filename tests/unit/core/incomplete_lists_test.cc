// SPDX-License-Identifier: MIT
//
// Searches whose lists of hosts are not complete, not new, or not true.
#include "tests/unit/core/keys.h"
#include "tests/unit/core/probe_hosts_fixture.h"

namespace mpdisc::test {
namespace {

using IncompleteListsTest = ProbeHostsTest;

TEST_F(IncompleteListsTest, unsettled_lists_leave_the_patience_as_it_was) {
    for (const auto& host : hosts) host->announce_s = 0;
    start_all();
    EXPECT_EQ(search() / ms, 400);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

TEST_F(IncompleteListsTest, client_whose_provider_is_new_finds_all_with_the_usual_patience) {
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    start(0, {service("a")});
    run_closely_for(10 * ms);
    const TimeUs took_us = search();
    EXPECT_LE(took_us, 400 * ms);
    EXPECT_GE(took_us, 20 * ms) << "this host does not know its neighbours yet";
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

/// Without keys, anyone can forge the farewell. So searches are patient for a while.
TEST_F(IncompleteListsTest, host_that_said_farewell_is_not_awaited) {
    start_all();
    hosts[2]->stop(*providers[2]);
    run_for(2 * second);
    const TimeUs took_us = search();
    EXPECT_GE(took_us, limits::probe_patience_ms_default * ms);
    EXPECT_LE(took_us, (limits::probe_patience_ms_default + 20) * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
    run_for(core::Neighbourhood::doubt_us);
    EXPECT_LE(search(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
}

TEST_F(IncompleteListsTest, sealed_farewell_is_believed) {
    const wire::Keyring keys = keyring({1});
    for (const auto& host : hosts) host->keys = keys;
    start_all();
    hosts[2]->stop(*providers[2]);
    run_for(2 * second);
    core::ProbeConfig config;
    config.keys = keys;
    EXPECT_LE(search(config), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
}

TEST_F(IncompleteListsTest, host_with_a_new_primary_is_found) {
    start_all();
    start(2, {service("c2")});
    run_for(3 * second);
    hosts[2]->kill(*providers[2]);
    run_for(second);
    EXPECT_LE(search(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c2"});
}

TEST_F(IncompleteListsTest, host_that_has_just_started_is_found) {
    start_all();
    start(1, {service("new")});
    run_closely_for(10 * ms);
    EXPECT_LE(search(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c", "new"});
}

TEST_F(IncompleteListsTest, lost_list_is_asked_for_again) {
    start_all();
    int lists = 0;
    hosts[0]->loses = [&](const Datagram& each) {
        return each.type() == MessageType::host_list && ++lists == 1;
    };
    const TimeUs took_us = search();
    EXPECT_LE(took_us, 25 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

TEST_F(IncompleteListsTest, forged_lists_change_nothing) {
    start_all();
    begin();
    std::uint64_t transaction = 0;
    for (const Datagram& each : hosts[0]->sent_of_type(MessageType::host_query)) {
        transaction = read<wire::HostQuery>(each.bytes).transaction;
    }
    ASSERT_NE(transaction, 0U);
    wire::Neighbour ghost;
    ghost.host.bytes = id_of(77).bytes;
    ghost.primary = id_of(78);
    ghost.types = wire::TypeFilter(1);
    ghost.types.add("_http._tcp");
    ghost.sources[0] = {ip("192.0.2.77"), eth0};
    ghost.source_count = 1;
    const auto send = [&](std::string_view from, std::uint64_t said) {
        Bytes bytes(1'000);
        wire::HostListWriter writer(bytes, said, ghost.host, {});
        EXPECT_TRUE(writer.add(ghost));
        bytes.resize(writer.finish(0));
        const std::uint32_t if_index = ip(from).is_loopback() ? lo : eth0;
        probe->receive(hosts[0]->now_us, {core::Channel::client, endpoint(from, VirtualHost::port),
                                          ip("192.0.2.11"), if_index, bytes});
    };
    send("192.0.2.66", transaction);
    send("127.0.0.1", transaction + 1);
    EXPECT_EQ(probe->counters()[Counter::drop_unexpected], 2U);
    EXPECT_LE(run_to_end(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

/// A slow host that announces nothing may be there, too.
TEST_F(IncompleteListsTest, heard_host_that_is_not_listed_is_a_reason_for_patience) {
    providers.push_back(&start(0, {service("a")}));
    for (const std::size_t silent : {1U, 2U}) {
        hosts[silent]->announce_s = 0;
        providers.push_back(&start(silent, {service(silent == 1 ? "b" : "c")}));
    }
    settle();
    delay(2, 100 * ms);
    begin();
    while (probe->outcome() == ProbeOutcome::running) {
        step();
        deliver_late();
    }
    client->probe = nullptr;
    EXPECT_GE(hosts[0]->now_us - began_us, limits::probe_patience_ms_default * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

/// A firewall passes the discovery port only.
TEST_F(IncompleteListsTest, hosts_know_each_other_though_all_announcements_are_lost) {
    for (const auto& host : hosts) {
        host->loses = [](const Datagram& each) { return each.to.port == announcement_port; };
    }
    start_all();
    EXPECT_LE(search(config_of("_ipp._tcp")), 3 * ms);
    expect_outcome(ProbeOutcome::not_found, {});
    cut(2);
    EXPECT_GE(search(), limits::probe_timeout_ms_default * ms);
    expect_outcome(ProbeOutcome::incomplete, {"a", "b"});
}

}  // namespace
}  // namespace mpdisc::test
