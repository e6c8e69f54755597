// SPDX-License-Identifier: MIT
//
// When a host does not rely on its table of neighbours, and what it does about it.
#include "tests/unit/core/keys.h"
#include "tests/unit/core/probe_hosts_fixture.h"

namespace mpdisc::test {
namespace {

class NeighbourDoubtsTest : public ProbeHostsTest {
   protected:
    /// Host 0 knows its neighbours, so a search of it does not wait for others.
    void expect_certain() {
        EXPECT_LE(search(), 3 * ms);
        EXPECT_EQ(probe->outcome(), ProbeOutcome::complete);
    }
    void expect_patient() {
        const TimeUs took_us = search();
        EXPECT_GE(took_us, limits::probe_patience_ms_default * ms);
        EXPECT_LE(took_us, (limits::probe_patience_ms_default + 20) * ms);
        EXPECT_EQ(probe->outcome(), ProbeOutcome::complete);
    }
};

TEST_F(NeighbourDoubtsTest, new_interface_may_lead_to_other_hosts) {
    start_all();
    expect_certain();
    std::vector<InterfaceAddress> more = hosts[0]->interfaces;
    more.push_back(interface_address(eth1, "eth1", "198.51.100.10/24", "198.51.100.255"));
    clear_sent();
    hosts[0]->set_interfaces(more);
    run_for(ms);
    expect_patient();
    EXPECT_GE(unicasts_to(1, MessageType::host_query), 1U) << "the known hosts are asked, too";
    run_for(3 * second);
    expect_certain();
}

/// The monotonic clock stops meanwhile.
TEST_F(NeighbourDoubtsTest, suspension_makes_the_table_old) {
    start_all();
    expect_certain();
    clear_sent();
    hosts[0]->suspended_ms += 3'600'000;
    (void)search();
    EXPECT_GE(unicasts_to(1, MessageType::host_query), 1U)
        << "it asks whether they are still there";
    run_for(5 * second);
    expect_certain();
}

TEST_F(NeighbourDoubtsTest, host_without_the_announcement_port_is_never_certain) {
    hosts[0]->grants_announcement_port = false;
    for (const std::size_t silent : {1U, 2U}) hosts[silent]->announce_s = 0;
    start_all();
    run_for(100 * second);
    expect_patient();
}

/// Its neighbours hear it by both families, but it answers only by one.
TEST_F(NeighbourDoubtsTest, host_of_one_family_is_no_reason) {
    for (const std::size_t host : {0U, 1U}) {
        providers.push_back(&start(host, {service(host == 0 ? "a" : "b")}));
    }
    run_for(5 * second);
    core::ProviderConfig config = hosts[2]->next_config();
    config.id = id_of(3);
    config.host.bytes = id_of(5'003).bytes;
    config.family = Family::ipv4;
    providers.push_back(&hosts[2]->start(config, {service("c")}));
    run_for(5 * second);
    expect_certain();
    EXPECT_EQ(found(), (Names{"a", "b", "c"}));
}

/// Another host's list is enough for the link, but not for this host.
TEST_F(NeighbourDoubtsTest, own_host_that_hangs_is_awaited) {
    start_all();
    hosts[0]->hang(*providers[0]);
    EXPECT_GE(search(), limits::probe_timeout_ms_default * ms);
    expect_outcome(ProbeOutcome::incomplete, {"b", "c"});
}

TEST_F(NeighbourDoubtsTest, host_with_another_clock_is_known) {
    for (const auto& host : hosts) host->keys = keyring({1});
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    b.wall_ms = hosts[1]->wall_ms() - 3'600'000;
    run_for(60 * second);
    EXPECT_NE(find(a, 1), nullptr);
    EXPECT_NE(find(b, 0), nullptr);
}

/// A link with two ends has no broadcast address.
TEST_F(NeighbourDoubtsTest, other_end_of_a_link_is_known) {
    for (const std::size_t n : {0U, 1U}) {
        InterfaceAddress tunnel =
            interface_address(eth0, "tun0", n == 0 ? "10.8.0.1/32" : "10.8.0.2/32");
        tunnel.peer = ip(n == 0 ? "10.8.0.2" : "10.8.0.1");
        tunnel.can_multicast = false;
        hosts[n]->interfaces = {interface_address(lo, "lo", "127.0.0.1/8"), tunnel};
    }
    VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    providers = {&a, &b};
    run_for(second);
    ASSERT_EQ(a.machine.neighbourhood().entries().size(), 1U);
    ASSERT_EQ(b.machine.neighbourhood().entries().size(), 1U);
    const auto revision = [&] {
        return a.machine.neighbourhood().entries()[0].host.summary.revision;
    };
    const std::uint32_t before = revision();
    EXPECT_EQ(hosts[1]->add(b, service("b2")), ServiceError::none);
    run_for(4 * second);
    EXPECT_GT(revision(), before) << "it hears of changes";
    EXPECT_LE(search(config_of("_ipp._tcp")), 3 * ms);
    expect_outcome(ProbeOutcome::not_found, {});
}

}  // namespace
}  // namespace mpdisc::test
