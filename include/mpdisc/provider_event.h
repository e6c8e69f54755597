// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc {

/// What a provider tells its owner about its role and its neighbours.
enum class ProviderEventType : std::uint8_t {
    /// `role` is the new one; `peer` the primary's id where that is another provider.
    role_changed,
    /// The discovery port is held by a program that does not answer as a primary. Repeated at
    /// most once a minute while it lasts; the provider keeps trying.
    port_held_by_stranger,
    /// The primary `peer` answers no more; the provider keeps trying, and takes over when it can.
    primary_silent,
    /// The registry of the primary `peer` is full; the provider keeps trying.
    registration_refused,
    /// As primary: `peer` registered, left, or was removed when its lease ran out.
    secondary_registered,
    secondary_left,
    secondary_expired,
    /// The host's addresses changed.
    interfaces_changed,
    /// As primary: `peer` was removed because it runs no more.
    secondary_died,
    /// As primary: `peer` takes over should this provider hang.
    deputy_appointed,
    /// As primary: no secondary can take over should this provider hang, because none runs as the
    /// same user, or the system has no such takeover.
    deputy_missing,
    /// The primary `peer` hung, and this provider took the port over from it.
    took_over,
    /// The primary `peer` hangs, and the system does not let this provider take the port over.
    /// Repeated at most once a minute while it lasts.
    takeover_refused,
    /// This provider was primary and did not answer in time; `peer` has taken over.
    superseded,
    /// Another provider of this host has other keys than this one, or one of the two has none: the
    /// two take nothing from each other. Repeated at most once a minute while it lasts.
    key_mismatch,
    /// The interface given does not exist, or it went away. Until it is there, only requests over
    /// loopback are answered.
    interface_missing,
    interface_gone,
    /// Now it is there.
    interface_present,
    /// These are repeated each minute while they last.
    /// The host has more addresses or interfaces than are used.
    interfaces_truncated,
    /// The system refuses the usual list of interfaces, so this provider knows a part: neighbours
    /// by a route alone are not answered, and where IPv6 is hidden nobody is over IPv6.
    interfaces_partial,
    /// The system refuses any list of interfaces: this provider goes by the last one, if it had
    /// one.
    interfaces_unlisted,
    /// No interface but loopback, or not the one given, has an address of the family wanted: nobody
    /// on the network can find this provider.
    no_link,
    /// The program that holds the discovery port says that it is a primary that has no key in
    /// common with
    /// this provider. Repeated at most once a minute while it lasts; the provider keeps trying.
    primary_has_other_keys,
    /// The provider `peer` of this host offers a service of the same name and type as this one, so
    /// that clients find two. The provider that came later is told, once for each `peer`.
    duplicate_service,
    /// As primary: the registry is full, and a secondary was refused. Repeated at most once a
    /// minute.
    registry_full,
};

struct ProviderEvent {
    ProviderEventType type = ProviderEventType::role_changed;
    Role role = Role::none;
    ProviderId peer;
};

}  // namespace mpdisc
