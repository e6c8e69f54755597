// SPDX-License-Identifier: MIT
//
// The order in which the driver handles a provider's inputs and performs its actions.
#include "runtime/provider_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tests/support/memory_socket.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

using core::Channel;
using core::PortAction;
using wire::MessageType;
using Steps = std::vector<std::string>;

constexpr TimeUs ms = 1'000;
constexpr TimeUs second = 1'000'000;
constexpr std::uint16_t control_port = 40'000;
constexpr std::uint32_t user = 1'000;

/// A system that records each call of the driver as a step.
class RecordingSystem {
   public:
    struct Socket : MemorySocket {
        RecordingSystem* system = nullptr;
        const char* name = "";

        [[nodiscard]] std::size_t receive(Batch& batch, std::span<platform::ReceivedDatagram> out) {
            system->note(std::string("read ") + name);
            return MemorySocket::receive(batch, out);
        }
    };

    RecordingSystem() {
        connect(control_, "control");
        connect(line_, "line");
        connect(ports_[0], "port");
        connect(ports_[1], "port6");
        connect(answer_, "answer");
        connect(announcements_, "announcements");
        answer_.open(50'000);
    }

    Steps steps;
    TimeUs time_us = 1'000 * second;
    std::vector<InterfaceAddress> interfaces = usual_interfaces();
    bool lists_interfaces = false;
    bool can_open_control = true;
    bool port_is_free = true;
    bool may_take_over = true;
    bool lacks_ipv6_port = false;
    std::size_t rivals = 0;
    /// This many rivals end while the port is being renewed.
    std::size_t rivals_that_end = 0;
    std::uint64_t last_transaction = 0;
    std::deque<std::uint32_t> ended;

    void note(std::string step) { steps.push_back(std::move(step)); }
    void deliver(Socket& socket, const Endpoint& from, const Bytes& bytes) {
        socket.queue.push_back({from, ip("127.0.0.1"), lo, false, bytes});
    }
    void forget_steps() { steps.clear(); }
    /// The position of the first such step; the number of steps if there is none.
    [[nodiscard]] std::ptrdiff_t place_of(const std::string& step) const {
        return std::ranges::find(steps, step) - steps.begin();
    }
    [[nodiscard]] std::ptrdiff_t count(const std::string& step) const {
        return std::ranges::count(steps, step);
    }

    // --- For the driver ---

    [[nodiscard]] TimeUs now_us() const { return time_us; }
    [[nodiscard]] std::uint64_t wall_ms() {
        note("clock");
        return 1'795'435'200'000 + time_us / 1000;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return never_us; }
    void look() { note("look"); }
    [[nodiscard]] bool is_ready(const Socket& socket) const { return socket.is_readable(); }
    [[nodiscard]] bool must_list_interfaces(TimeUs) const { return lists_interfaces; }
    [[nodiscard]] bool list_interfaces(TimeUs, InterfaceList& out) {
        note("list");
        lists_interfaces = false;
        out = list_of(interfaces);
        return true;
    }
    void retry_interfaces(TimeUs) { note("retry"); }
    [[nodiscard]] bool read_host_name(TimeUs, FixedString<limits::host_name_max>& out) {
        note("name");
        return out.assign("renamed");
    }
    [[nodiscard]] Socket& control() { return control_; }
    [[nodiscard]] Socket& line() { return line_; }
    [[nodiscard]] std::array<Socket*, 2> port_sockets() { return {&ports_[0], &ports_[1]}; }
    [[nodiscard]] Socket* socket_for(const core::Route& route) {
        switch (route.channel) {
            case Channel::discovery:
                return &ports_[0];
            case Channel::control:
                return &control_;
            case Channel::line:
                return &line_;
            default:
                return &answer_;
        }
    }
    [[nodiscard]] MemorySocket::Batch& batch(Channel) { return batch_; }
    [[nodiscard]] std::uint16_t open_control(const IpAddress&) {
        note("open control");
        control_.close();
        if (can_open_control) control_.open(control_port);
        return control_.port;
    }
    [[nodiscard]] std::uint16_t open_line(const Endpoint& peer) {
        note(peer.port == 0 ? "close line" : "open line");
        line_.open(peer.port == 0 ? std::uint16_t{0} : std::uint16_t{45'000});
        return line_.port;
    }
    [[nodiscard]] bool claim_port(PortAction action) {
        note(action == PortAction::bind        ? "bind"
             : action == PortAction::take_over ? "take over"
                                               : "renew");
        ports_[0].close();
        if (action == PortAction::renew) rivals -= rivals_that_end;
        const bool is_granted = action == PortAction::bind ? port_is_free : may_take_over;
        if (is_granted) ports_[0].open(limits::discovery_port_default);
        return is_granted;
    }
    void close_port() {
        note("close port");
        ports_[0].close();
    }
    [[nodiscard]] bool has_successors() const { return true; }
    [[nodiscard]] std::size_t count_rivals() {
        note("count");
        return rivals;
    }
    [[nodiscard]] bool lacks_ipv6() const { return lacks_ipv6_port; }
    [[nodiscard]] bool claim_ipv6(bool takes_over) {
        note(takes_over ? "take ipv6 over" : "bind ipv6");
        return !lacks_ipv6_port;
    }
    void join_groups(std::span<const InterfaceAddress>) { note("join"); }
    [[nodiscard]] std::array<Socket*, 1> announcement_sockets() { return {&announcements_}; }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress>) {
        ++announcement_tries;
        if (may_listen) announcements_.open(limits::discovery_port_default + 1);
        return may_listen;
    }
    void close_announcements() { announcements_.close(); }
    [[nodiscard]] bool is_listening() const { return announcements_.is_open(); }
    void hear_announcement() {
        announcements_.queue.push_back({endpoint("192.0.2.77", limits::discovery_port_default),
                                        ip("192.0.2.10"),
                                        eth0,
                                        false,
                                        {},
                                        true});
    }

    bool may_listen = true;
    int announcement_tries = 0;
    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint&, std::uint32_t& of) {
        note("user");
        of = user;
        return platform::PortUserAnswer::told;
    }
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to) {
        note("users");
        for (const std::uint16_t port : known_ports) to.port_user_told(port, user);
        return platform::PortUserAnswer::told;
    }
    [[nodiscard]] bool watch(std::uint32_t) {
        note("watch");
        return true;
    }
    void forget(std::uint32_t) { note("forget"); }
    [[nodiscard]] bool next_ended(std::uint32_t& process_id) {
        if (ended.empty()) return false;
        note("ended");
        process_id = ended.front();
        ended.pop_front();
        return true;
    }

    std::vector<std::uint16_t> known_ports;

   private:
    void connect(Socket& socket, const char* name) {
        socket.system = this;
        socket.name = name;
        socket.send_one = [this, name](const platform::DatagramToSend& each) {
            wire::Header header;
            wire::Bytes fields;
            EXPECT_EQ(wire::decode_header(each.bytes, header, fields), wire::DecodeError::none);
            last_transaction = header.transaction;
            note(std::string(name) + " sends " + std::to_string(static_cast<int>(header.type)));
            return true;
        };
    }

    Socket control_;
    Socket line_;
    std::array<Socket, 2> ports_;
    Socket answer_;
    Socket announcements_;
    MemorySocket::Batch batch_;
};

core::ProviderConfig config() {
    core::ProviderConfig made;
    made.id = id_of(1);
    made.process_id = 1;
    made.user_id = user;
    made.seed = {1, 2, 3, 4};
    made.announce_s = 0;
    EXPECT_TRUE(made.host_name.assign("box"));
    return made;
}

class ProviderDriverTest : public testing::Test {
   protected:
    void start() {
        ASSERT_EQ(driver.start(), OpenError::none);
        system.forget_steps();
    }
    /// Lets that time pass at once, and then runs the driver.
    void process_after(TimeUs duration_us) {
        system.time_us += duration_us;
        driver.process();
    }
    /// The host has IPv6 alone from now on. Runs the driver.
    void lose_ipv4() {
        system.interfaces.front().address = ip("::1");
        std::erase_if(system.interfaces,
                      [](const auto& each) { return each.address.family == Family::ipv4; });
        system.lists_interfaces = true;
        driver.process();
    }
    /// Delivers a message of the primary, and runs the driver.
    template <typename Message>
    void answer(const Message& message) {
        system.deliver(system.control(), endpoint("127.0.0.1", limits::discovery_port_default),
                       bytes_of(message));
        driver.process();
    }
    /// Another provider has the port, and registers this one.
    void register_with_primary() {
        system.port_is_free = false;
        start();
        answer(wire::DiscoveryResponse{{system.last_transaction, id_of(2)}, {}});
        answer(wire::RegistrationAck{system.last_transaction, id_of(2),
                                     wire::RegistrationResult::accepted, 2,
                                     limits::lease_ms_default, limits::heartbeat_ms_default});
    }
    /// Delivers the registration of another provider of this host.
    void deliver_registration(std::uint32_t number) {
        const Endpoint from = endpoint("127.0.0.1", static_cast<std::uint16_t>(41'000 + number));
        wire::Registration registration;
        registration.transaction = number;
        registration.provider = id_of(number);
        registration.process_id = number;
        registration.user_id = user;
        system.known_ports.push_back(from.port);
        system.deliver(port(), from, bytes_of(registration));
    }
    RecordingSystem::Socket& port() { return *system.port_sockets()[0]; }
    [[nodiscard]] Role role() const { return driver.machine().role(); }

    RecordingSystem system;
    runtime::ProviderDriver<RecordingSystem> driver{config(), system};
};

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

TEST_F(ProviderDriverTest, asks_for_the_primarys_user_before_it_sends_its_heartbeat) {
    register_with_primary();
    system.time_us = driver.next_deadline_us();
    system.forget_steps();
    driver.process();
    EXPECT_EQ(system.steps, (Steps{"clock", "look", "user", "control sends 7"}));
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
