// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/types.h"

namespace mpdisc {

/// An event that a provider tells its owner (mpdisc.3, EVENTS OF A PROVIDER).
enum class ProviderEventType : std::uint8_t {
    /// The role of this provider is now `role`. `peer` is the id of the primary, which may be this
    /// provider.
    role_changed,
    /// A program that does not answer as a primary has the discovery port. The provider keeps
    /// trying. Repeated at most once a minute while it lasts.
    port_held_by_stranger,
    /// The primary `peer` does not answer any more. The provider keeps trying, and takes over when
    /// it can.
    primary_silent,
    /// The registry of the primary `peer` is full. The provider keeps trying.
    registration_refused,
    /// As primary: `peer` has registered, has left, or was removed because its lease ran out.
    secondary_registered,
    secondary_left,
    secondary_expired,
    /// The addresses of this host changed.
    interfaces_changed,
    /// As primary: `peer` was removed because its process has ended.
    secondary_died,
    /// As primary: `peer` is the deputy, which takes over if this provider hangs.
    deputy_appointed,
    /// As primary: no secondary can take over if this provider hangs, because none runs as the same
    /// user, or the system has no such takeover.
    deputy_missing,
    /// The primary `peer` hung, and this provider has taken the port over.
    took_over,
    /// The primary `peer` hangs, but the system does not let this provider take the port over.
    /// Repeated at most once a minute while it lasts.
    takeover_refused,
    /// This provider was primary and did not answer in time. `peer` has taken over.
    superseded,
    /// Another provider of this host has no key in common with this one, so the two ignore each
    /// other's messages. Repeated at most once a minute while it lasts.
    key_mismatch,
    /// The interface of the options does not exist, or went away. Until it is there, only requests
    /// over loopback are answered.
    interface_missing,
    interface_gone,
    /// The interface of the options exists now.
    interface_present,
    /// The host has more addresses or interfaces than are used. This event and the three below are
    /// repeated each minute while they last.
    interfaces_truncated,
    /// The system refuses the usual list of interfaces, so this provider knows only some of them.
    /// It does not answer neighbours that are known by a route only. If IPv6 addresses are hidden,
    /// it answers nobody over IPv6.
    interfaces_partial,
    /// The system refuses any list of interfaces. This provider uses the last one, if it had one.
    interfaces_unlisted,
    /// No interface except loopback has an address of the family in the options, or the chosen
    /// interface has none. Nobody on the network can find this provider.
    no_link,
    /// The discovery port belongs to a primary that has no key in common with this provider. The
    /// provider keeps trying. Repeated at most once a minute while it lasts.
    primary_has_other_keys,
    /// The provider `peer` of this host came first and offers a service of the same name and type,
    /// so that clients find two. Told once for each `peer`.
    duplicate_service,
    /// As primary: the registry is full, and a secondary was refused. Repeated at most once a
    /// minute.
    registry_full,
    /// A message was dropped: its `reason`, and the sender `from`. Told for reasons that are a sign
    /// of a fault or an attack: drop_malformed, drop_off_link, drop_rate_limited,
    /// drop_unauthenticated and drop_replayed. Repeated at most every ten minutes for each reason.
    messages_dropped,
};

/// The name of the type with hyphens: "role-changed".
[[nodiscard]] const char* to_text(ProviderEventType type);

struct ProviderEvent {
    ProviderEventType type = ProviderEventType::role_changed;
    Role role = Role::none;
    ProviderId peer;
    /// For messages_dropped.
    Counter reason{};
    Endpoint from{};
};

}  // namespace mpdisc
