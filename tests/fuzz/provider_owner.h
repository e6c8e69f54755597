// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "runtime/provider_driver.h"
#include "tests/fuzz/amplification.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/message_generator.h"
#include "tests/fuzz/world.h"
#include "tests/support/memory_socket.h"

namespace mpdisc::fuzz {

/// The owner of one provider, its system, and its network. It acts on the provider as the input
/// says, and checks the provider's invariants after each step.
class ProviderOwner {
   public:
    using Socket = test::MemorySocket;

    /// The provider's settings come from the input.
    explicit ProviderOwner(Input& input);

    /// Starts the provider. If the port is free, the provider becomes primary at once.
    void start(bool port_is_free);
    /// Acts until the input ends. Then lets time pass for a while.
    void run();

    /// Plays a primary that registers this provider, and appoints it deputy if the input says so.
    void enroll();

    // --- The system, for the driver ---

    [[nodiscard]] TimeUs now_us() const { return now_us_; }
    [[nodiscard]] std::uint64_t wall_ms() const {
        return has_clock_ ? time_of_day_ms(now_us_) : now_us_ / 1000;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return never_us; }
    void look() {}
    [[nodiscard]] bool is_ready(const Socket& socket) const { return socket.is_readable(); }
    [[nodiscard]] bool must_list_interfaces(TimeUs) const { return interfaces_.has_value(); }
    [[nodiscard]] bool list_interfaces(TimeUs, InterfaceList& out);
    void retry_interfaces(TimeUs) {}
    [[nodiscard]] bool read_host_name(TimeUs, FixedString<limits::host_name_max>&) { return false; }
    [[nodiscard]] Socket& control() { return control_; }
    [[nodiscard]] Socket& line() { return line_; }
    [[nodiscard]] std::array<Socket*, 1> port_sockets() { return {&port_}; }
    [[nodiscard]] Socket* socket_for(const core::Route& route);
    [[nodiscard]] Socket::Batch& batch(core::Channel) { return batch_; }
    [[nodiscard]] std::uint16_t open_control(const IpAddress& loopback);
    [[nodiscard]] std::uint16_t open_line(const Endpoint& peer);
    [[nodiscard]] bool claim_port(core::PortAction action);
    void close_port();
    [[nodiscard]] bool has_successors() const { return has_successors_; }
    /// A rival ends when takeovers become impossible, so that the renewal fails.
    [[nodiscard]] std::size_t count_rivals() const { return may_take_over_ ? 2 : 1; }
    [[nodiscard]] bool lacks_ipv6() const { return false; }
    [[nodiscard]] bool claim_ipv6(bool) { return true; }
    void join_groups(std::span<const InterfaceAddress>) {}
    [[nodiscard]] std::array<Socket*, 1> announcement_sockets() { return {&announcements_}; }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress> interfaces);
    void close_announcements() { announcements_.close(); }
    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint& socket, std::uint32_t& user);
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to);
    [[nodiscard]] bool watch(std::uint32_t process_id);
    void forget(std::uint32_t process_id) { EXPECT_NE(process_id, 0U); }
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);

   private:
    void step();
    void set_time(TimeUs now_us);
    void pass_time();
    void receive();
    void change_services();
    void answer_for_system();
    void hear(const Arrival& arrival, core::Channel channel, wire::Bytes datagram);
    template <typename... Message>
    void hear_primary(const Message&... message);

    void connect(Socket& socket, core::Channel channel);
    [[nodiscard]] Socket& socket_of(core::Channel channel);
    /// Lets the driver read all input and do all due work.
    void process();
    /// Checks what must hold between two inputs.
    void check_state();
    void check_events();
    void check_datagram(const core::Outbound& out);
    void check_counters();
    void note_arrival(const Arrival& arrival, core::Channel channel, std::size_t size,
                      const testing::Decoded& message);
    /// The binding of a message that arrives in this way.
    [[nodiscard]] wire::Binding binding_of(const Arrival& arrival, core::Channel channel) const;
    [[nodiscard]] bool is_sealed(wire::Bytes datagram, const wire::Binding& binding) const;

    Input& input_;
    const wire::Keyring& keys_;
    runtime::ProviderDriver<ProviderOwner> driver_;
    core::Provider& machine_ = driver_.machine();
    MessageGenerator generator_;
    Amplification amplification_;
    /// The addresses that have broadcast to the whole link, or have done so according to another
    /// provider.
    std::set<std::array<std::uint8_t, 16>> claimants_;
    /// The machine's nonces since before the last input.
    std::vector<wire::Nonce> nonces_;
    TimeUs now_us_ = 0;
    /// Whether the provider gets the port by a bind, and by a takeover.
    bool port_is_free_ = false;
    bool may_take_over_ = false;
    bool has_successors_ = true;
    bool has_lines_ = true;
    Socket control_;
    Socket line_;
    Socket port_;
    Socket answer_;
    Socket announcements_;
    Socket::Batch batch_;
    /// The only socket that may send to the line.
    Endpoint line_peer_;
    /// News from the system that the driver has not fetched yet.
    std::optional<InterfaceList> interfaces_;
    std::optional<std::uint32_t> ended_;
    std::size_t users_asked_ = 0;
    bool answers_user_questions_ = true;
    /// The user of all other sockets; empty if the system cannot tell.
    std::optional<std::uint32_t> user_of_others_;
    bool is_stopped_ = false;
    bool has_clock_ = false;
    Counters counters_before_;
    std::uint64_t services_added_ = 0;
    std::uint64_t peers_told_ = 0;
    /// The datagrams sent since the last input, and those that the last input caused.
    std::size_t datagrams_ = 0;
    std::size_t last_datagrams_ = 0;
};

}  // namespace mpdisc::fuzz
