// SPDX-License-Identifier: MIT
#pragma once

#include "core/kit/messenger.h"

namespace mpdisc::core {

/// Sends PRIMARY_CHANGE to a provider of this host: that `of` is the primary, or leaves. It is only
/// a hint: the receiver asks the discovery port before it believes anything.
inline void send_primary_change(Messenger& messenger, const Endpoint& to, const ProviderId& of,
                                wire::Change change = wire::Change::present) {
    messenger.send_short(Channel::control, to,
                         wire::PrimaryChange{messenger.random.next(), of, change});
}

}  // namespace mpdisc::core
