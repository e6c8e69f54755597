// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"
#include "platform/win32/system.h"

#include <iphlpapi.h>

namespace mpdisc::platform {

/// The list of the network interfaces with their unicast addresses.
class Adapters {
   public:
    /// `all`: includes interfaces that no protocol is bound to.
    explicit Adapters(bool all);
    ~Adapters();
    Adapters(const Adapters&) = delete;
    Adapters& operator=(const Adapters&) = delete;

    /// False if the system refused.
    [[nodiscard]] bool is_read() const { return is_read_; }
    /// Null if there is none.
    [[nodiscard]] const IP_ADAPTER_ADDRESSES* first() const { return is_read_ ? list_ : nullptr; }

   private:
    IP_ADAPTER_ADDRESSES* list_ = nullptr;
    bool is_read_ = false;
};

/// The name of the interface for its user (`Ethernet 2`). If that is too long, its name for the
/// system (`ethernet_32769`). False if that is too long as well.
[[nodiscard]] bool adapter_name(const IP_ADAPTER_ADDRESSES& adapter, FixedString<63>& out);

}  // namespace mpdisc::platform
