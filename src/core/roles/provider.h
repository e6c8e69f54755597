// SPDX-License-Identifier: MIT
#pragma once

#include <array>
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
#include "core/roles/announcements.h"
#include "core/roles/neighbours.h"
#include "core/roles/primary.h"
#include "core/roles/secondary.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/port_owner.h"

namespace mpdisc::core {

/// A whole provider. The port decides its role, and the role decides which part handles a message
/// (mpdisc.7, ROLES). A state machine: datagrams and time go in. Datagrams, port, line and watch
/// actions, user questions and events come out.
///
/// The owner keeps this order (runtime/provider_driver.h does):
/// - After each input it takes all port actions, answers the user questions, then takes the line
///   actions, the watch actions and all datagrams. Only then comes the next input. Between
///   datagrams that came in together, it does so only if must_flush() is true.
/// - Datagrams of the control socket go in first, then datagrams of the line and of the discovery
///   port: the control socket tells a primary that hung that another provider replaced it.
/// - Datagrams of a process go in before its end.
class Provider {
   public:
    explicit Provider(const ProviderConfig& config);

    [[nodiscard]] ServiceError add(TimeUs now_us, const ServiceView& service);
    /// Replaces port and attributes of the service with that name and type.
    [[nodiscard]] ServiceError update(TimeUs now_us, const ServiceView& service);
    [[nodiscard]] ServiceError remove(TimeUs now_us, std::string_view name, std::string_view type);
    /// Replaces all services by these, in one change. `services` gets the former ones, unless
    /// nothing differs.
    void swap_services(TimeUs now_us, ServiceSet& services);

    /// Seals and opens messages with these keys from now on. Whether messages are sealed cannot
    /// change: if only one of the former and the new keys are none, the new ones are refused.
    [[nodiscard]] KeyChange set_keys(const KeySet& keys);
    [[nodiscard]] const ServiceSet& services() const { return state_.services; }

    // Input. Set the interfaces and the control port before the start.
    void start(TimeUs now_us);
    /// False if there is no memory. Then the former list stays, and the owner must try again.
    [[nodiscard]] bool set_interfaces(TimeUs now_us, const InterfaceList& list);
    /// The system gave no list of interfaces.
    void interfaces_refused(TimeUs now_us);
    /// The control socket was opened, or opened anew.
    void set_control_port(std::uint16_t port) { messenger_.own_port = port; }
    /// The host name in advertisements from now on.
    void set_host_name(TimeUs now_us, const FixedString<limits::host_name_max>& name);
    /// The time of day, set before each input. With keys, it tells how old a request is.
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms);
    // The results of port actions.
    void port_bound(TimeUs now_us, const PortHold& hold);
    void port_refused(TimeUs now_us);
    void rivals_counted(TimeUs now_us, std::size_t rivals);
    void ipv6_port_tried(TimeUs now_us, bool is_bound) { port_.on_ipv6_tried(now_us, is_bound); }
    void receive(TimeUs now_us, const Inbound& in);
    /// Whether the answer to this message may contain the host name. Looks at the header only.
    [[nodiscard]] static bool may_tell_host_name(std::span<const std::uint8_t> bytes);
    /// The system reports that a datagram found no socket at this address of this host.
    void refused(TimeUs now_us, const Endpoint& to);
    /// Whether this primary has got the announcement port.
    void announcement_port_tried(bool is_open) { neighbours_.note_port(is_open); }
    /// The port of the line; 0: there is no line.
    void line_opened(TimeUs now_us, std::uint16_t port);
    /// The system watches this process, and will report its end.
    void process_watched(std::uint32_t process_id) { secondary_.process_watched(process_id); }
    /// The answer to a user question: the user of the socket. Empty if the system cannot tell.
    void user_told(std::optional<std::uint32_t> user_id) { secondary_.user_told(user_id); }
    /// A part of the answer to take_port_users_question(): the user of one socket. A socket may be
    /// missing; if it matters, the question comes again.
    void port_user_told(std::uint16_t port, std::uint32_t user_id) {
        primary_.port_user_told(port, user_id);
    }
    /// The end of that answer. `is_told`: false if the system reports no users at all.
    void port_users_told(TimeUs now_us, bool is_told) { primary_.port_users_told(now_us, is_told); }
    /// A watched process has ended, as the system reports. It is not watched any more.
    void process_ended(TimeUs now_us, std::uint32_t process_id);
    void tick(TimeUs now_us);
    /// Before stop(), while this provider still has the port: tells other hosts that this one
    /// leaves if no other provider stays.
    void say_farewell(TimeUs now_us);
    /// Ends this provider: it gives up the port, or unregisters.
    void stop();

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool must_flush() const;
    [[nodiscard]] PortAction take_port_action() { return port_.take_action(); }
    /// Whether other programs also hold the port. Then the owner takes the IPv6 port over, too.
    [[nodiscard]] bool is_port_contested() const { return port_.is_contested(); }
    /// Whether the owner must find out the user of this socket of this host, for user_told().
    [[nodiscard]] bool take_user_question(Endpoint& socket) {
        return secondary_.take_user_question(socket);
    }
    /// Whether the owner must open the line for datagrams of the socket `peer` only, or close the
    /// line if `peer` has no port. It calls line_opened() in both cases.
    [[nodiscard]] bool take_line_action(Endpoint& peer) { return line_.take_action(peer); }
    /// Whether the owner must ask the system for the users of all UDP sockets on loopback. It calls
    /// port_user_told() for each socket, then port_users_told().
    [[nodiscard]] bool take_port_users_question() { return primary_.take_port_users_question(); }
    [[nodiscard]] bool poll_watch(WatchAction& out) { return state_.watches.pop(out); }
    [[nodiscard]] bool poll_transmit(Outbound& out);
    [[nodiscard]] bool poll_event(ProviderEvent& out) { return state_.events.pop(out); }

    [[nodiscard]] Role role() const { return state_.role; }
    [[nodiscard]] const ProviderId& id() const { return state_.config.id; }
    /// With keys: the nonce of the primary, which may be this provider. Control messages are bound
    /// to it.
    [[nodiscard]] const wire::Nonce& nonce() const { return messenger_.sealer.nonce(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return state_.interfaces; }
    /// The other hosts that a primary knows.
    [[nodiscard]] const Neighbourhood& neighbourhood() const { return neighbours_.table(); }
    [[nodiscard]] const HostId& host() const { return state_.host; }
    /// The owner binds the control socket to this address.
    [[nodiscard]] IpAddress loopback() const { return state_.interfaces.loopback(); }
    [[nodiscard]] Counters& counters() { return messenger_.counters; }
    [[nodiscard]] const DropSources& drop_sources() const { return messenger_.drop_sources; }
    [[nodiscard]] const Counters& counters() const { return messenger_.counters; }

   private:
    enum class Life : std::uint8_t { idle, running, stopped };

    // provider.cc: start, end and role.
    /// When the parts for this host alone have something to do.
    [[nodiscard]] TimeUs next_local_deadline_us() const;
    void services_changed(TimeUs now_us);
    /// Reports faults of the list of interfaces to the owner. `had_chosen`: the chosen interface
    /// was present before.
    void report_interfaces(TimeUs now_us, bool had_chosen);
    void note_absence(TimeUs now_us);
    /// This host may have missed what others said.
    void look_around(TimeUs now_us);
    [[nodiscard]] bool is_primary() const {
        return life_ == Life::running && state_.role == Role::primary;
    }
    /// Asks the holder of the port for its id if another provider says that it is the primary.
    void verify_port(TimeUs now_us, std::uint16_t told_by_port, const wire::PrimaryChange& change);
    void port_verified(TimeUs now_us, const wire::Identity& holder);
    void step_down(TimeUs now_us, const ProviderId& successor);
    /// This provider has lost the port. It tries the port again, then looks for a primary.
    void begin_again(TimeUs now_us);

    // provider_messages.cc: which part handles a message.
    struct Message {
        TimeUs now_us;
        const Inbound& in;
        wire::Header header;
        wire::Bytes fields;
    };
    struct MessageTerms;
    struct MessageRules;
    void handle(TimeUs now_us, const Inbound& in);
    /// Why the message must be dropped, as far as a quick check can tell.
    [[nodiscard]] std::optional<Counter> find_drop_reason(const MessageTerms& terms, TimeUs now_us,
                                                          const Inbound& in) const;
    void refuse_unauthenticated(TimeUs now_us, const Inbound& in, const wire::Header& header);
    void dispatch(const MessageTerms& terms, const Message& message);
    /// Whether the sender may have a further answer.
    [[nodiscard]] bool has_budget_for(const MessageTerms& terms, const Message& message);
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
    void on_host_announcement(const Message& message);
    void on_host_query(const Message& message);
    void on_host_list(const Message& message);

    // provider_drops.cc: what it remembers and tells of dropped messages.
    /// Tells the owner, unless drops for this reason are no sign of a fault.
    void warn_of_drop(TimeUs now_us, Counter reason, const Endpoint& from);

    // provider_keys.cc: providers of this host that have no key in common.
    /// Tells a program with other keys why it gets no other answer.
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
    Neighbours neighbours_;
    Announcements announcements_;
    InterfaceWarnings interface_warnings_;
    ControlBudget control_budget_;
    /// Limits the warnings to the owner about programs with other keys.
    Cooldown key_warnings_;
    /// Limits the warnings about dropped messages, by reason.
    std::array<Cooldown, counter_count> drop_warnings_;
    /// Limits the answers to these programs.
    Cooldown mismatch_answers_;
    Life life_ = Life::idle;
    bool is_waiting_for_interface_ = false;
};

}  // namespace mpdisc::core
