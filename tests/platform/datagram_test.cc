// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class Datagram : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        if (!sender.open_on_loopback(GetParam()) || !receiver.open_on_loopback(GetParam())) {
            GTEST_SKIP() << "this host lacks the family";
        }
    }

    /// A port without a socket.
    Endpoint refused() {
        Peer gone;
        EXPECT_TRUE(gone.open_on_loopback(GetParam()));
        return gone.endpoint();
    }

    Peer sender;
    Peer receiver;
    const IpAddress loopback = IpAddress::loopback(GetParam());
};

TEST_P(Datagram, TellsSourceDestinationAndInterface) {
    EXPECT_EQ(sender.send(receiver.endpoint(), "hello"), 1u);
    const Received received = receiver.receive_one();
    EXPECT_EQ(received.text, "hello");
    EXPECT_EQ(received.from, sender.endpoint());
    EXPECT_EQ(received.to, loopback);
    EXPECT_EQ(received.if_index, loopback_index());
    EXPECT_FALSE(received.truncated);
}

TEST_P(Datagram, TellsTheDestinationOnAWildcardSocket) {
    Peer wildcard;
    ASSERT_EQ(wildcard.open({.family = GetParam()}), SocketError::none);
    EXPECT_EQ(sender.send({loopback, 0, wildcard.socket.port()}, "hello"), 1u);
    const Received received = wildcard.receive_one();
    EXPECT_EQ(received.from, sender.endpoint());
    EXPECT_EQ(received.to, loopback);
    EXPECT_EQ(received.if_index, loopback_index());
}

TEST_P(Datagram, ReceivesNothingIfNothingCame) {
    EXPECT_TRUE(receiver.receive_ready().empty());
}

TEST_P(Datagram, EmptyOnesArrive) {
    EXPECT_EQ(sender.send(receiver.endpoint(), ""), 1u);
    EXPECT_EQ(sender.send(receiver.endpoint(), "after"), 1u);
    const std::vector<Received> received = receiver.receive(2);
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].text, "");
    EXPECT_EQ(received[0].from, sender.endpoint());
    EXPECT_FALSE(received[0].truncated);
    EXPECT_EQ(received[1].text, "after");
}

TEST_P(Datagram, IsMarkedIfLongerThanTheBuffer) {
    Peer small(16);
    ASSERT_TRUE(small.open_on_loopback(GetParam()));
    EXPECT_EQ(sender.send(small.endpoint(), "exactly sixteen!"), 1u);
    EXPECT_EQ(sender.send(small.endpoint(), "more than sixteen"), 1u);
    EXPECT_EQ(sender.send(small.endpoint(), "short"), 1u);
    const std::vector<Received> received = small.receive(3);
    ASSERT_EQ(received.size(), 3u);
    EXPECT_EQ(received[0].text, "exactly sixteen!");
    EXPECT_FALSE(received[0].truncated);
    EXPECT_TRUE(received[1].truncated);
    EXPECT_EQ(received[2].text, "short");
    EXPECT_FALSE(received[2].truncated);
}

TEST_P(Datagram, TheLongestOneArrivesOnLoopback) {
    Peer large(65'507);
    ASSERT_TRUE(large.open_on_loopback(GetParam()));
    const std::string text(65'507, 'x');
    if (sender.send(large.endpoint(), text) == 0)
        GTEST_SKIP() << "this system does not send datagrams of this length";
    const Received received = large.receive_one();
    EXPECT_EQ(received.text, text);
    EXPECT_FALSE(received.truncated);
}

TEST_P(Datagram, ManyArriveInOrder) {
    constexpr std::size_t count = 40;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back("datagram " + std::to_string(i));
    std::vector<DatagramToSend> datagrams;
    for (const std::string& text : texts) {
        datagrams.push_back({receiver.endpoint(), {}, 0, as_bytes(text)});
    }
    EXPECT_EQ(sender.socket.send(datagrams), count);
    const std::vector<Received> received = receiver.receive(count);
    ASSERT_EQ(received.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(received[i].text, texts[i]);
}

TEST_P(Datagram, MoreThanFitOneSystemCallArrive) {
    constexpr std::size_t count = 150;
    std::vector<DatagramToSend> datagrams(
        count, DatagramToSend{receiver.endpoint(), {}, 0, as_bytes("x")});
    EXPECT_EQ(sender.socket.send(datagrams), count);
    EXPECT_EQ(receiver.receive(count).size(), count);
}

TEST_P(Datagram, SendingNoneReturnsZero) {
    EXPECT_EQ(sender.socket.send({}), 0u);
}

TEST_P(Datagram, ReceiveFillsNoMoreThanItsRoom) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(sender.send(receiver.endpoint(), "x"), 1u);
    ReceiveBatch batch;
    ASSERT_TRUE(batch.create(100));
    ReceivedDatagram out[2];
    std::size_t total = 0;
    for (int i = 0; i < 3; ++i) {
        const PollEntry entry = receiver.socket.poll_entry();
        ASSERT_TRUE(poll_wait({&entry, 1}, patience_us));
        const std::size_t count = receiver.socket.receive(batch, out);
        EXPECT_LE(count, 2u);
        total += count;
    }
    EXPECT_EQ(total, 5u);
}

TEST_P(Datagram, BatchCanChangeItsSize) {
    ReceiveBatch batch;
    for (const std::size_t size : {8u, 4096u, 16u}) {
        ASSERT_TRUE(batch.create(size));
        EXPECT_EQ(batch.buffer(0).size(), size);
        EXPECT_EQ(batch.buffer(1).data(), batch.buffer(0).data() + size);
        EXPECT_EQ(sender.send(receiver.endpoint(), "12345678"), 1u);
        const PollEntry entry = receiver.socket.poll_entry();
        ASSERT_TRUE(poll_wait({&entry, 1}, patience_us));
        ReceivedDatagram out[1];
        ASSERT_EQ(receiver.socket.receive(batch, out), 1u);
        EXPECT_EQ(out[0].bytes.size(), 8u);
        EXPECT_FALSE(out[0].truncated);
    }
}

TEST_P(Datagram, BadOnesDoNotKeepBackTheOthers) {
    const std::string too_long(70'000, 'x');
    const Endpoint to = receiver.endpoint();
    DatagramToSend datagrams[] = {
        {{}, {}, 0, as_bytes("to nowhere")}, {to, {}, 0, as_bytes("first")},
        {to, {}, 0, as_bytes(too_long)},     {to, {}, 0, as_bytes("second")},
        {{}, {}, 0, as_bytes("to nowhere")},
    };
    EXPECT_EQ(sender.socket.send(datagrams), 2u);
    const bool expected[] = {false, true, false, true, false};
    for (std::size_t n = 0; n < std::size(expected); ++n) {
        EXPECT_EQ(datagrams[n].is_sent, expected[n]) << n;
    }
    const std::vector<Received> received = receiver.receive(2);
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].text, "first");
    EXPECT_EQ(received[1].text, "second");
}

TEST_P(Datagram, IsRefusedWithAForeignSourceOrInterface) {
    const IpAddress foreign = GetParam() == Family::ipv4
                                  ? IpAddress::v4(203, 0, 113, 77)
                                  : IpAddress{Family::ipv6, {0x20, 0x01, 0x0d, 0xb8, 7}};
    const Endpoint to = receiver.endpoint();
    DatagramToSend datagrams[] = {
        {to, foreign, 0, as_bytes("from an address that is not ours")},
        {to, {}, 0, as_bytes("first")},
        {to, {}, 0x7ffffff0, as_bytes("by an interface that is not there")},
        {to, {}, 0, as_bytes("second")},
    };
    EXPECT_EQ(sender.socket.send(datagrams), 2u);
    const std::vector<Received> received = receiver.receive(2);
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].text, "first");
    EXPECT_EQ(received[1].text, "second");
}

TEST_P(Datagram, ARefusedOneDoesNotDisturbOthers) {
    const Endpoint gone = refused();
    for (int round = 0; round < 3; ++round) {
        sender.send(gone, "refused");
        EXPECT_EQ(sender.send(receiver.endpoint(), "good"), 1u);
        EXPECT_EQ(receiver.receive_one().text, "good");
        sender.send(gone, "refused");
        EXPECT_EQ(receiver.send(sender.endpoint(), "answer"), 1u);
        EXPECT_EQ(sender.receive_one().text, "answer");
    }
}

TEST_P(Datagram, ManyRefusedOnesDoNotDisturbOthers) {
    const Endpoint gone = refused();
    std::vector<DatagramToSend> datagrams;
    for (int i = 0; i < 20; ++i) {
        datagrams.push_back({gone, {}, 0, as_bytes("refused")});
        datagrams.push_back({receiver.endpoint(), {}, 0, as_bytes("good")});
    }
    EXPECT_GE(sender.socket.send(datagrams), 20u);
    for (const Received& received : receiver.receive(20)) EXPECT_EQ(received.text, "good");
}

TEST_P(Datagram, LeavesByTheGivenInterface) {
    EXPECT_EQ(sender.send(receiver.endpoint(), "by loopback", {}, loopback_index()), 1u);
    const Received received = receiver.receive_one();
    EXPECT_EQ(received.text, "by loopback");
    EXPECT_EQ(received.if_index, loopback_index());
}

INSTANTIATE_TEST_SUITE_P(, Datagram, both_families, family_name);

TEST(Ipv4Datagram, ComesFromTheGivenSource) {
    Peer sender;
    Peer receiver;
    ASSERT_EQ(sender.open({.family = Family::ipv4}), SocketError::none);
    ASSERT_TRUE(receiver.open_on_loopback(Family::ipv4));
    const IpAddress second = IpAddress::v4(127, 0, 0, 2);
    if (sender.send(receiver.endpoint(), "from the second", second) == 0) {
        GTEST_SKIP() << "this host has one loopback address";
    }
    const Endpoint from = receiver.receive_one().from;
    EXPECT_EQ(from, (Endpoint{second, 0, sender.socket.port()}));

    // An answer to that address tells which address of the wildcard socket it came to.
    EXPECT_EQ(receiver.send(from, "answer"), 1u);
    EXPECT_EQ(sender.receive_one().to, second);
}

TEST(Ipv4Datagram, BroadcastOnLoopbackTellsTheAddressToAnswerFrom) {
    Peer sender;
    Peer receiver;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    ASSERT_EQ(receiver.open({.family = Family::ipv4}), SocketError::none);
    const Endpoint everybody{IpAddress::v4(127, 255, 255, 255), 0, receiver.socket.port()};
    if (sender.send(everybody, "anybody?") == 0) GTEST_SKIP() << "no broadcast on loopback here";
    const Received received = receiver.receive_one();
    EXPECT_EQ(received.text, "anybody?");
    EXPECT_EQ(received.from, sender.endpoint());
    EXPECT_EQ(received.to, IpAddress::loopback(Family::ipv4));
    EXPECT_EQ(received.if_index, loopback_index());
}

TEST(Ipv4Datagram, BroadcastOnAnInterfaceTellsItsAddress) {
    Peer sender;
    Peer receiver;
    ASSERT_EQ(sender.open({.family = Family::ipv4}), SocketError::none);
    ASSERT_EQ(receiver.open({.family = Family::ipv4}), SocketError::none);
    for (const InterfaceAddress& entry : all_interfaces()) {
        if (entry.broadcast.family != Family::ipv4) continue;
        SCOPED_TRACE(entry.if_name.view());
        const Endpoint everybody{entry.broadcast, 0, receiver.socket.port()};
        if (sender.send(everybody, "anybody?", entry.address, entry.if_index) == 0) continue;
        const Received received = receiver.receive_one();
        EXPECT_EQ(received.text, "anybody?");
        EXPECT_EQ(received.from.address, entry.address);
        EXPECT_EQ(received.to, entry.address);
        EXPECT_EQ(received.if_index, entry.if_index);
    }
}

}  // namespace
}  // namespace mpdisc::platform
