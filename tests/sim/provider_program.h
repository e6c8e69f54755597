// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/roles/provider.h"
#include "runtime/provider_driver.h"
#include "tests/sim/keys.h"
#include "tests/sim/network_socket.h"
#include "tests/sim/program.h"

namespace mpdisc::sim {

/// A process with one provider. It runs the real program's driver, and is the system for it.
class ProviderProgram final : public Program {
   public:
    using Socket = NetworkSocket;
    struct Setup {
        std::string name;
        std::uint32_t user = 0;
        /// The user's id inside a user namespace, as in a container; 0 without a namespace.
        std::uint32_t user_inside = 0;
        /// The process id that it claims; 0 for the true one.
        std::uint32_t claimed_process_id = 0;
        /// It has other keys than the other programs.
        bool has_other_keys = false;
        /// The number of services at the start.
        unsigned services = 1;
    };

    ProviderProgram(Host& on, Network& network, const Setup& setup);

    [[nodiscard]] ProviderProgram* as_provider() override { return this; }

    void start();
    /// Leaves in good order and ends.
    void stop();
    void add_service();
    void remove_service();
    /// Gives one service another port.
    void change_service();
    void interfaces_changed() override;

    [[nodiscard]] Role role() const { return machine().role(); }
    [[nodiscard]] const ProviderId& id() const { return machine().id(); }
    /// The primary in the last role_changed event.
    [[nodiscard]] const ProviderId& follows() const { return follows_; }
    /// The primary that it followed when it last took the port over.
    [[nodiscard]] const ProviderId& took_over_from() const { return took_over_from_; }
    [[nodiscard]] std::uint32_t claimed_process_id() const { return claimed_process_id_; }
    [[nodiscard]] std::uint32_t user() const { return user_; }
    [[nodiscard]] bool has_other_keys() const { return has_other_keys_; }
    [[nodiscard]] bool has_port() const { return port_.is_open(); }
    /// It runs, has the discovery port, and answers as primary.
    [[nodiscard]] bool acts_as_primary() const {
        return runs() && has_port() && role() == Role::primary;
    }
    [[nodiscard]] std::uint64_t count(Counter counter) const {
        return machine().counters()[counter];
    }
    [[nodiscard]] std::uint64_t events_count() const { return events_; }
    /// For how long its control socket's port was free before.
    [[nodiscard]] TimeUs port_was_free_us() const { return control_.was_free_us; }
    /// The datagrams that its full queues dropped.
    [[nodiscard]] std::uint64_t drops() const {
        return control_.dropped + port_.dropped + announcements_.dropped;
    }
    [[nodiscard]] bool listens() const { return announcements_.is_open(); }
    /// The id that it gives its host, and the hosts that it knows.
    [[nodiscard]] const HostId& host_id() const { return machine().host(); }
    [[nodiscard]] const core::Neighbourhood& neighbourhood() const {
        return machine().neighbourhood();
    }
    /// The digest that it announces to the LAN.
    [[nodiscard]] std::uint64_t digest() const {
        return neighbourhood().digest(machine().interfaces().group_of(eth0, host.lan_address()));
    }
    /// Whether it was a secondary once.
    [[nodiscard]] bool has_followed() const { return has_followed_; }
    [[nodiscard]] std::uint64_t port_tries() const { return port_tries_; }

    /// The names of its services.
    [[nodiscard]] const std::vector<std::string>& services() const { return services_; }
    /// The port of one of these.
    [[nodiscard]] std::uint16_t port_of(const std::string& service) const {
        return ports_.at(service);
    }
    /// The most services that it ever had at a time.
    [[nodiscard]] std::size_t services_max() const { return services_max_; }

    // --- The system, for the driver ---

    [[nodiscard]] TimeUs now_us() const { return host.now_us(); }
    [[nodiscard]] std::uint64_t wall_ms() const { return host.wall_ms(); }
    void look() {}
    [[nodiscard]] bool is_ready(const Socket& socket) const { return socket.is_readable(); }
    [[nodiscard]] bool must_list_interfaces(TimeUs now_us) const { return now_us >= list_due_us_; }
    [[nodiscard]] bool list_interfaces(TimeUs now_us, InterfaceList& out);
    void retry_interfaces(TimeUs now_us) { list_due_us_ = now_us + 500 * ms; }
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
    [[nodiscard]] bool has_successors() const { return world.profile.has_takeover; }
    [[nodiscard]] std::size_t count_rivals() const { return host.port_holders().size() - 1; }
    [[nodiscard]] bool lacks_ipv6() const { return lacks_ipv6_; }
    [[nodiscard]] bool claim_ipv6(bool takes_over);
    void join_groups(std::span<const InterfaceAddress>) {}
    [[nodiscard]] std::array<Socket*, 1> announcement_sockets() { return {&announcements_}; }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress>);
    void close_announcements() { host.close(announcements_); }
    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint& socket, std::uint32_t& user);
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to);
    [[nodiscard]] bool watch(std::uint32_t process_id) { return process_watch.watch(process_id); }
    void forget(std::uint32_t process_id) { process_watch.forget(process_id); }
    [[nodiscard]] bool next_ended(std::uint32_t& process_id) {
        return process_watch.next_ended(process_id);
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return list_due_us_; }

   private:
    void run() override;
    [[nodiscard]] TimeUs deadline_us() const override { return driver_.next_deadline_us(); }
    [[nodiscard]] bool is_readable() const override;
    void close_sockets() override;

    [[nodiscard]] const core::Provider& machine() const { return driver_.machine(); }
    [[nodiscard]] static core::ProviderConfig config_of(Host& host, const Setup& setup,
                                                        std::uint32_t process_id);
    [[nodiscard]] std::optional<std::uint32_t> user_of_port(std::uint16_t port) const;
    [[nodiscard]] bool renew_port();
    void take_events();

    const std::uint32_t user_;
    const std::uint32_t user_inside_;
    const std::uint32_t claimed_process_id_;
    const bool has_other_keys_;
    const unsigned services_at_start_;
    Socket control_;
    Socket line_;
    Socket port_;
    Socket announcements_;
    Socket answer_;
    Socket::Batch batch_;
    runtime::ProviderDriver<ProviderProgram> driver_;
    std::vector<InterfaceAddress> interfaces_;
    /// When to list the interfaces next.
    TimeUs list_due_us_ = never_us;
    bool lacks_ipv6_ = false;
    ProviderId follows_;
    ProviderId took_over_from_;
    bool has_followed_ = false;
    std::vector<std::string> services_;
    std::map<std::string, std::uint16_t> ports_;
    std::size_t services_max_ = 0;
    unsigned services_made_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t port_tries_ = 0;
};

/// The provider of that host with that id, or null.
[[nodiscard]] ProviderProgram* find_provider(const Host& host, const ProviderId& id);
/// The provider's name for traces and failures.
[[nodiscard]] std::string name_of(const Host& host, const ProviderId& id);

}  // namespace mpdisc::sim
