// SPDX-License-Identifier: MIT
#include "cli/provider_events.h"

#include "cli/escape.h"

namespace mpdisc::cli {

namespace {

LogLevel describe_role(TextBuffer& out, const ProviderEvent& event) {
    if (event.role == Role::none) {
        out.append("looking for the primary");
        return LogLevel::info;
    }
    out.append("role: ").append(to_text(event.role));
    if (event.role == Role::secondary) out.append(" of ").append(to_text(event.peer).view());
    return LogLevel::info;
}

LogLevel describe_stranger(TextBuffer& out, std::uint16_t discovery_port,
                           std::string_view port_holder) {
    out.append("UDP port ").append_number(discovery_port);
    out.append(" is held by ");
    if (port_holder.empty()) {
        out.append("another program");
    } else {
        append_escaped(out, port_holder);
    }
    out.append(", which does not answer as an mpdisc primary; still trying");
    return LogLevel::warning;
}

}  // namespace

LogLevel describe_event(TextBuffer& out, const ProviderEvent& event, std::uint16_t discovery_port,
                        std::string_view port_holder) {
    const FixedString<32> peer = to_text(event.peer);
    switch (event.type) {
        case ProviderEventType::role_changed:
            return describe_role(out, event);
        case ProviderEventType::port_held_by_stranger:
            return describe_stranger(out, discovery_port, port_holder);
        case ProviderEventType::primary_silent:
            out.append("primary ").append(peer.view()).append(" does not answer; still trying");
            return LogLevel::warning;
        case ProviderEventType::registration_refused:
            out.append("the registry of primary ").append(peer.view());
            out.append(" is full; still trying");
            return LogLevel::warning;
        case ProviderEventType::secondary_registered:
            out.append("secondary ").append(peer.view()).append(" registered");
            return LogLevel::debug;
        case ProviderEventType::secondary_left:
            out.append("secondary ").append(peer.view()).append(" left");
            return LogLevel::debug;
        case ProviderEventType::secondary_expired:
            out.append("secondary ").append(peer.view()).append(" expired");
            return LogLevel::debug;
        case ProviderEventType::interfaces_changed:
            out.append("the addresses of this host changed");
            return LogLevel::debug;
        case ProviderEventType::secondary_died:
            out.append("secondary ").append(peer.view()).append(" died");
            return LogLevel::debug;
        case ProviderEventType::deputy_appointed:
            out.append("deputy: ").append(peer.view());
            return LogLevel::debug;
        case ProviderEventType::deputy_missing:
            out.append(
                "deputy: none; no other provider of this user could take over if this one hung");
            return LogLevel::info;
        case ProviderEventType::took_over:
            out.append("primary ").append(peer.view()).append(" hangs; took the port over");
            return LogLevel::warning;
        case ProviderEventType::takeover_refused:
            out.append("primary ").append(peer.view());
            out.append(
                " hangs, and the system refuses to let its port be taken over; still trying");
            return LogLevel::warning;
        case ProviderEventType::superseded:
            out.append("did not answer in time; ").append(peer.view()).append(" has taken over");
            return LogLevel::warning;
    }
    return LogLevel::debug;
}

void describe_offer(TextBuffer& out, const ServiceView& service) {
    out.append("offering ");
    append_cited(out, service.name);
    out.append(" ").append(service.type).append(" port ").append_number(service.port);
}

}  // namespace mpdisc::cli
