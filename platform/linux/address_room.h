// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/address.h"
#include "platform/interfaces.h"

namespace mpdisc::platform {

/// Takes addresses and routes into limited room. So that one interface with many addresses pushes
/// no other one out, each gets a share first, and what is left of the room in a second turn. The
/// addresses come in the same order each time, those of one interface and family together.
class AddressRoom {
   public:
    enum class Turn : std::uint8_t { shares, rest };

    explicit AddressRoom(const InterfaceRoom& room) : room_(room) {}

    void clear();
    void begin(Turn turn);
    void take(const InterfaceAddress& entry);
    /// After all addresses; one that they imply takes no room.
    void take(const OnLinkRoute& route);
    /// The first turn left some out.
    [[nodiscard]] bool has_more() const { return has_more_; }
    [[nodiscard]] InterfaceList list() const;

   private:
    [[nodiscard]] bool is_implied(const OnLinkRoute& route) const;

    const InterfaceRoom room_;
    std::size_t address_count_ = 0;
    std::size_t route_count_ = 0;
    Turn turn_ = Turn::shares;
    /// Those of the interface and family that come just now.
    std::uint32_t if_index_ = 0;
    Family family_ = Family::any;
    std::size_t of_interface_ = 0;
    bool has_more_ = false;
    bool is_truncated_ = false;
};

}  // namespace mpdisc::platform
