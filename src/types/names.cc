// SPDX-License-Identifier: MIT

#include "mpdisc/counters.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/open_error.h"
#include "mpdisc/text.h"
#include "mpdisc/types.h"

/// The names of enumerators and ids in all outputs.
namespace mpdisc {

const char* to_text(Role role) {
    switch (role) {
        case Role::none:
            return "none";
        case Role::primary:
            return "primary";
        case Role::secondary:
            return "secondary";
    }
    return "unknown";
}

bool is_known_id(const std::array<std::uint8_t, 16>& id) {
    return std::ranges::any_of(id, [](std::uint8_t byte) { return byte != 0; });
}

FixedString<32> to_text(const ProviderId& id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 32> text;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        text[2 * i] = digits[id.bytes[i] >> 4];
        text[2 * i + 1] = digits[id.bytes[i] & 0x0F];
    }
    FixedString<32> out;
    [[maybe_unused]] const bool fits = out.assign({text.data(), text.size()});
    expects(fits);
    return out;
}

FixedString<32> to_text(const HostId& id) {
    return to_text(ProviderId{id.bytes});
}

const char* to_text(OpenError error) {
    constexpr auto& texts =
        "no error\0"
        "out of memory\0"
        "the system has no random numbers to give\0"
        "no socket could be opened\0"
        "this user may not bind the discovery port\0"
        "there is no interface of this name\0"
        "an option is out of its range";
    constexpr std::size_t count = count_texts(texts);
    static_assert(count == static_cast<std::size_t>(OpenError::bad_option) + 1);
    return nth_error_text(texts, count, static_cast<std::size_t>(error));
}

const char* to_text(Counter counter) {
    switch (counter) {
        case Counter::requests:
            return "requests";
        case Counter::answers:
            return "answers";
        case Counter::notifications:
            return "notifications";
        case Counter::registrations:
            return "registrations";
        case Counter::heartbeats:
            return "heartbeats";
        case Counter::unregistrations:
            return "unregistrations";
        case Counter::expirations:
            return "expirations";
        case Counter::events_lost:
            return "events-lost";
        case Counter::send_errors:
            return "send-errors";
        case Counter::drop_malformed:
            return "drop-malformed";
        case Counter::drop_unknown_type:
            return "drop-unknown-type";
        case Counter::drop_unknown_field:
            return "drop-unknown-field";
        case Counter::drop_unexpected:
            return "drop-unexpected";
        case Counter::drop_not_local:
            return "drop-not-local";
        case Counter::drop_not_registrant:
            return "drop-not-registrant";
        case Counter::drop_off_link:
            return "drop-off-link";
        case Counter::drop_repeated:
            return "drop-repeated";
        case Counter::drop_registry_full:
            return "drop-registry-full";
        case Counter::drop_no_memory:
            return "drop-no-memory";
        case Counter::deaths:
            return "deaths";
        case Counter::takeovers:
            return "takeovers";
        case Counter::withheld:
            return "withheld";
        case Counter::drop_rate_limited:
            return "drop-rate-limited";
        case Counter::drop_unauthenticated:
            return "drop-unauthenticated";
        case Counter::drop_replayed:
            return "drop-replayed";
    }
    return "unknown";
}

}  // namespace mpdisc
