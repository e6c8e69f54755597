// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"
#include "wire/header.h"
#include "wire/known_answers.h"
#include "wire/service_list.h"
#include "wire/sketch.h"

/// The messages between clients and providers. Decoded messages are views of the datagram.
namespace mpdisc::wire {

/// mpdisc-wire.7, WANTED: keys of services. A view of the datagram.
struct WantedServices {
    /// The keys in sequence, 8 bytes each.
    Bytes keys;

    [[nodiscard]] bool is_empty() const { return keys.empty(); }
    [[nodiscard]] std::size_t size() const { return keys.size() / 8; }
    [[nodiscard]] bool has(std::uint64_t key) const;
};

/// mpdisc-wire.7, CLIENT_DISCOVERY_REQUEST.
struct Request {
    std::uint64_t transaction = 0;
    /// Counts the attempts of one transaction, from 1.
    std::uint8_t attempt = 1;
    /// Providers answer after a random time of at most this; 0: at once.
    std::uint16_t window_ms = 0;
    Filter filter;
    KnownAnswers known{};
    /// The token that a roster gave to this client; 0: none.
    std::uint64_t address_token = 0;
    /// Asks for a sketch instead of the services.
    SketchSize sketch{};
    /// Asks only for the services with these sketch_key()s; empty: for all.
    WantedServices wanted{};
};

/// How many services of a host match a request, counted by the primary of the host.
struct Roster {
    ProviderId primary;
    std::uint32_t matching = 0;
    /// Grows with each change of the registry, so the roster with the greater revision is newer.
    std::uint32_t revision = 0;
    /// The primary knows all providers of its host. A new primary waits until they have registered.
    bool settled = true;
    /// Services were withheld until the client asks with this token; 0: nothing was withheld.
    std::uint64_t address_token = 0;
    /// In a primary's advertisement: the primary notified other providers, too. Then an
    /// advertisement without services does not mean that nothing is missing.
    bool others_answer = false;
    /// Another program, which may be a primary that hangs, holds the port, too. Services of it may
    /// be missing.
    bool contested = false;
};

using AddressList = std::array<IpAddress, limits::advertised_addresses_max>;

/// mpdisc-wire.7, SERVICE_ADVERTISEMENT.
struct Advertisement {
    std::uint64_t transaction = 0;
    std::uint8_t attempt = 1;
    ProviderId provider;
    Role role = Role::none;
    /// Empty: left out, to make room for a service.
    std::string_view host_name;
    AddressList addresses{};
    std::size_t address_count = 0;
    /// How long a client may use the answer without asking again.
    std::uint32_t lifetime_s = 0;
    Roster roster;
    /// May be empty in a primary's advertisement. It then means that everything is withheld, if the
    /// roster has a token; that others answer, if the roster says so; or else that nothing in this
    /// shard of the request is missing.
    ServiceList services;
    std::uint8_t shard = 0;
    /// The SKETCH that the request asked for; empty: none.
    Bytes sketch;
    /// The primary before this one, if it has certainly ended. No id: none.
    ProviderId former_primary;
};

[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Request& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Advertisement& out);

/// Writes the message; returns its size, or 0 if `out` is too small.
[[nodiscard]] std::size_t encode(const Request& request, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const Advertisement& advertisement, std::span<std::uint8_t> out);

/// Pads the encoded request of `size` bytes in `out` to limits::request_size_min; returns the new
/// size. `out` must be long enough. A request that lacks at most 4 bytes stays as it is.
[[nodiscard]] std::size_t pad_request(std::size_t size, std::span<std::uint8_t> out);

/// Writes an advertisement; the caller adds the sketch, or the services one by one.
class AdvertisementWriter {
   public:
    /// Writes everything but the services and the sketch.
    AdvertisementWriter(const Advertisement& advertisement, std::span<std::uint8_t> out);

    [[nodiscard]] std::size_t size() const { return writer_.size(); }
    /// Whether a field of `size` bytes still fits.
    [[nodiscard]] bool fits(std::size_t size) const { return size <= room_ - writer_.size(); }
    void add(Bytes service) { writer_.bytes(service); }
    /// The cells of a sketch; empty: none.
    void add_sketch(Bytes cells) { writer_.optional_field(FieldType::sketch, cells); }
    [[nodiscard]] std::size_t finish() { return writer_.finish(); }

   private:
    MessageWriter writer_;
    std::size_t room_;
};

/// The fields that a request shares with its notification. False for any other type.
[[nodiscard]] bool parse_request_field(FieldType type, ValueReader& value, Request& request);
void encode_request_fields(Writer& writer, const Request& request);

/// The role of a provider in an advertisement or a status: primary or secondary.
void parse_role(ValueReader& value, Role& role);

/// The ROSTER field of advertisements and notifications.
void parse_roster(ValueReader& value, Roster& roster);
void encode_roster(Writer& writer, const Roster& roster);

/// Checks the value of a SERVICE field. An error in it is an error of the message.
void check_service(ValueReader& value);

}  // namespace mpdisc::wire
