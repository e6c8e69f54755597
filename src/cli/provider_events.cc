// SPDX-License-Identifier: MIT
#include "cli/provider_events.h"

#include "cli/escape.h"
#include "cli/provider_phrases.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

bool is_about_port_holder(ProviderEventType type) {
    return type == ProviderEventType::port_held_by_stranger ||
           type == ProviderEventType::primary_has_other_keys;
}

namespace {

/// The port and the program that holds it.
void append_holder(TextBuffer& out, const EventSubject& subject) {
    out.append_number(subject.discovery_port).append(" is held by ");
    if (subject.port_holder.empty()) {
        out.append("another program");
    } else {
        append_escaped(out, subject.port_holder);
    }
}

void describe_role(TextBuffer& out, const ProviderEvent& event) {
    if (event.role == Role::none) {
        out.append("looking for the primary");
        return;
    }
    out.append("role: ").append(to_text(event.role));
    if (event.role == Role::secondary) out.append(" of ").append(to_text(event.peer).view());
}

LogLevel level_of(ProviderEventType type) {
    switch (type) {
        case ProviderEventType::secondary_registered:
        case ProviderEventType::secondary_left:
        case ProviderEventType::secondary_expired:
        case ProviderEventType::secondary_died:
        case ProviderEventType::interfaces_changed:
        case ProviderEventType::deputy_appointed:
            return LogLevel::debug;
        case ProviderEventType::deputy_missing:
        case ProviderEventType::interface_present:
        case ProviderEventType::messages_dropped:
            return LogLevel::info;
        default:
            return LogLevel::warning;
    }
}

bool tells_of_interface(ProviderEventType type) {
    return type == ProviderEventType::interface_missing ||
           type == ProviderEventType::interface_gone ||
           type == ProviderEventType::interface_present;
}

void append_drop(TextBuffer& out, const ProviderEvent& event) {
    out.append(to_text(event.from).view()).append(": ");
    out.append(slice(to_text(event.reason), sizeof "drop-" - 1));
}

/// The interface, the port's holder, the message or the provider that the event is about.
void append_subject(TextBuffer& out, const ProviderEvent& event, const EventSubject& subject) {
    if (tells_of_interface(event.type)) {
        append_escaped(out, subject.interface_name);
    } else if (is_about_port_holder(event.type)) {
        append_holder(out, subject);
    } else if (event.type == ProviderEventType::messages_dropped) {
        append_drop(out, event);
    } else {
        out.append(to_text(event.peer).view());
    }
}

void append_service(TextBuffer& out, const ServiceView& service) {
    append_cited(out, service.name);
    out.append(" ").append(service.type).append(" port ").append_number(service.port);
}

}  // namespace

LogLevel describe_event(TextBuffer& out, const ProviderEvent& event, const EventSubject& subject) {
    if (event.type == ProviderEventType::role_changed) {
        describe_role(out, event);
        return LogLevel::info;
    }
    const std::string_view phrase =
        nth_text(provider_phrases, static_cast<std::size_t>(event.type));
    const std::size_t mark = phrase.find('%');
    out.append(slice(phrase, 0, mark));
    if (mark != std::string_view::npos) {
        append_subject(out, event, subject);
        out.append(slice(phrase, mark + 1));
    }
    return level_of(event.type);
}

void describe_offer(TextBuffer& out, const ServiceView& service) {
    append_service(out.append("offering "), service);
}

LogLevel describe_health(TextBuffer& out, HealthChange change, const ServiceView& service) {
    if (change == HealthChange::goes) {
        append_service(out.append("withdrawing "), service);
        return LogLevel::warning;
    }
    if (change == HealthChange::waits) out.append("not yet ");
    describe_offer(out, service);
    return LogLevel::info;
}

}  // namespace mpdisc::cli
