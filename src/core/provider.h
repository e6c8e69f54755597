// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/answerer.h"
#include "core/array.h"
#include "core/datagram.h"
#include "core/event_queue.h"
#include "core/interface_table.h"
#include "core/outbox.h"
#include "core/primary.h"
#include "core/random.h"
#include "core/recent_requests.h"
#include "core/secondary.h"
#include "core/service_set.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_event.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

struct ProviderConfig {
    ProviderId id;
    std::uint32_t process_id = 0;
    std::uint16_t discovery_port = limits::discovery_port_default;
    FixedString<limits::host_name_max> host_name;
    FixedString<limits::interface_name_max> interface_name;
    Family family = Family::any;
    std::uint32_t heartbeat_ms = limits::heartbeat_ms_default;
    std::uint32_t lease_ms = limits::lease_ms_default;
    std::array<Network, limits::allowed_networks_max> allowed{};
    std::size_t allowed_count = 0;
    Random::Seed seed{};
};

/// What the owner is to do with the discovery port.
enum class PortAction : std::uint8_t {
    none,
    /// Try to bind it, and report port_bound() or port_refused().
    bind,
    /// Close it, before the datagrams that wait are sent.
    close,
};

/// One provider, whole: takes the role that the port gives it, and passes each message to the part
/// that the role makes responsible (mpdisc.7, ROLES). A state machine: datagrams and time go in;
/// datagrams, port actions and events come out. After each input the owner takes all port actions,
/// then all datagrams, before it comes with the next input.
class Provider {
   public:
    explicit Provider(const ProviderConfig& config);

    [[nodiscard]] ServiceError add(TimeUs now_us, const ServiceView& service);
    [[nodiscard]] ServiceError remove(TimeUs now_us, std::string_view name, std::string_view type);

    // Input. The interfaces are to be set before the start.
    void start(TimeUs now_us);
    void set_interfaces(TimeUs now_us, std::span<const InterfaceAddress> addresses);
    void port_bound(TimeUs now_us);
    void port_refused(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    void tick(TimeUs now_us);
    /// Leaves for good: hands the port over, or unregisters.
    void stop();

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] PortAction take_port_action();
    [[nodiscard]] bool poll_transmit(Outbound& out);
    [[nodiscard]] bool poll_event(ProviderEvent& out) { return events_.pop(out); }

    [[nodiscard]] Role role() const { return role_; }
    [[nodiscard]] const ProviderId& id() const { return config_.id; }
    [[nodiscard]] const InterfaceTable& interfaces() const { return interfaces_; }
    /// The address of the loopback network that the control socket is to be bound to.
    [[nodiscard]] IpAddress loopback() const { return interfaces_.loopback(); }
    [[nodiscard]] Counters& counters() { return counters_; }
    [[nodiscard]] const Counters& counters() const { return counters_; }

   private:
    enum class Life : std::uint8_t { idle, running, stopped };

    // provider.cc: the role.
    void change_role(Role role, const ProviderId& peer);
    void emit(ProviderEventType type, const ProviderId& peer);
    /// Whoever registered from a loopback address of the other family comes back from a new one,
    /// which is not to be taken for somebody else's.
    void forget_unreachable();
    void report_silence(TimeUs now_us);
    void become_unregistered();
    void warn(TimeUs now_us, ProviderEventType type);
    void send_as_secondary(TimeUs now_us);
    void offer_changed(TimeUs now_us);
    [[nodiscard]] wire::Reach reach() const;
    [[nodiscard]] Endpoint discovery_endpoint() const;

    // provider_receive.cc: the messages.
    void receive_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                         wire::Bytes fields);
    void serve_request(TimeUs now_us, const Arrival& arrival, wire::Notification& notification);
    void receive_as_primary(TimeUs now_us, const Inbound& in, const wire::Header& header,
                            wire::Bytes fields);
    void receive_as_secondary(TimeUs now_us, const Inbound& in, const wire::Header& header,
                              wire::Bytes fields);
    void take_registration(TimeUs now_us, const Inbound& in, const wire::Registration& message);
    void take_heartbeat(TimeUs now_us, const Inbound& in, const wire::Identity& message);
    void take_unregistration(const Inbound& in, const wire::Identity& message);
    void take_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack);
    void take_notification(TimeUs now_us, const wire::Notification& notification);
    void take_primary_change(TimeUs now_us);
    void send_status(TimeUs now_us, const Inbound& in, const wire::StatusRequest& request);
    template <typename Message>
    [[nodiscard]] bool decode(const wire::Header& header, wire::Bytes fields, Message& out);
    template <typename Encode>
    void reply(const Inbound& in, std::size_t size_max, Encode encode);
    [[nodiscard]] bool answers_to(const Arrival& arrival) const;
    [[nodiscard]] bool comes_from_here(const Inbound& in) const;
    [[nodiscard]] Answerer::Speaker speaker() const;
    void count_drop(wire::DecodeError error);

    ProviderConfig config_;
    Random random_;
    Counters counters_;
    EventQueue events_;
    Outbox outbox_;
    InterfaceTable interfaces_;
    ServiceSet services_;
    RecentRequests recent_;
    Answerer answerer_;
    Primary primary_;
    Secondary secondary_;

    Role role_ = Role::none;
    PortAction port_action_ = PortAction::none;
    Life life_ = Life::idle;
    /// The primary under which this provider has its role; itself, as primary.
    ProviderId primary_of_role_;
    /// As secondary: how long an answer holds, as the primary said; until it has, the own one.
    std::uint32_t lease_ms_;
    TimeUs primary_since_us_ = 0;
    /// When a hint that the primary changed will be acted upon, and the earliest time of the one
    /// after it; when a warning is repeated.
    TimeUs hint_due_us_ = never_us;
    TimeUs next_hint_us_ = 0;
    TimeUs next_warning_us_ = 0;
    ProviderEventType last_warning_ = ProviderEventType::role_changed;
};

}  // namespace mpdisc::core
