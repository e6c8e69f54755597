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

/// The messages between clients and providers. Decoded ones are views of the datagram.
namespace mpdisc::wire {

/// mpdisc-wire.7, CLIENT_DISCOVERY_REQUEST.
struct Request {
    std::uint64_t transaction = 0;
    /// Counts the repetitions of one transaction, from 1.
    std::uint8_t attempt = 1;
    /// Answerers wait a random time of at most this; 0: answer at once.
    std::uint16_t window_ms = 0;
    Filter filter;
    KnownAnswers known{};
    /// As a roster gave it to this client; 0: none.
    std::uint64_t address_token = 0;
};

/// How many services of a host match a request, as that host's primary counts them.
struct Roster {
    ProviderId primary;
    std::uint32_t matching = 0;
    /// Grows with each change of the registry: of two rosters the greater one is the newer.
    std::uint32_t revision = 0;
    /// Whether the primary knows all providers of its host: one that has just got the port
    /// waits for them to register.
    bool settled = true;
    /// Something was withheld from the client until it asks with this token; 0: nothing was.
    std::uint64_t address_token = 0;
    /// In a primary's advertisement: other providers of the host were asked to answer, too. So one
    /// without services does not say that nothing is missing.
    bool others_answer = false;
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
    /// How long a client may rely on it without asking again.
    std::uint32_t lifetime_s = 0;
    Roster roster;
    /// None: a primary says with the roster that nothing is missing, of that shard of the request;
    /// that all is withheld, where the roster has a token; or that others answer.
    ServiceList services;
    std::uint8_t shard = 0;
};

[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Request& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Advertisement& out);

/// Writes the message; returns its size, or 0 where `out` is too small.
[[nodiscard]] std::size_t encode(const Request& request, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const Advertisement& advertisement, std::span<std::uint8_t> out);

/// Makes an encoded request of `size` bytes at least limits::request_size_min long, in `out`, which
/// has the room; returns its size.
[[nodiscard]] std::size_t pad_request(std::size_t size, std::span<std::uint8_t> out);

/// Writes an advertisement whose services come one by one.
class AdvertisementWriter {
   public:
    /// Writes all but the services.
    AdvertisementWriter(const Advertisement& advertisement, std::span<std::uint8_t> out);

    [[nodiscard]] std::size_t size() const { return writer_.size(); }
    /// Whether a SERVICE field of that size fits behind what is there.
    [[nodiscard]] bool fits(std::size_t size) const { return size <= room_ - writer_.size(); }
    void add(Bytes service) { writer_.bytes(service); }
    [[nodiscard]] std::size_t finish() { return writer_.finish(); }

   private:
    MessageWriter writer_;
    std::size_t room_;
};

/// The fields a request shares with the notification that carries it on.
[[nodiscard]] bool parse_request_field(FieldType type, ValueReader& value, Request& request);
void encode_request_fields(Writer& writer, const Request& request);

/// A role that an advertisement or a status may name: primary or secondary.
void parse_role(ValueReader& value, Role& role);

/// The ROSTER field, which advertisements and notifications carry.
void parse_roster(ValueReader& value, Roster& roster);
void encode_roster(Writer& writer, const Roster& roster);

/// For a SERVICE field among a message's fields: checks it. What is wrong in it is wrong with the
/// message.
void check_service(ValueReader& value);

}  // namespace mpdisc::wire
