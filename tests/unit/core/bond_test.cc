// SPDX-License-Identifier: MIT
//
// With keys, a control message is dropped if it comes from another socket, reaches another primary,
// or comes a second time (mpdisc-wire.7, AUTHENTICATION).
#include <gtest/gtest.h>

#include "tests/unit/core/keyed_fixture.h"

namespace mpdisc::test {
namespace {

const Endpoint port_on_loopback = endpoint("127.0.0.1", VirtualHost::port);
const wire::Nonce older_nonce = {1, 2, 3};

/// A primary and a secondary with a key, and a hostile program with sockets on the same host.
class BondTest : public KeyedTest {
   protected:
    void SetUp() override {
        primary = &start(first, "p");
        secondary = &start(first, "s");
        host.run_for(second);
        nonce = nonce_of_primary();
        ASSERT_NE(nonce, wire::Nonce{});
    }

    /// The effect of a message: whether the machine opened it, and how many datagrams followed.
    struct Effect {
        bool opened = false;
        std::size_t sent = 0;
        friend bool operator==(const Effect&, const Effect&) = default;
    };
    template <typename Send>
    Effect effect_on(VirtualProvider& provider, Send send) {
        const std::uint64_t before = provider.count(Counter::drop_unauthenticated);
        host.sent.clear();
        send();
        host.run_for(60);
        return {provider.count(Counter::drop_unauthenticated) == before,
                host.count_sent_but_mismatches()};
    }
    Effect at_port(const Endpoint& from, const Bytes& bytes) {
        return effect_on(*primary, [&] { host.send_to_port(from, bytes); });
    }
    Effect at_control(const Endpoint& from, const Bytes& bytes) {
        return effect_on(*secondary, [&] { host.send_to_control(*secondary, from, bytes); });
    }

    /// The secondary's registration, but with that id.
    [[nodiscard]] wire::Registration registration_of(const ProviderId& id) const {
        return {{++transaction, id}, secondary->process_id, wire::Registration::no_user, {}, {}};
    }
    [[nodiscard]] wire::Notification notification() const {
        wire::Notification made;
        made.arrival.client = neighbour;
        made.arrival.if_index = eth0;
        made.arrival.local = ip("192.0.2.10");
        made.roster = {primary->id(), 1, 1};
        made.request = request(++transaction);
        return made;
    }
    [[nodiscard]] std::size_t registered() const { return host_status().size() - 1; }
    /// The ids in the primary's status, as a program with the key gets it.
    [[nodiscard]] std::vector<ProviderId> host_status() const {
        auto& self = const_cast<BondTest&>(*this);
        VirtualClient& admin = self.host.client(endpoint("127.0.0.1", 6'001));
        admin.received.clear();
        self.host.send_to_port(admin.endpoint,
                               sealed(first, bytes_of(wire::StatusRequest{++transaction, 0}), 0,
                                      {admin.endpoint.port, 0, self.nonce_of_primary()}));
        self.host.run_for(ms);
        std::vector<ProviderId> ids;
        EXPECT_EQ(admin.received.size(), 1U);
        if (admin.received.empty()) return ids;
        const auto response = read<wire::StatusResponse>(admin.received[0].bytes);
        wire::StatusReader reader(response);
        for (ProviderStatus each; reader.next_provider(each);) ids.push_back(each.id);
        return ids;
    }

    VirtualProvider* primary = nullptr;
    VirtualProvider* secondary = nullptr;
    wire::Nonce nonce{};
    mutable std::uint64_t transaction = 100;
};

/// Each message to the primary, first with one thing changed, and then as it should be.
TEST_F(BondTest, the_primary_accepts_messages_bound_to_the_senders_port_and_to_itself) {
    const Endpoint own = secondary->control;
    const Endpoint other = endpoint("127.0.0.1", 6'666);
    struct Row {
        const char* name;
        std::function<Bytes()> make;
        bool has_nonce;
        std::size_t sent;
    };
    const std::vector<Row> rows = {
        {"discovery request",
         [&] {
             return bytes_of(MessageType::provider_discovery_request, {++transaction, id_of(9)});
         },
         false, 1},
        {"registration", [&] { return bytes_of(registration_of(secondary->id())); }, true, 1},
        {"heartbeat",
         [&] {
             return bytes_of(wire::Heartbeat{++transaction, secondary->id()});
         },
         true, 1},
        {"status request",
         [&] {
             return bytes_of(wire::StatusRequest{++transaction, 0});
         },
         true, 1},
        {"unregistration",
         [&] {
             return bytes_of(MessageType::provider_unregistration,
                             {++transaction, secondary->id()});
         },
         true, 0}};
    const Effect dropped = {false, 0};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Bytes plain = row.make();
        const wire::Nonce right = row.has_nonce ? nonce : wire::Nonce{};
        const wire::Binding binding = {own.port, VirtualHost::port, right};
        const Bytes good = sealed(first, plain, 0, binding);
        EXPECT_EQ(at_port(own, plain), dropped) << "no key";
        EXPECT_EQ(at_port(own, sealed(second_key, plain, 0, binding)), dropped) << "another key";
        EXPECT_EQ(at_port(other, good), dropped) << "sent again from another socket";
        EXPECT_EQ(at_port(own, sealed(first, plain, 0, {other.port, 0, right})), dropped)
            << "bound to another socket";
        if (row.has_nonce) {
            for (const wire::Nonce& wrong : {older_nonce, wire::Nonce{}}) {
                EXPECT_EQ(at_port(own, sealed(first, plain, 0, {own.port, 0, wrong})), dropped)
                    << "bound to another primary";
            }
        }
        EXPECT_EQ(at_port(own, good), (Effect{true, row.sent}));
    }
    EXPECT_EQ(registered(), 0U) << "the unregistration was accepted";
}

/// Each message from the discovery port to the secondary.
TEST_F(BondTest, a_secondary_accepts_messages_bound_to_its_port_and_to_its_primary) {
    const Bytes peers = {1, 2};
    struct Row {
        const char* name;
        Bytes plain;
        bool has_port;
        bool has_nonce;
    };
    const std::vector<Row> rows = {
        {"response", bytes_of(wire::DiscoveryResponse{{1, primary->id()}, older_nonce}), true,
         false},
        {"registration ack",
         bytes_of(wire::RegistrationAck{1, primary->id(), wire::RegistrationResult::accepted, 1,
                                        60'000, 30'000}),
         true, true},
        {"heartbeat ack",
         bytes_of(wire::HeartbeatAck{1, primary->id(), wire::HeartbeatResult::register_again}),
         true, true},
        {"appointment", bytes_of(wire::Appointment{1, primary->id(), 1, peers}), true, true},
        {"notification", bytes_of(notification()), false, true}};
    const Effect dropped = {false, 0};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::uint16_t own = secondary->control.port;
        const auto receive = [&](const Bytes& bytes) {
            return at_control(port_on_loopback, bytes);
        };
        const wire::Nonce right = row.has_nonce ? nonce : wire::Nonce{};
        const wire::Binding binding = {VirtualHost::port, own, right};
        EXPECT_EQ(receive(row.plain), dropped) << "no key";
        EXPECT_EQ(receive(sealed(second_key, row.plain, 0, binding)), dropped) << "another key";
        const wire::Binding other_port = {VirtualHost::port, 6'666, right};
        if (row.has_port) {
            EXPECT_EQ(receive(sealed(first, row.plain, 0, other_port)), dropped)
                << "bound to another port";
        }
        if (row.has_nonce) {
            for (const wire::Nonce& wrong : {older_nonce, wire::Nonce{}}) {
                EXPECT_EQ(receive(sealed(first, row.plain, 0, {VirtualHost::port, own, wrong})),
                          dropped)
                    << "bound to another primary";
            }
        }
        EXPECT_TRUE(receive(sealed(first, row.plain, 0, binding)).opened);
    }
    EXPECT_EQ(search(first), (Names{"p", "s"}));
}

/// A notification is one message for all secondaries, so it is bound to no port.
TEST_F(BondTest, a_notification_is_answered_once) {
    const Bytes bytes = sealed(first, bytes_of(notification()), 0, {0, 0, nonce});
    EXPECT_EQ(at_control(port_on_loopback, bytes), (Effect{true, 1}));
    EXPECT_EQ(at_control(port_on_loopback, bytes), (Effect{true, 0}));
    EXPECT_EQ(secondary->count(Counter::drop_replayed), 1U);
}

TEST_F(BondTest, a_hint_is_accepted_from_the_socket_that_it_is_bound_to) {
    const Endpoint former = endpoint("127.0.0.1", 45'000);
    const Bytes bytes =
        sealed(first, bytes_of(wire::PrimaryChange{7, id_of(9), wire::Change::leaving}), 0,
               {former.port, 0, {}});
    EXPECT_EQ(at_control(endpoint("127.0.0.1", 6'666), bytes), (Effect{false, 0}));
    EXPECT_TRUE(at_control(former, bytes).opened);
}

/// A program that gets the port of an ended provider can send that provider's hint again.
TEST_F(BondTest, a_repeated_hint_causes_a_bounded_number_of_registrations) {
    const Endpoint former = endpoint("127.0.0.1", 45'000);
    const Bytes bytes =
        sealed(first, bytes_of(wire::PrimaryChange{7, id_of(9), wire::Change::leaving}), 0,
               {former.port, 0, {}});
    VirtualClient& client = host.client(neighbour);
    host.sent.clear();
    for (int n = 0; n < 1'000; ++n) {
        host.send_to_control(*secondary, former, bytes);
        if (n % 10 == 0)
            host.send_to_port(neighbour, request_of(first, 10'000 + n), eth0, "192.0.2.10");
        host.run_for(ms);
    }
    EXPECT_LE(host.count_sent(MessageType::provider_discovery_request), 11U);
    EXPECT_LE(host.count_sent(MessageType::provider_registration), 11U);
    EXPECT_EQ(client.received.size(), 200U) << "no client request is missed meanwhile";
    EXPECT_EQ(secondary->role(), Role::secondary);
}

TEST_F(BondTest, a_status_request_is_answered_once) {
    VirtualClient& admin = host.client(endpoint("127.0.0.1", 6'000));
    const Bytes asked = sealed(first, bytes_of(wire::StatusRequest{++transaction, 0}), 0,
                               {admin.endpoint.port, VirtualHost::port, nonce});
    EXPECT_EQ(at_port(endpoint("127.0.0.1", 6'002), asked), (Effect{false, 0}));
    EXPECT_EQ(at_port(admin.endpoint, asked), (Effect{true, 1}));
    EXPECT_EQ(at_port(admin.endpoint, asked), (Effect{true, 0}));
    EXPECT_EQ(primary->count(Counter::drop_replayed), 1U);
}

/// Records all messages under one primary and sends them again under the next one.
TEST_F(BondTest, messages_bound_to_a_former_primary_are_dropped) {
    VirtualProvider& third = start(first, "t");
    host.run_for(second);
    host.client(neighbour);
    EXPECT_EQ(answers_to(request_of(first, 77)), 3U);
    host.run_for(40 * second);
    host.stop(third);
    const std::vector<Datagram> recorded = host.sent;
    host.kill(*primary);
    host.run_for(second);
    ASSERT_EQ(secondary->role(), Role::primary);
    VirtualProvider& newcomer = start(first, "n");
    host.run_for(second);
    const std::vector<ProviderId> before = host_status();
    ASSERT_EQ(before.size(), 2U);
    std::size_t bound = 0;
    for (const Datagram& each : recorded) {
        const bool is_bound = each.type() >= MessageType::provider_registration &&
                              each.type() != MessageType::primary_change;
        if (!is_bound) continue;
        ++bound;
        const std::uint64_t unopened = secondary->count(Counter::drop_unauthenticated) +
                                       newcomer.count(Counter::drop_unauthenticated);
        host.sent.clear();
        if (each.to.port == VirtualHost::port) {
            host.send_to_port(each.from, each.bytes);
        } else {
            // Send it to the newcomer, as if it were the former receiver.
            host.send_to_control(newcomer, port_on_loopback, each.bytes);
        }
        host.run_for(60);
        EXPECT_EQ(secondary->count(Counter::drop_unauthenticated) +
                      newcomer.count(Counter::drop_unauthenticated),
                  unopened + 1)
            << static_cast<int>(each.type());
        EXPECT_TRUE(host.sent.empty());
    }
    EXPECT_GT(bound, 5U);
    EXPECT_EQ(host_status(), before);
    EXPECT_EQ(search(first), (Names{"n", "s"}));
}

}  // namespace
}  // namespace mpdisc::test
