// SPDX-License-Identifier: MIT
#include "cli/provider_events.h"

#include "cli/escape.h"
#include "mpdisc/text.h"

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

LogLevel describe_stranger(TextBuffer& out, const EventSubject& subject) {
    out.append("UDP port ").append_number(subject.discovery_port);
    out.append(" is held by ");
    if (subject.port_holder.empty()) {
        out.append("another program");
    } else {
        append_escaped(out, subject.port_holder);
    }
    out.append(", which does not answer as an mpdisc primary; still trying");
    return LogLevel::warning;
}

/// What is said of an event; `%` stands for the other provider, or the interface.
struct Phrase {
    const char* text;
    LogLevel level;
};

Phrase phrase_of(ProviderEventType type) {
    switch (type) {
        case ProviderEventType::role_changed:
        case ProviderEventType::port_held_by_stranger:
            break;
        case ProviderEventType::primary_silent:
            return {"primary % does not answer; still trying", LogLevel::warning};
        case ProviderEventType::registration_refused:
            return {"the registry of primary % is full; still trying", LogLevel::warning};
        case ProviderEventType::secondary_registered:
            return {"secondary % registered", LogLevel::debug};
        case ProviderEventType::secondary_left:
            return {"secondary % left", LogLevel::debug};
        case ProviderEventType::secondary_expired:
            return {"secondary % expired", LogLevel::debug};
        case ProviderEventType::secondary_died:
            return {"secondary % died", LogLevel::debug};
        case ProviderEventType::interfaces_changed:
            return {"the addresses of this host changed", LogLevel::debug};
        case ProviderEventType::deputy_appointed:
            return {"deputy: %", LogLevel::debug};
        case ProviderEventType::deputy_missing:
            return {"deputy: none; no other provider of this user could take over if this one hung",
                    LogLevel::info};
        case ProviderEventType::took_over:
            return {"primary % hangs; took the port over", LogLevel::warning};
        case ProviderEventType::takeover_refused:
            return {
                "primary % hangs, and the system refuses to let its port be taken over; "
                "still trying",
                LogLevel::warning};
        case ProviderEventType::superseded:
            return {"did not answer in time; % has taken over", LogLevel::warning};
        case ProviderEventType::key_mismatch:
            return {"another provider of this host has other keys, or none: it is ignored",
                    LogLevel::warning};
        case ProviderEventType::interface_missing:
            return {"interface % does not exist; waiting for it", LogLevel::warning};
        case ProviderEventType::interface_present:
            return {"interface % exists now", LogLevel::info};
        case ProviderEventType::interfaces_truncated:
            return {"this host has more addresses or interfaces than are used", LogLevel::warning};
        case ProviderEventType::interfaces_partial:
            return {"the system refuses netlink; interfaces and routes are known in part only",
                    LogLevel::warning};
        case ProviderEventType::interfaces_unlisted:
            return {"the system refuses to list the interfaces; going by the last list",
                    LogLevel::warning};
        case ProviderEventType::no_link:
            return {
                "no interface to the network has an address: only this host can find this "
                "provider",
                LogLevel::warning};
        case ProviderEventType::registry_full:
            return {"the registry is full: a further provider of this host was refused",
                    LogLevel::warning};
    }
    return {"", LogLevel::debug};
}

}  // namespace

LogLevel describe_event(TextBuffer& out, const ProviderEvent& event, const EventSubject& subject) {
    if (event.type == ProviderEventType::role_changed) return describe_role(out, event);
    if (event.type == ProviderEventType::port_held_by_stranger) {
        return describe_stranger(out, subject);
    }
    const Phrase phrase = phrase_of(event.type);
    const std::string_view text = phrase.text;
    const std::size_t mark = text.find('%');
    out.append(slice(text, 0, mark));
    if (mark == std::string_view::npos) return phrase.level;
    if (event.type == ProviderEventType::interface_missing ||
        event.type == ProviderEventType::interface_present) {
        append_escaped(out, subject.interface_name);
    } else {
        out.append(to_text(event.peer).view());
    }
    out.append(slice(text, mark + 1));
    return phrase.level;
}

void describe_offer(TextBuffer& out, const ServiceView& service) {
    out.append("offering ");
    append_cited(out, service.name);
    out.append(" ").append(service.type).append(" port ").append_number(service.port);
}

}  // namespace mpdisc::cli
