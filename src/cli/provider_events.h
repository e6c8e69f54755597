// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/health_change.h"
#include "cli/text_buffer.h"
#include "mpdisc/provider.h"
#include "program/console.h"

/// The lines of the provider's log. `role: primary` and `role: secondary of ID` are an interface:
/// programs wait for these lines.
namespace mpdisc::cli {

/// Facts for an event's line that the event does not contain.
struct EventSubject {
    std::uint16_t discovery_port = 0;
    /// The program that holds the port, for events about it; empty if unknown.
    std::string_view port_holder;
    /// The value of -i, for events about an interface.
    std::string_view interface_name;
};

/// True if the event's line names the program that holds the port.
[[nodiscard]] bool is_about_port_holder(ProviderEventType type);

/// Writes the event's line, without its end, and returns its level.
[[nodiscard]] LogLevel describe_event(TextBuffer& out, const ProviderEvent& event,
                                      const EventSubject& subject);

/// `offering 'NAME' _http._tcp port 80`
void describe_offer(TextBuffer& out, const ServiceView& service);
/// The same for a change of the health, which is not `none`. Returns the level.
[[nodiscard]] LogLevel describe_health(TextBuffer& out, HealthChange change,
                                       const ServiceView& service);

}  // namespace mpdisc::cli
