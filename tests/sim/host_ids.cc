// SPDX-License-Identifier: MIT
#include "tests/sim/host_ids.h"

#include <algorithm>

#include "tests/sim/provider_program.h"

namespace mpdisc::sim {

void HostIds::check(const ProviderProgram& provider) {
    if (!provider.acts_as_primary() || provider.has_other_keys()) return;
    OfHost& known = hosts_[&provider.host];
    const HostId id = provider.host_id();
    if (known.primary != &provider || known.id != id) note_primary(known, provider);
    if (known.is_split) known.is_split = !all_agree(provider.host);
}

void HostIds::note_primary(OfHost& known, const ProviderProgram& provider) {
    const HostId id = provider.host_id();
    // A primary that hung or was cut off may come back with the id of its own time.
    const bool may_be_former =
        world_.profile.may_seem_to_hang() || world_.profile.has_other_keys || known.is_split;
    const bool is_used = std::ranges::find(known.used, id) != known.used.end();
    const bool is_right = may_be_former ? is_used : id == known.id;
    const bool keeps_id = provider.has_followed() || known.primary == &provider;
    if (keeps_id && !is_right) {
        world_.fail("host id", provider.label + " gives its host a new id");
    }
    if (!is_used) known.used.push_back(id);
    if (!keeps_id) known.is_split = true;
    known.primary = &provider;
    known.id = id;
}

bool HostIds::all_agree(const Host& host) {
    const std::vector<ProviderProgram*> living = host.living_providers();
    return std::ranges::all_of(living, [&](const ProviderProgram* each) {
        return each->host_id() == living.front()->host_id();
    });
}

}  // namespace mpdisc::sim
