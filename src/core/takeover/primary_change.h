// SPDX-License-Identifier: MIT
#pragma once

#include "core/kit/messenger.h"

namespace mpdisc::core {

/// Sends PRIMARY_CHANGE to a provider of this host: `of` is the primary, or stops being it. Any
/// program can send this message, so the receiver tries or asks the discovery port before it acts.
inline void send_primary_change(Messenger& messenger, const Endpoint& to, const ProviderId& of,
                                wire::Change change = wire::Change::present) {
    messenger.send_short(Channel::control, to,
                         wire::PrimaryChange{messenger.random.next(), of, change});
}

}  // namespace mpdisc::core
