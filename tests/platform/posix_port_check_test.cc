// SPDX-License-Identifier: MIT
#include "program/port_check.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>

#include "peer.h"
#include "platform/common/sockaddr.h"

namespace mpdisc::platform {
namespace {

/// A program that listens at the loopback address of one family.
class Listener {
   public:
    explicit Listener(Family family, int backlog = 16)
        : socket_(socket(family == Family::ipv4 ? AF_INET : AF_INET6, SOCK_STREAM, 0)) {
        SocketAddress address;
        socklen_t size = to_socket_address({IpAddress::loopback(family), 0, 0}, address);
        is_there_ = socket_ != -1 && bind(socket_, &address.any, size) == 0 &&
                    listen(socket_, backlog) == 0 && getsockname(socket_, &address.any, &size) == 0;
        port_ = to_endpoint(address).port;
    }
    ~Listener() { close_now(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    void close_now() {
        if (socket_ != -1) close(socket_);
        socket_ = -1;
    }
    /// Takes the next connection, and returns what can be read from it: 0 if it ended in order.
    [[nodiscard]] ssize_t take_one() const {
        const int connection = accept(socket_, nullptr, nullptr);
        char byte;
        const ssize_t taken = read(connection, &byte, 1);
        close(connection);
        return taken;
    }
    [[nodiscard]] bool is_there() const { return is_there_; }
    [[nodiscard]] bool has_more() const { return becomes_readable({socket_, true}, 1); }
    [[nodiscard]] std::uint16_t port() const { return port_; }

   private:
    int socket_;
    bool is_there_ = false;
    std::uint16_t port_ = 0;
};

/// The verdict of a check that waits as the program does.
TcpState outcome(PortCheck& check, std::uint16_t port) {
    TcpState state = check.begin(port);
    while (state == TcpState::pending && becomes_readable(check.poll_entry())) {
        state = check.state();
    }
    return state;
}

class PortCheckTest : public testing::TestWithParam<Family> {};
INSTANTIATE_TEST_SUITE_P(, PortCheckTest, both_families, family_name);

TEST_P(PortCheckTest, FindsAListenerAndItsEnd) {
    Listener listener(GetParam());
    if (!listener.is_there()) GTEST_SKIP() << "this system lacks the family";
    PortCheck check;
    EXPECT_EQ(outcome(check, listener.port()), TcpState::open);
    listener.close_now();
    EXPECT_EQ(outcome(check, listener.port()), TcpState::refused);
}

TEST_P(PortCheckTest, IsOneConnectionThatEndsInOrder) {
    const Listener listener(GetParam());
    if (!listener.is_there()) GTEST_SKIP() << "this system lacks the family";
    PortCheck check;
    ASSERT_EQ(outcome(check, listener.port()), TcpState::open);
    check.end();
    EXPECT_EQ(listener.take_one(), 0);
    EXPECT_FALSE(listener.has_more());
}

TEST(PortCheck, TellsNothingOfThePortWithoutADescriptor) {
    const Listener listener(Family::ipv4);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    PortCheck check;
    const TcpState state = check.begin(listener.port());
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(state, TcpState::no_socket);
}

TEST(PortCheck, IsPendingWhileAProgramTakesNoConnection) {
    const Listener listener(Family::ipv4, 0);
    std::list<PortCheck> checks;
    // The queue of the listener has room for some.
    while (checks.size() < 16 && checks.emplace_back().begin(listener.port()) == TcpState::open) {
    }
    PortCheck& last = checks.back();
    if (last.poll_entry().handle == -1) GTEST_SKIP() << "this system refuses further connections";
    ASSERT_EQ(last.state(), TcpState::pending);
    const PollEntry entry = last.poll_entry();
    EXPECT_EQ(poll_ready({&entry, 1}), 0U);
    for (PortCheck& check : checks) {
        if (&check == &last) break;
        check.end();
        EXPECT_EQ(listener.take_one(), 0);
    }
    ASSERT_TRUE(becomes_readable(entry)) << "the system tries again";
    EXPECT_EQ(last.state(), TcpState::open);
}

}  // namespace
}  // namespace mpdisc::platform
