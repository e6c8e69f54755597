// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "tests/unit/core/virtual_port.h"
#include "tests/unit/core/virtual_program.h"

namespace mpdisc::test {

/// What the programs of one host have of their system beside the network: its clock, its port
/// table, and word of who has ended.
class VirtualSystem {
   public:
    /// How long each datagram takes, and all else that the system does on its own.
    static constexpr TimeUs latency_us = 20;

    TimeUs now_us = 1'000 * second;

    // What not every system has; the port table says whether it allows takeovers.
    bool has_process_watch = true;
    bool has_refusals = true;
    bool tells_users = true;
    /// So many of the next questions for a user, or for those of all sockets, are not answered.
    int user_answers_missing = 0;
    bool has_lines = true;
    VirtualPort port_table;
    /// The sockets whose user a program asked for one by one.
    std::vector<Endpoint> users_asked;
    /// How often one asked for the users of all; those of sockets that are no provider's.
    std::size_t port_users_asked = 0;
    std::map<std::uint16_t, std::uint32_t> other_port_users;

   protected:
    virtual ~VirtualSystem() = default;

    virtual void transmit(VirtualProvider& from, const core::Outbound& out) = 0;

    // --- Time ---

    void later(std::function<void()> happening, TimeUs delay_us = latency_us) {
        happenings_.emplace(now_us + delay_us, std::move(happening));
    }
    [[nodiscard]] TimeUs next_happening_us() const {
        return happenings_.empty() ? never_us : happenings_.begin()->first;
    }
    void do_due() {
        while (next_happening_us() <= now_us) {
            const std::function<void()> happen = std::move(happenings_.begin()->second);
            happenings_.erase(happenings_.begin());
            happen();
        }
    }

    // --- What comes to programs ---

    void give(VirtualProvider& provider, std::vector<VirtualProvider::Input>& waiting,
              const VirtualProvider::Input& input) {
        if (!provider.alive) return;
        if (provider.hangs) return waiting.push_back(input);
        hand(provider, input);
    }
    void hand(VirtualProvider& provider, const VirtualProvider::Input& input) {
        input(provider.machine);
        settle(provider);
    }

    void vanish(VirtualProvider& provider) {
        provider.alive = false;
        port_table.close(provider);
        if (is_process_there(provider.process_id)) return;
        for (const auto& each : providers_) {
            if (each->watched.count(provider.process_id) != 0) tell_end(*each, provider.process_id);
        }
    }

    // --- What programs ask of the system ---

    /// What an owner does after each input: the port first, then the rest.
    void settle(VirtualProvider& provider) {
        for (;;) {
            const core::PortAction action = provider.machine.take_port_action();
            if (action == core::PortAction::none) break;
            act_on_port(provider, action);
        }
        for (Endpoint socket; provider.machine.take_user_question(socket);) {
            users_asked.push_back(socket);
            answer_for_user(provider.machine, socket);
        }
        for (Endpoint peer; provider.machine.take_line_action(peer);) open_line(provider, peer);
        if (provider.machine.take_port_users_question()) tell_port_users(provider);
        for (core::WatchAction each; provider.machine.poll_watch(each);) watch(provider, each);
        for (core::Outbound out; provider.machine.poll_transmit(out);) transmit(provider, out);
        if (!provider.takes_events) return;
        for (ProviderEvent event; provider.machine.poll_event(event);) {
            provider.events.push_back(event);
        }
    }

    void open_line(VirtualProvider& provider, const Endpoint& peer) {
        provider.line = {};
        provider.line_peer = peer;
        if (has_lines && peer.port != 0) provider.line = {peer.address, 0, next_line_port_++};
        provider.machine.line_opened(now_us, provider.line.port);
    }

    void tell_port_users(VirtualProvider& provider) {
        ++port_users_asked;
        const bool is_answered = tells_users && user_answers_missing == 0;
        if (is_answered) list_port_users(provider.machine);
        if (tells_users && !is_answered) --user_answers_missing;
        provider.machine.port_users_told(now_us, tells_users);
    }
    void list_port_users(core::Provider& machine) {
        for (const auto& each : providers_) {
            if (each->alive) machine.port_user_told(each->control.port, each->user_id);
        }
        for (const auto& [port, user] : other_port_users) machine.port_user_told(port, user);
    }

    void act_on_port(VirtualProvider& provider, core::PortAction action) {
        EXPECT_EQ(port_table.is_held_by(provider), action == core::PortAction::close);
        if (action == core::PortAction::close) return port_table.close(provider);
        const bool takes_over = action == core::PortAction::take_over;
        (takes_over ? provider.takeover_tries_us : provider.port_tries_us).push_back(now_us);
        if (takes_over ? port_table.take_over(provider) : port_table.bind(provider)) {
            const bool has_user = provider.user_id != wire::Registration::no_user;
            provider.machine.port_bound(now_us, port_table.allows_takeover && has_user);
        } else {
            provider.machine.port_refused(now_us);
        }
    }

    void watch(VirtualProvider& provider, const core::WatchAction& action) {
        const std::uint32_t process_id = action.process_id;
        EXPECT_NE(process_id, 0U);
        if (!has_process_watch) return;
        if (!action.watch) {
            const auto watched = provider.watched.find(process_id);
            if (watched != provider.watched.end()) provider.watched.erase(watched);
            return;
        }
        provider.watched.insert(process_id);
        provider.machine.process_watched(process_id);
        if (!is_process_there(process_id)) tell_end(provider, process_id);
    }

    void answer_for_user(core::Provider& machine, const Endpoint& socket) {
        if (!tells_users) return machine.user_told(std::nullopt);
        if (user_answers_missing != 0) {
            --user_answers_missing;
            return;
        }
        const VirtualProvider* const holder = holder_of(socket);
        // The system does not list a socket that has closed.
        if (holder != nullptr) machine.user_told(holder->user_id);
    }

    [[nodiscard]] const VirtualProvider* holder_of(const Endpoint& socket) const {
        if (socket.port == limits::discovery_port_default) return port_table.newest();
        for (const auto& each : providers_) {
            if (each->alive && each->control == socket) return each.get();
        }
        return nullptr;
    }

    [[nodiscard]] bool is_process_there(std::uint32_t process_id) const {
        return std::any_of(providers_.begin(), providers_.end(), [&](const auto& each) {
            return each->alive && each->process_id == process_id;
        });
    }

    /// A moment later, and once however often it is watched.
    void tell_end(VirtualProvider& watcher, std::uint32_t process_id) {
        later([this, &watcher, process_id] {
            if (watcher.watched.erase(process_id) == 0) return;
            give(watcher, watcher.waits_at_control, [this, process_id](core::Provider& machine) {
                machine.process_ended(now_us, process_id);
            });
        });
    }

    std::vector<std::unique_ptr<VirtualProvider>> providers_;

   private:
    std::uint16_t next_line_port_ = 20'000;
    /// Datagrams that arrive, and what the system tells.
    std::multimap<TimeUs, std::function<void()>> happenings_;
};

}  // namespace mpdisc::test
