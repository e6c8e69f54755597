// SPDX-License-Identifier: MIT
#include "tests/support/flood/kinds.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "mpdisc/limits.h"
#include "wire/format.h"

namespace mpdisc::flood {
namespace {

constexpr std::size_t magic_at = 0, type_at = 4, length_at = 6, transaction_at = 8;
constexpr std::size_t field_length_at = wire::header_size + 2;
constexpr std::size_t provider_at = wire::header_size + wire::field_header_size;
constexpr std::size_t provider_size = 16;
/// A HOST_ANNOUNCEMENT begins with two ids.
constexpr std::size_t host_and_provider_size = 2 * provider_size + wire::field_header_size;
/// A field that receivers do not know. It is not critical, so they skip it.
constexpr std::uint16_t unknown_field = 0x7fff;

template <class Container>
const auto& any_of(const Container& all, Dice& dice) {
    return all[dice() % std::size(all)];
}

void fill(std::span<std::uint8_t> out, Dice& dice) {
    std::ranges::generate(out, [&] { return static_cast<std::uint8_t>(dice()); });
}

void put_16(std::span<std::uint8_t> out, std::size_t value) {
    out[0] = static_cast<std::uint8_t>(value >> 8);
    out[1] = static_cast<std::uint8_t>(value);
}

void set_length(Bytes& message) {
    put_16(std::span(message).subspan(length_at), message.size() - wire::header_size);
}

/// Gives the message a new transaction id, because the victim drops repeated messages.
Bytes renewed(Bytes message, Dice& dice) {
    fill(std::span(message).subspan(transaction_at, 8), dice);
    return message;
}

const Bytes& any_message(const Messages& messages, Dice& dice) {
    return any_of(dice() % 2 == 0 ? messages.requests : messages.controls, dice);
}

Bytes noise(Dice& dice) {
    Bytes bytes(dice() % 1400);
    fill(bytes, dice);
    return bytes;
}

Bytes make_malformed(const Messages& messages, Dice& dice) {
    Bytes message = renewed(any_message(messages, dice), dice);
    const std::span<std::uint8_t> bytes(message);
    switch (dice() % 5) {
        case 0:
            message[magic_at + dice() % 4] ^= static_cast<std::uint8_t>(1 + dice() % 255);
            return message;
        case 1:
            message[type_at] =
                static_cast<std::uint8_t>(wire::message_type_last + 1 + dice() % 200);
            return message;
        case 2:
            put_16(bytes.subspan(length_at), dice() % message.size());
            return message;
        case 3:
            put_16(bytes.subspan(field_length_at), message.size() + dice() % 60'000);
            return message;
        default:
            return noise(dice);
    }
}

/// Half of the messages get a correct message length, so that only a field is cut short.
Bytes make_truncated(const Messages& messages, Dice& dice) {
    Bytes message = renewed(any_message(messages, dice), dice);
    message.resize(dice() % message.size());
    if (message.size() >= wire::header_size && dice() % 2 == 0) set_length(message);
    return message;
}

Bytes make_oversized(const Messages& messages, Dice& dice) {
    Bytes message = renewed(any_of(messages.requests, dice), dice);
    // Mostly small ones: one of the largest takes as long as fifty frames.
    const std::size_t spread =
        (limits::loopback_datagram_max - limits::network_datagram_max) >> dice() % 8;
    const std::size_t size = limits::network_datagram_max + 1 + dice() % spread;
    const std::size_t end = message.size();
    message.resize(size);
    const std::span<std::uint8_t> field = std::span(message).subspan(end);
    put_16(field, unknown_field);
    put_16(field.subspan(2), field.size() - wire::field_header_size);
    set_length(message);
    return message;
}

Bytes make_control(const Messages& messages, Dice& dice) {
    Bytes message = renewed(any_of(messages.controls, dice), dice);
    const bool has_provider =
        message.size() >= provider_at + provider_size && message[field_length_at + 1] == 16;
    if (has_provider) fill(std::span(message).subspan(provider_at, provider_size), dice);
    return message;
}

/// A request with a known-answers filter of the greatest size and no bit set. The victim has to
/// check the filter for each service.
Bytes make_ignorant(const Bytes& request, Dice& dice) {
    constexpr std::array<std::uint8_t, 4> head{1, 16, 0, 1};
    Bytes message = renewed(request, dice);
    const std::size_t end = message.size();
    message.resize(limits::network_datagram_max);
    const std::span<std::uint8_t> field = std::span(message).subspan(end);
    put_16(field, static_cast<std::uint16_t>(wire::FieldType::known_answers));
    put_16(field.subspan(2), field.size() - wire::field_header_size);
    std::ranges::copy(head, field.begin() + wire::field_header_size);
    set_length(message);
    return message;
}

Bytes make_request(const Messages& messages, Dice& dice) {
    const bool ignorant = dice() % 4 == 0;
    // The first and shortest request asks for all services and has no filter yet.
    if (ignorant) return make_ignorant(messages.requests.front(), dice);
    return renewed(any_of(messages.requests, dice), dice);
}

/// A control message of that type; empty if there is none.
Bytes make_of_type(const Messages& messages, wire::MessageType type, Dice& dice) {
    const auto found = std::ranges::find_if(messages.controls, [&](const Bytes& each) {
        return each[type_at] == static_cast<std::uint8_t>(type);
    });
    return found == messages.controls.end() ? Bytes{} : renewed(*found, dice);
}

Bytes make_seeker(const Messages& messages, Dice& dice) {
    return make_of_type(messages, wire::MessageType::provider_discovery_request, dice);
}

Bytes make_status(const Messages& messages, Dice& dice) {
    return make_of_type(messages, wire::MessageType::status_request, dice);
}

/// A heartbeat of a provider that is not registered.
Bytes make_heartbeat(const Messages& messages, Dice& dice) {
    return make_of_type(messages, wire::MessageType::provider_heartbeat, dice);
}

/// Claims another host with each datagram.
Bytes make_announcement(const Messages& messages, Dice& dice) {
    Bytes message = make_of_type(messages, wire::MessageType::host_announcement, dice);
    if (message.size() < provider_at + host_and_provider_size) return {};
    const std::span<std::uint8_t> bytes(message);
    fill(bytes.subspan(provider_at, provider_size), dice);
    fill(bytes.subspan(provider_at + provider_size + wire::field_header_size, provider_size), dice);
    return message;
}

Bytes make_host_query(const Messages& messages, Dice& dice) {
    return make_of_type(messages, wire::MessageType::host_query, dice);
}

constexpr Kind all_kinds[] = {
    {"malformed", Source::own, make_malformed},
    {"truncated", Source::own, make_truncated},
    {"oversized", Source::own, make_oversized},
    {"control", Source::own, make_control},
    {"forged", Source::insider, make_control},
    {"requests", Source::own, make_request},
    {"neighbours", Source::neighbour, make_request},
    {"strangers", Source::anybody, make_request},
    {"seekers", Source::own, make_seeker},
    {"status", Source::own, make_status},
    {"heartbeats", Source::own, make_heartbeat},
    {"announcements", Source::neighbour, make_announcement, true},
    {"claims", Source::own, make_announcement, true},
    {"host-queries", Source::neighbour, make_host_query},
};

}  // namespace

Messages load_messages(const std::filesystem::path& directory) {
    Messages messages;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const Bytes message{std::istreambuf_iterator<char>(file), {}};
        if (message.size() < provider_at) continue;
        const auto type = static_cast<wire::MessageType>(message[type_at]);
        const bool is_request = type == wire::MessageType::client_discovery_request;
        (is_request ? messages.requests : messages.controls).push_back(message);
    }
    std::ranges::sort(messages.requests, {}, &Bytes::size);
    std::ranges::sort(messages.controls);
    return messages;
}

std::span<const Kind> kinds() {
    return all_kinds;
}

}  // namespace mpdisc::flood
