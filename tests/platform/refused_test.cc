// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class Refused : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        if (!living.open_on_loopback(GetParam())) GTEST_SKIP() << "this host lacks the family";
        ASSERT_EQ(sender.open({.family = GetParam(), .reports_refusals = true}), SocketError::none);
        if (has_reports()) return;
        // Some systems report only for sockets on a loopback address.
        is_on_loopback = true;
        sender.socket.close();
        ASSERT_EQ(
            sender.open({.family = GetParam(), .address = loopback, .reports_refusals = true}),
            SocketError::none);
        if (has_reports()) return;
        if (is_proven_here) FAIL() << "no report came";
        GTEST_SKIP() << "this system reports no refusals";
    }

    /// If there are reports, a report of this host comes before send() returns, or soon after.
    bool has_reports() {
        EXPECT_EQ(sender.send(dead(1).front(), "anybody?"), 1u);
        const PollEntry entry = sender.socket.poll_entry();
        EXPECT_TRUE(poll_wait({&entry, 1}, 100'000));
        const bool has_one = reports_ready().size() == 1;
        return sender.receive_ready().empty() && has_one;
    }

    /// Ports of `address` without a socket.
    std::vector<Endpoint> dead(std::size_t count, const IpAddress& address) {
        std::vector<Peer> peers(count);
        std::vector<Endpoint> endpoints;
        for (Peer& peer : peers) {
            EXPECT_EQ(peer.open({.family = address.family, .address = address}), SocketError::none);
            endpoints.push_back({address, 0, peer.socket.port()});
        }
        return endpoints;
    }
    std::vector<Endpoint> dead(std::size_t count) { return dead(count, loopback); }

    std::vector<Endpoint> reports_ready() {
        std::vector<Endpoint> all;
        Endpoint to;
        while (sender.socket.next_refused(to)) all.push_back(to);
        return all;
    }

    /// Waits for `count` reports. Returns fewer if they do not come.
    std::vector<Endpoint> reports(std::size_t count) {
        std::vector<Endpoint> all;
        const TimeUs give_up_us = clock_us() + patience_us;
        while (all.size() < count && clock_us() < give_up_us) {
            const PollEntry entry = sender.socket.poll_entry();
            EXPECT_TRUE(poll_wait({&entry, 1}, patience_us));
            const std::vector<Endpoint> more = reports_ready();
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }

    void expect_quiet() {
        EXPECT_TRUE(sender.receive_ready().empty());
        const PollEntry entry = sender.socket.poll_entry();
        const TimeUs start_us = clock_us();
        EXPECT_TRUE(poll_wait({&entry, 1}, 20'000));
        EXPECT_GE(clock_us() - start_us, 20'000u);
    }

    void expect_works() {
        EXPECT_EQ(sender.send(living.endpoint(), "hello"), 1u);
        const Received hello = living.receive_one();
        EXPECT_EQ(hello.text, "hello");
        EXPECT_EQ(living.send(hello.from, "answer"), 1u);
        EXPECT_EQ(sender.receive_one().text, "answer");
    }

    const IpAddress loopback = IpAddress::loopback(GetParam());
    bool is_on_loopback = false;
    Peer sender;
    Peer living;
};

TEST_P(Refused, TellsTheDestination) {
    const Endpoint gone = dead(1).front();
    EXPECT_TRUE(reports_ready().empty());
    EXPECT_EQ(sender.send(gone, "anybody?"), 1u);
    EXPECT_EQ(reports(1), std::vector{gone});
    EXPECT_TRUE(reports_ready().empty());
    expect_quiet();
    expect_works();
}

TEST_P(Refused, EndsAWait) {
    EXPECT_EQ(sender.send(dead(1).front(), "anybody?"), 1u);
    const PollEntry entry = sender.socket.poll_entry();
    EXPECT_TRUE(poll_wait({&entry, 1}, UINT64_MAX));
    EXPECT_TRUE(sender.receive_ready().empty());
    EXPECT_EQ(reports(1).size(), 1u);
    expect_quiet();
}

TEST_P(Refused, DoesNotDisturbTheRestOfABatch) {
    const std::vector<Endpoint> gone = dead(16);
    std::vector<DatagramToSend> datagrams;
    for (const Endpoint& endpoint : gone) {
        datagrams.push_back({endpoint, {}, 0, as_bytes("refused")});
        datagrams.push_back({living.endpoint(), {}, 0, as_bytes("good")});
    }
    EXPECT_EQ(sender.socket.send(datagrams), 32u);
    for (const Received& received : living.receive(16)) EXPECT_EQ(received.text, "good");
    EXPECT_TRUE(living.receive_ready().empty());
    EXPECT_EQ(reports(16), gone);
    expect_quiet();
}

TEST_P(Refused, IsReportedBetweenDatagrams) {
    const std::vector<Endpoint> gone = dead(40);
    const Endpoint back{loopback, 0, sender.socket.port()};
    for (const Endpoint& endpoint : gone) {
        EXPECT_EQ(sender.send(endpoint, "anybody?"), 1u);
        EXPECT_EQ(living.send(back, "still here"), 1u);
    }
    // Reports are waiting all the time.
    EXPECT_EQ(sender.receive(40).size(), 40u);
    EXPECT_EQ(reports(40), gone);
    expect_quiet();
}

TEST_P(Refused, AThousandUnreadReportsBlockNothing) {
    const Endpoint gone = dead(1).front();
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(sender.send(gone, "anybody?"), 1u);
    const std::vector<Endpoint> all = reports(1);
    EXPECT_GE(all.size(), 50u);
    for (const Endpoint& endpoint : all) EXPECT_EQ(endpoint, gone);
    (void)reports_ready();
    expect_quiet();
    expect_works();
}

TEST_P(Refused, IsNotReportedUnasked) {
    Peer other;
    ASSERT_TRUE(other.open_on_loopback(GetParam()));
    EXPECT_EQ(other.send(dead(1).front(), "anybody?"), 1u);
    Endpoint to;
    EXPECT_FALSE(other.socket.next_refused(to));
}

TEST_P(Refused, IsReportedByEachOwnAddress) {
    if (is_on_loopback) GTEST_SKIP() << "a socket on loopback reaches only loopback";
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.address.family != GetParam() || entry.address.is_link_local()) continue;
        SCOPED_TRACE(entry.if_name.view());
        const Endpoint gone = dead(1, entry.address).front();
        if (sender.send(gone, "anybody?", entry.address) != 1) continue;
        EXPECT_EQ(reports(1), std::vector{gone});
        expect_quiet();
    }
}

INSTANTIATE_TEST_SUITE_P(, Refused, both_families, family_name);

}  // namespace
}  // namespace mpdisc::platform
