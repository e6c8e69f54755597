// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/console.h"
#include "mpdisc/provider.h"

/// What the provider's log says. `role: primary` and `role: secondary of ID` are an interface:
/// programs wait for these lines.
namespace mpdisc::cli {

/// Writes the event's line, without its end, and returns its level. `port_holder` is who has the
/// discovery port, where that is known; only `port_held_by_stranger` tells it.
[[nodiscard]] LogLevel describe_event(TextBuffer& out, const ProviderEvent& event,
                                      std::uint16_t discovery_port, std::string_view port_holder);

/// `offering 'NAME' _http._tcp port 80`
void describe_offer(TextBuffer& out, const ServiceView& service);

}  // namespace mpdisc::cli
