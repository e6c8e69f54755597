// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/answers/control_budget.h"
#include "core/answers/fan_out.h"
#include "core/answers/replay_cache.h"
#include "core/answers/responder.h"
#include "core/host/interface_warnings.h"
#include "core/host/provider_state.h"
#include "core/host/registry.h"
#include "core/kit/cooldown.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/roles/primary.h"
#include "core/roles/secondary.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/port_owner.h"

namespace mpdisc::core {

/// One provider, whole: takes the role that the port gives it, and passes each message to the part
/// that the role makes responsible (mpdisc.7, ROLES). A state machine: datagrams and time go in;
/// datagrams, port, line and watch actions, user questions and events come out. After each input
/// the owner takes all port actions, answers the user questions, then takes the line actions, the
/// watch actions and all datagrams, before the next input. After one of several datagrams that came
/// in together, it does so only where must_settle() is true. What waits on the control socket comes
/// before what waits on the line and on the discovery port: a primary that hung reads there that it
/// was replaced. What a process sent comes before its end. runtime/provider_driver.h is that owner.
class Provider {
   public:
    explicit Provider(const ProviderConfig& config);

    [[nodiscard]] ServiceError add(TimeUs now_us, const ServiceView& service);
    [[nodiscard]] ServiceError remove(TimeUs now_us, std::string_view name, std::string_view type);

    // Input. The interfaces and the control port are to be set before the start.
    void start(TimeUs now_us);
    /// False for want of memory: the former ones hold, and it is to be tried again.
    [[nodiscard]] bool set_interfaces(TimeUs now_us, const InterfaceList& list);
    /// The system gave no list of them.
    void interfaces_refused(TimeUs now_us);
    /// The control socket is made, or made anew.
    void set_control_port(std::uint16_t port) { messenger_.own_port = port; }
    /// What advertisements call the host from now on.
    void set_host_name(const FixedString<limits::host_name_max>& name) { state_.host_name = name; }
    /// The time of day, which keys make use of; before each input.
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) {
        state_.wall_clock.set(now_us, unix_ms);
    }
    // What became of a port action.
    void port_bound(TimeUs now_us, const PortHold& hold);
    void port_refused(TimeUs now_us);
    void rivals_counted(TimeUs now_us, std::size_t rivals);
    void ipv6_port_tried(TimeUs now_us, bool is_bound) { port_.on_ipv6_tried(now_us, is_bound); }
    void receive(TimeUs now_us, const Inbound& in);
    /// Whether it is a message that is answered with the host's name, or looks like one.
    [[nodiscard]] static bool may_tell_host_name(std::span<const std::uint8_t> bytes);
    /// A datagram to that socket of this host found nobody.
    void refused(TimeUs now_us, const Endpoint& to);
    /// The line has that port; 0: there is none.
    void line_opened(TimeUs now_us, std::uint16_t port);
    /// A process that was to be watched is watched: its end will be told.
    void process_watched(std::uint32_t process_id) { secondary_.process_watched(process_id); }
    /// Whose that socket of this host is: the answer to a user question; no number where the system
    /// cannot tell.
    void user_told(std::optional<std::uint32_t> user_id) { secondary_.user_told(user_id); }
    /// The answer to take_port_users_question(), if the system can tell anything. A socket may be
    /// missing, and is asked for again.
    void port_user_told(std::uint16_t port, std::uint32_t user_id) {
        primary_.port_user_told(port, user_id);
    }
    /// `is_told`: false where the system tells no users at all.
    void port_users_told(TimeUs now_us, bool is_told) { primary_.port_users_told(now_us, is_told); }
    /// A process that was to be watched has ended, or so it seems; it is not watched any more.
    void process_ended(TimeUs now_us, std::uint32_t process_id);
    void tick(TimeUs now_us);
    /// Leaves for good: hands the port over, or unregisters.
    void stop();

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool must_settle() const;
    [[nodiscard]] PortAction take_port_action() { return port_.take_action(); }
    /// Whether other programs hold the port, too: then an IPv6 port is taken over.
    [[nodiscard]] bool is_port_contested() const { return port_.is_contested(); }
    /// Whether the owner is to find out whose that socket of this host is, for user_told().
    [[nodiscard]] bool take_user_question(Endpoint& socket) {
        return secondary_.take_user_question(socket);
    }
    /// Whether the owner is to open the line for what that socket of this host sends, and for
    /// nothing else; or to close it, where the endpoint has no port. For line_opened(), in either
    /// case.
    [[nodiscard]] bool take_line_action(Endpoint& peer) { return line_.take_action(peer); }
    /// Whether the owner is to ask the system for the users of all UDP sockets on loopback: it
    /// calls port_user_told() for each, and then port_users_told().
    [[nodiscard]] bool take_port_users_question() { return primary_.take_port_users_question(); }
    [[nodiscard]] bool poll_watch(WatchAction& out) { return state_.watches.pop(out); }
    [[nodiscard]] bool poll_transmit(Outbound& out);
    [[nodiscard]] bool poll_event(ProviderEvent& out) { return state_.events.pop(out); }

    [[nodiscard]] Role role() const { return state_.role; }
    [[nodiscard]] const ProviderId& id() const { return state_.config.id; }
    /// With keys: of the primary that it knows, or its own. Control messages are bound to it.
    [[nodiscard]] const wire::Nonce& nonce() const { return messenger_.sealer.nonce(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return state_.interfaces; }
    /// The address of the loopback network that the control socket is to be bound to.
    [[nodiscard]] IpAddress loopback() const { return state_.interfaces.loopback(); }
    [[nodiscard]] Counters& counters() { return messenger_.counters; }
    [[nodiscard]] const Counters& counters() const { return messenger_.counters; }

   private:
    enum class Life : std::uint8_t { idle, running, stopped };

    // provider.cc: the life and the role.
    void services_changed(TimeUs now_us);
    /// Tells the owner what is wrong with the list of interfaces. `had_chosen`: the interface that
    /// was chosen was there before.
    void report_interfaces(TimeUs now_us, bool had_chosen);
    void note_absence(TimeUs now_us);
    /// Asks the holder of the port for its id, if another provider says that it is the primary.
    void verify_port(TimeUs now_us, std::uint16_t told_by_port, const wire::PrimaryChange& change);
    void port_verified(TimeUs now_us, const wire::Identity& holder);
    void step_down(TimeUs now_us, const ProviderId& successor);
    /// The port is gone: looks for a primary, the port first.
    void begin_again(TimeUs now_us);

    // provider_messages.cc: the messages, and the part that each is for.
    struct Message {
        TimeUs now_us;
        const Inbound& in;
        wire::Header header;
        wire::Bytes fields;
    };
    struct MessageRule;
    [[nodiscard]] static const MessageRule& rule_of(wire::MessageType type);
    /// What does not suit the rule, before anything is done that takes time.
    [[nodiscard]] std::optional<Counter> find_drop_reason(const MessageRule& rule, TimeUs now_us,
                                                          const Inbound& in) const;
    void refuse_unauthenticated(TimeUs now_us, const Inbound& in, const wire::Header& header);
    void dispatch(const MessageRule& rule, const Message& message);
    /// Whether the sender may have a further answer.
    [[nodiscard]] bool has_budget_for(const MessageRule& rule, const Message& message);
    void on_request(const Message& message);
    void on_discovery_request(const Message& message);
    void on_discovery_response(const Message& message);
    void on_registration(const Message& message);
    void on_notification(const Message& message);
    void on_heartbeat(const Message& message);
    void on_registration_ack(const Message& message);
    void on_heartbeat_ack(const Message& message);
    void on_unregistration(const Message& message);
    void on_primary_change(const Message& message);
    void on_status_request(const Message& message);
    void on_deputy_appointment(const Message& message);

    // provider_keys.cc: providers of this host that have no key in common.
    /// Tells a program that asked in vain why it got no other answer.
    void answer_mismatch(TimeUs now_us, const Inbound& in, const wire::Header& header);
    void on_key_mismatch(const Message& message);

    ProviderState state_;
    Messenger messenger_;
    Registry registry_;
    FanOut fan_out_;
    ReplayCache replays_;
    Responder responder_;
    PortOwner port_;
    DeputyLine line_;
    Primary primary_;
    Secondary secondary_;
    InterfaceWarnings interface_warnings_;
    ControlBudget control_budget_;
    /// To the owner, of programs with other keys; and to these programs.
    Cooldown key_warnings_;
    Cooldown mismatch_answers_;
    Life life_ = Life::idle;
    bool is_waiting_for_interface_ = false;
};

}  // namespace mpdisc::core
