// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "mpdisc/limits.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"
#include "wire/service_list.h"

/// The messages of a search on a usual network.
namespace mpdisc::bench {

/// An encoded SERVICE field.
class EncodedService {
   public:
    /// A web server of that name, with a path.
    explicit EncodedService(const std::string& name);

    [[nodiscard]] wire::ServiceList list() const {
        return wire::ServiceList(wire::Bytes(bytes_).first(size_));
    }

   private:
    std::array<std::uint8_t, limits::encoded_service_max> bytes_;
    std::size_t size_ = 0;
};

/// A request for all web servers.
[[nodiscard]] wire::Request make_request(std::uint64_t transaction);
/// A provider's answer; points into `service`.
[[nodiscard]] wire::Advertisement make_advertisement(const EncodedService& service);

/// A message, and the datagram that carries it.
template <typename Message>
struct Sample;

template <>
struct Sample<wire::Request> {
    wire::Request message = make_request(0x0123'4567'89ab'cdef);
    std::array<std::uint8_t, limits::network_datagram_max> bytes{};
    std::size_t size = wire::encode(message, bytes);

    [[nodiscard]] wire::Bytes datagram() const { return wire::Bytes(bytes).first(size); }
};

template <>
struct Sample<wire::Advertisement> {
    EncodedService service{"Web interface"};
    wire::Advertisement message = make_advertisement(service);
    std::array<std::uint8_t, limits::network_datagram_max> bytes{};
    std::size_t size = wire::encode(message, bytes);

    [[nodiscard]] wire::Bytes datagram() const { return wire::Bytes(bytes).first(size); }
};

}  // namespace mpdisc::bench
