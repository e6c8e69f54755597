// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/host/interface_table.h"
#include "core/search/answer_sources.h"
#include "core/search/host_rosters.h"
#include "core/search/probe_targets.h"

namespace mpdisc::core {

/// Judges by which addresses a client may ask hosts that announce themselves, or that others list.
/// Any sender can claim any address.
class ReachableHosts {
   public:
    /// `family`: the family of the addresses to use. The other arguments must outlive this object.
    ReachableHosts(const InterfaceTable& interfaces, const ProbeTargets& targets,
                   const AnswerSources& sources, Family family)
        : interfaces_(interfaces), targets_(targets), sources_(sources), family_(family) {}

    /// By this address the client asks this host.
    [[nodiscard]] IpAddress loopback() const {
        return family_ == Family::any ? interfaces_.loopback() : IpAddress::loopback(family_);
    }
    /// Where the client asks a host with that address. It asks this host over loopback.
    [[nodiscard]] AnswerSource source_of(std::uint32_t if_index, const IpAddress& address) const;
    /// Whether the client can ask another host there.
    [[nodiscard]] bool is_usable(const AnswerSource& source) const;
    /// Whether the client was to ask that address alone, or all hosts of a network that the address
    /// is in.
    [[nodiscard]] bool is_given(std::uint32_t if_index, const IpAddress& address) const;

   private:
    /// Whether the client asks the link of that interface.
    [[nodiscard]] bool is_asked(std::uint32_t if_index) const;
    /// Whether a request to the hosts of `to`, if these are many, reaches that address.
    [[nodiscard]] bool is_among(const IpAddress& to, std::uint32_t if_index,
                                const IpAddress& address) const;

    const InterfaceTable& interfaces_;
    const ProbeTargets& targets_;
    const AnswerSources& sources_;
    Family family_;
};

}  // namespace mpdisc::core
