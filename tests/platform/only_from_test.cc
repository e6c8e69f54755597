// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "peer.h"

namespace mpdisc::platform {
namespace {

/// A socket that receives only what one other socket sends.
class OnlyFrom : public testing::TestWithParam<Family> {
   protected:
    void SetUp() override {
        const IpAddress loopback = IpAddress::loopback(GetParam());
        if (!friendly.open_on_loopback(GetParam())) GTEST_SKIP() << "this host lacks the family";
        ASSERT_TRUE(stranger.open_on_loopback(GetParam()));
        UdpSocketOptions options{.family = GetParam(), .address = loopback};
        options.only_from = friendly.endpoint();
        const SocketError error = line.open(options);
        if (error == SocketError::unavailable) {
            EXPECT_FALSE(friendly.socket.allow_takeover()) << "takeovers need such a socket";
            GTEST_SKIP() << "this system has no such socket";
        }
        ASSERT_EQ(error, SocketError::none);
        at = {loopback, 0, line.socket.port()};
    }

    Peer friendly, stranger, line;
    Endpoint at;
};

TEST_P(OnlyFrom, ReceivesNothingFromOthers) {
    EXPECT_EQ(friendly.send(at, "first"), 1u);
    // More than the buffer holds.
    for (int n = 0; n < 5'000; ++n) (void)stranger.send(at, std::string(1'000, 'x'));
    EXPECT_EQ(friendly.send(at, "second"), 1u);
    const std::vector<Received> received = line.receive(2);
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].text, "first");
    EXPECT_EQ(received[1].text, "second");
    EXPECT_EQ(received[0].from, friendly.endpoint());
    EXPECT_TRUE(line.receive_ready().empty());
}

TEST_P(OnlyFrom, SendsToOthersToo) {
    EXPECT_EQ(line.send(stranger.endpoint(), "one"), 1u);
    EXPECT_EQ(line.send(friendly.endpoint(), "two"), 1u);
    EXPECT_EQ(stranger.receive_one().text, "one");
    EXPECT_EQ(friendly.receive_one().text, "two");
}

INSTANTIATE_TEST_SUITE_P(, OnlyFrom, both_families, family_name);

}  // namespace
}  // namespace mpdisc::platform
