// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "core/roles/provider.h"
#include "tests/fuzz/amplification.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/speech.h"
#include "tests/fuzz/world.h"

namespace mpdisc::fuzz {

/// The owner of one provider, and all the world around it: does to it what the input says, step by
/// step, and demands of it after each what always holds.
class ProviderOwner {
   public:
    /// The provider's settings come from the input.
    explicit ProviderOwner(Input& input);

    /// Starts it. `port_is_free`: it becomes primary at once.
    void start(bool port_is_free);
    /// Until the input has ended; then time passes for a while.
    void run();

    /// Another provider has the port, and takes this one in; as its deputy where the input says so.
    void enroll();

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

    void tick();
    void settle();
    void take_port_actions();
    void answer_user_questions();
    void take_line_actions();
    void take_watch_actions();
    void take_datagrams();
    void take_events();
    void check_datagram(const core::Outbound& out);
    void check_counters();
    void reckon(const Arrival& arrival, core::Channel channel, std::size_t size,
                const testing::Decoded& message);
    /// What a message that comes so is bound to.
    [[nodiscard]] wire::Bond bond_of(const Arrival& arrival, core::Channel channel) const;
    [[nodiscard]] bool is_sealed(wire::Bytes datagram, const wire::Bond& bond) const;

    Input& input_;
    const wire::Keyring& keys_;
    core::Provider machine_;
    Speech speech_;
    Amplification amplification_;
    /// Who has broadcast to the whole link, or so says another provider.
    std::set<std::array<std::uint8_t, 16>> claimants_;
    /// The machine's, before the last input.
    wire::Nonce nonce_before_{};
    TimeUs now_us_ = 0;
    /// Whether it gets the port where it asks for it, and where another one has it.
    bool port_is_free_ = false;
    bool may_take_over_ = false;
    bool has_successors_ = true;
    bool has_lines_ = true;
    Endpoint line_peer_;
    std::uint16_t line_port_ = 0;
    /// Whose all sockets of this host are; no number where the system cannot tell.
    bool answers_user_questions_ = true;
    std::optional<std::uint32_t> user_of_others_;
    bool has_port_ = false;
    bool is_stopped_ = false;
    bool has_clock_ = false;
    Counters counters_before_;
    std::uint64_t services_added_ = 0;
    std::uint64_t peers_told_ = 0;
    /// Since the last input.
    std::size_t datagrams_ = 0;
};

}  // namespace mpdisc::fuzz
