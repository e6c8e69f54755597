// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/address.h"
#include "platform/interfaces.h"

namespace mpdisc::platform {

/// Collects addresses and routes in limited room. An interface with many addresses must not crowd
/// the others out. So the first pass takes a share of the addresses of each interface, and the
/// second pass fills the rest of the room. The caller adds the same addresses in the same order in
/// both passes. The addresses of one interface and family follow each other.
class AddressRoom {
   public:
    enum class Pass : std::uint8_t { shares, rest };

    explicit AddressRoom(const InterfaceRoom& room) : room_(room) {}

    void clear();
    void begin(Pass pass);
    void add(const InterfaceAddress& entry);
    /// Call this after all addresses are added. A route that an address implies takes no room.
    void add(const OnLinkRoute& route);
    /// Whether the first pass left addresses out.
    [[nodiscard]] bool has_more() const { return has_more_; }
    [[nodiscard]] InterfaceList list() const;

   private:
    [[nodiscard]] bool is_implied(const OnLinkRoute& route) const;

    const InterfaceRoom room_;
    std::size_t address_count_ = 0;
    std::size_t route_count_ = 0;
    Pass pass_ = Pass::shares;
    /// The interface and family of the last address, and the number of their addresses so far.
    std::uint32_t if_index_ = 0;
    Family family_ = Family::any;
    std::size_t of_interface_ = 0;
    bool has_more_ = false;
    bool is_truncated_ = false;
};

}  // namespace mpdisc::platform
