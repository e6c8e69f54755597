// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/expects.h"
#include "mpdisc/found_service.h"
#include "mpdisc/keys.h"
#include "mpdisc/open_error.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/text.h"
#include "mpdisc/types.h"
#include "mpdisc/watch_event.h"

/// The names of enumerators and ids in all outputs.
namespace mpdisc {

namespace {

/// The names of the enumerators from 0 to `last`, in one literal: "one\0" "two".
template <auto last>
class Names {
   public:
    template <std::size_t size>
    consteval explicit Names(const char (&texts)[size]) : texts_(texts) {
        expects(count_texts(texts) == static_cast<std::size_t>(last) + 1);
    }
    [[nodiscard]] const char* operator[](decltype(last) value) const {
        return value <= last ? nth_text(texts_, static_cast<std::size_t>(value)) : "unknown";
    }

   private:
    const char* texts_;
};

}  // namespace

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
        "the system gave no random numbers\0"
        "no socket could be opened\0"
        "this user may not bind the UDP port\0"
        "no interface has this name\0"
        "an option has an invalid value\0"
        "another program uses the UDP port";
    constexpr std::size_t count = count_texts(texts);
    static_assert(count == static_cast<std::size_t>(OpenError::port_in_use) + 1);
    return nth_error_text(texts, count, static_cast<std::size_t>(error));
}

const char* to_text(Role role) {
    static constexpr Names<Role::secondary> names(
        "none\0"
        "primary\0"
        "secondary");
    return names[role];
}

const char* to_text(Family family) {
    switch (family) {
        case Family::any:
            return "any";
        case Family::ipv4:
            return "ipv4";
        case Family::ipv6:
            return "ipv6";
    }
    return "unknown";
}

const char* to_text(KeyChange change) {
    static constexpr Names<KeyChange::refused> names("none\0changed\0refused");
    return names[change];
}

const char* to_text(ProbeOutcome outcome) {
    static constexpr Names<ProbeOutcome::not_asked> names(
        "running\0"
        "complete\0"
        "incomplete\0"
        "not-found\0"
        "not-asked");
    return names[outcome];
}

const char* to_text(StatusOutcome outcome) {
    static constexpr Names<StatusOutcome::other_keys> names(
        "running\0"
        "complete\0"
        "no-answer\0"
        "incomplete\0"
        "not-asked\0"
        "other-keys");
    return names[outcome];
}

const char* to_text(WatchEventType type) {
    static constexpr Names<WatchEventType::synced> names(
        "added\0"
        "changed\0"
        "removed\0"
        "synced");
    return names[type];
}

const char* to_text(ProviderEventType type) {
    static constexpr Names<ProviderEventType::messages_dropped> names(
        "role-changed\0"
        "port-held-by-stranger\0"
        "primary-silent\0"
        "registration-refused\0"
        "secondary-registered\0"
        "secondary-left\0"
        "secondary-expired\0"
        "interfaces-changed\0"
        "secondary-died\0"
        "deputy-appointed\0"
        "deputy-missing\0"
        "took-over\0"
        "takeover-refused\0"
        "superseded\0"
        "key-mismatch\0"
        "interface-missing\0"
        "interface-gone\0"
        "interface-present\0"
        "interfaces-truncated\0"
        "interfaces-partial\0"
        "interfaces-unlisted\0"
        "no-link\0"
        "primary-has-other-keys\0"
        "duplicate-service\0"
        "registry-full\0"
        "messages-dropped");
    return names[type];
}

const char* to_text(Counter counter) {
    static constexpr Names<Counter::last> names(
        "requests\0"
        "answers\0"
        "notifications\0"
        "registrations\0"
        "heartbeats\0"
        "unregistrations\0"
        "expirations\0"
        "events-lost\0"
        "send-errors\0"
        "drop-malformed\0"
        "drop-unknown-type\0"
        "drop-unknown-field\0"
        "drop-unexpected\0"
        "drop-not-local\0"
        "drop-not-registrant\0"
        "drop-off-link\0"
        "drop-repeated\0"
        "drop-registry-full\0"
        "drop-no-memory\0"
        "deaths\0"
        "takeovers\0"
        "withheld\0"
        "drop-rate-limited\0"
        "drop-unauthenticated\0"
        "drop-replayed");
    return names[counter];
}

bool is_drop(Counter counter) {
    return begins_with(to_text(counter), "drop-");
}

}  // namespace mpdisc
