// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/provider.h"
#include "program/console.h"

/// What the provider's log says. `role: primary` and `role: secondary of ID` are an interface:
/// programs wait for these lines.
namespace mpdisc::cli {

/// What an event is about, beside what it says itself.
struct EventSubject {
    std::uint16_t discovery_port = 0;
    /// The program that has the port, if that is known: for events about it.
    std::string_view port_holder;
    /// Given by -i: for the events that tell of one interface.
    std::string_view interface_name;
};

/// Whether the line of such an event names the program that has the port.
[[nodiscard]] bool is_about_port_holder(ProviderEventType type);

/// Writes the event's line, without its end, and returns its level.
[[nodiscard]] LogLevel describe_event(TextBuffer& out, const ProviderEvent& event,
                                      const EventSubject& subject);

/// `offering 'NAME' _http._tcp port 80`
void describe_offer(TextBuffer& out, const ServiceView& service);

}  // namespace mpdisc::cli
