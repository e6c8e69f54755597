// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mpdisc/types.h"
#include "tests/sim/world.h"

namespace mpdisc::sim {

/// Checks that the id of each host survives takeovers: a provider that followed a primary gives
/// the host the id that it was told.
class HostIds {
   public:
    explicit HostIds(World& world) : world_(world) {}

    /// That provider has taken its turn.
    void check(const ProviderProgram& provider);

   private:
    struct OfHost {
        /// The primary that acted last, and its id of the host.
        const ProviderProgram* primary = nullptr;
        HostId id;
        /// A new provider got the port before the survivors of the former primary. They keep the
        /// former id until they have registered with a primary that has the new one.
        bool is_split = false;
        /// All ids that primaries have given this host.
        std::vector<HostId> used;
    };

    void note_primary(OfHost& known, const ProviderProgram& provider);
    [[nodiscard]] static bool all_agree(const Host& host);

    World& world_;
    std::map<const Host*, OfHost> hosts_;
};

}  // namespace mpdisc::sim
