// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/roles/provider.h"
#include "runtime/rival_watch.h"
#include "tests/sim/keys.h"
#include "tests/sim/network.h"
#include "tests/sim/program.h"

namespace mpdisc::sim {

/// A process with one provider; what src/runtime/provider.cc is to the real one.
class ProviderProgram final : public Program {
   public:
    struct Setup {
        std::string name;
        std::uint32_t user = 0;
        /// What its user is called in its user namespace, where it has one, as in a container; else
        /// 0.
        std::uint32_t user_inside = 0;
        /// What it says its process id is; 0: the truth.
        std::uint32_t claimed_process_id = 0;
        /// With how many services it starts.
        unsigned services = 1;
    };

    ProviderProgram(Host& on, Network& network, const Setup& setup);

    [[nodiscard]] ProviderProgram* as_provider() override { return this; }

    void start();
    /// Leaves in good order, and ends.
    void stop();
    void add_service();
    void remove_service();
    void interfaces_changed() override;

    [[nodiscard]] Role role() const { return machine_.role(); }
    [[nodiscard]] const ProviderId& id() const { return machine_.id(); }
    /// Under whom it has its role, as it told its owner last.
    [[nodiscard]] const ProviderId& follows() const { return follows_; }
    /// The primary that it followed when it last took the port over.
    [[nodiscard]] const ProviderId& took_over_from() const { return took_over_from_; }
    [[nodiscard]] std::uint32_t claimed_process_id() const { return claimed_process_id_; }
    [[nodiscard]] std::uint32_t user() const { return user_; }
    /// What it says its user is.
    [[nodiscard]] std::uint32_t claimed_user() const {
        return user_inside_ == 0 ? user_ : user_inside_;
    }
    [[nodiscard]] bool has_port() const { return port_.is_open(); }
    /// It runs, and answers whom its port's queue holds.
    [[nodiscard]] bool acts_as_primary() const {
        return runs() && has_port() && machine_.role() == Role::primary;
    }
    [[nodiscard]] std::uint64_t count(Counter counter) const {
        return machine_.counters()[counter];
    }
    [[nodiscard]] std::uint64_t events_count() const { return events_; }
    /// For how long nobody had the port of its control socket before.
    [[nodiscard]] TimeUs port_was_free_us() const { return control_.was_free_us; }
    /// What its sockets' queues had no room for.
    [[nodiscard]] std::uint64_t drops() const { return control_.dropped + port_.dropped; }
    [[nodiscard]] std::uint64_t port_tries() const { return port_tries_; }

    /// Its services' names.
    [[nodiscard]] const std::vector<std::string>& services() const { return services_; }
    /// When they changed last.
    [[nodiscard]] TimeUs offer_changed_us() const { return offer_changed_us_; }
    /// The most it ever had at a time.
    [[nodiscard]] std::size_t services_max() const { return services_max_; }

   private:
    void run() override;
    void set_clock();
    [[nodiscard]] TimeUs next_deadline_us() const override {
        return std::min(machine_.next_deadline_us(), rivals_.next_deadline_us());
    }
    [[nodiscard]] bool is_readable() const override;
    void close_sockets() override;

    [[nodiscard]] static core::ProviderConfig config_of(Host& host, const Setup& setup,
                                                        std::uint32_t process_id);
    void drain(Socket& socket, core::Channel channel);
    void settle();
    void take_port_actions();
    void answer_user_questions();
    void take_line_actions();
    [[nodiscard]] std::optional<std::uint32_t> user_of_port(std::uint16_t port) const;
    void bind_port(bool takes_over);
    [[nodiscard]] std::size_t count_rivals() const { return host.port_holders().size() - 1; }
    void outlast_rivals();
    void transmit(const core::Outbound& out);
    void take_events();

    Network& network_;
    const std::uint32_t user_;
    const std::uint32_t user_inside_;
    const std::uint32_t claimed_process_id_;
    const unsigned services_at_start_;
    core::Provider machine_;
    Socket control_;
    Socket line_;
    Socket port_;
    Socket answer_;
    bool interfaces_changed_ = false;
    /// As src/runtime/discovery_port.cc has them: how many others hold the port, and when to look.
    runtime::RivalWatch rivals_;
    ProviderId follows_;
    ProviderId took_over_from_;
    std::vector<std::string> services_;
    std::size_t services_max_ = 0;
    unsigned services_made_ = 0;
    TimeUs offer_changed_us_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t port_tries_ = 0;
};

/// Null where that host has none with that id.
[[nodiscard]] ProviderProgram* find_provider(const Host& host, const ProviderId& id);
/// Names providers in what people read.
[[nodiscard]] std::string name_of(const Host& host, const ProviderId& id);

}  // namespace mpdisc::sim
