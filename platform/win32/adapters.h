// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"
#include "platform/win32/system.h"

#include <iphlpapi.h>

namespace mpdisc::platform {

/// The system's list of its interfaces, with their unicast addresses.
class Adapters {
   public:
    /// With those, if `all`, that no protocol is bound to.
    explicit Adapters(bool all);
    ~Adapters();
    Adapters(const Adapters&) = delete;
    Adapters& operator=(const Adapters&) = delete;

    /// False where the system refused.
    [[nodiscard]] bool is_read() const { return is_read_; }
    /// Null for none.
    [[nodiscard]] const IP_ADAPTER_ADDRESSES* first() const { return is_read_ ? list_ : nullptr; }

   private:
    IP_ADAPTER_ADDRESSES* list_ = nullptr;
    bool is_read_ = false;
};

/// What its user calls it (`Ethernet 2`); where that is too long, what the system does
/// (`ethernet_32769`). False where that is too long as well.
[[nodiscard]] bool adapter_name(const IP_ADAPTER_ADDRESSES& adapter, FixedString<63>& out);

}  // namespace mpdisc::platform
