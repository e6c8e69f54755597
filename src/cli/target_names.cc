// SPDX-License-Identifier: MIT
#include "cli/target_names.h"

#include <algorithm>

#include "cli/target.h"
#include "program/name_lookup.h"

namespace mpdisc::cli {
namespace {

using Addresses = std::array<IpAddress, limits::probe_targets_max>;

/// Looks one name up. Returns how many of its addresses can be asked; they are in `out`. If there
/// are none, `reason` says why.
std::size_t look_up(std::string_view host_name, const ProbeArguments& arguments, Addresses& out,
                    const char*& reason) {
    TextBuffer name;
    name.append(host_name).append(std::string_view("\0", 1));
    if (!name.ok()) {
        reason = out_of_memory;
        return 0;
    }
    const NameLookup lookup = look_up_host(name.view().data(), arguments.family, out);
    const auto known = std::span(out).first(std::min(lookup.count, out.size()));
    const auto is_useless = [&](const IpAddress& address) {
        return needs_interface(address) && arguments.interface_name.empty();
    };
    const auto end = std::remove_if(known.begin(), known.end(), is_useless);
    if (lookup.count > out.size()) return lookup.count;
    reason = lookup.count == 0 ? lookup.error : "its addresses need --interface";
    return static_cast<std::size_t>(end - known.begin());
}

}  // namespace

Parsed look_up_targets(ProbeArguments& arguments, TextBuffer& message) {
    Addresses addresses;
    for (std::size_t n = 0, given = arguments.target_count; n < given; ++n) {
        const std::string_view name = arguments.target_names[n];
        if (name.empty()) continue;
        const char* reason = nullptr;
        const std::size_t count = look_up(name, arguments, addresses, reason);
        const std::size_t room = arguments.targets.size() - arguments.target_count + 1;
        if (count > room) reason = "there may be at most 256 addresses";
        if (count == 0 || count > room) {
            append_bad_value(message, target_word, name, reason);
            return Parsed::error;
        }
        // The first one takes the place of the name.
        const Endpoint first{addresses[0], 0, arguments.targets[n].port};
        arguments.targets[n] = first;
        for (std::size_t other = 1; other < count; ++other) {
            arguments.targets[arguments.target_count++] = {addresses[other], 0, first.port};
        }
    }
    return Parsed::run;
}

}  // namespace mpdisc::cli
