// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include "tests/sim/provider_program.h"

namespace mpdisc::sim {

/// Which providers the primary of each host has in its registry, as it tells its owner.
class Registrations {
   public:
    explicit Registrations(const World& world) : world_(world) {}

    /// A primary has told its owner of that event.
    void told(const ProviderProgram& primary, const ProviderEvent& event);
    /// A program of that host has taken its turn.
    void stepped(const Host& host);

    /// When a program that acted as primary last did not have that living provider. 0: each always
    /// did.
    [[nodiscard]] TimeUs last_missing_us(const ProviderProgram& provider) const;
    /// Since when the present primary of that host acts.
    [[nodiscard]] TimeUs primary_since_us(const Host& host) const;

   private:
    struct OfHost {
        const ProviderProgram* primary = nullptr;
        TimeUs since_us = 0;
    };

    const World& world_;
    std::map<const Host*, OfHost> hosts_;
    /// The primary that has registered the provider.
    std::map<const ProviderProgram*, const ProviderProgram*> registered_with_;
    std::map<const ProviderProgram*, TimeUs> missing_us_;
};

}  // namespace mpdisc::sim
