// SPDX-License-Identifier: MIT
#include "core/search/answer_sources.h"

namespace mpdisc::core {

bool AnswerSources::is_impossible(const Inbound& in) const {
    const IpAddress& source = in.from.address;
    return !source.is_of_host() && interfaces_.has(in.if_index, source.family) &&
           !interfaces_.is_loopback(in.if_index);
}

bool AnswerSources::claims_link(std::uint32_t if_index, const IpAddress& source) const {
    return asks_links_ && interfaces_.may_be_on_link(if_index, source) &&
           !interfaces_.is_neighbour(if_index, source);
}

void AnswerSources::list_addresses(const Inbound& in, const wire::Advertisement& advertisement,
                                   FoundRecord& out) const {
    out.address = in.from.address;
    wire::AddressList beyond{};
    std::size_t beyond_count = 0;
    bool is_chosen = false;
    for (std::size_t i = 0; i < advertisement.address_count; ++i) {
        const IpAddress& address = advertisement.addresses[i];
        if (!is_possible(in, address)) continue;
        if (!is_within_reach(in, address)) {
            beyond[beyond_count++] = address;
            continue;
        }
        out.addresses[out.address_count++] = address;
        const bool suits = family_ == Family::any || family_ == address.family;
        if (is_chosen || !suits) continue;
        out.address = address;
        is_chosen = true;
    }
    if (out.address_count != 0) return;
    out.addresses = beyond;
    out.address_count = beyond_count;
}

bool AnswerSources::is_possible(const Inbound& in, const IpAddress& address) const {
    if (interfaces_.is_for_many(address)) return false;
    if (interfaces_.is_loopback(in.if_index)) {
        // A link-local address is worth nothing without its link.
        return (address.is_of_host() || address.is_loopback()) && !address.is_link_local();
    }
    return address.is_of_host() && (!address.is_link_local() || is_from_link(in));
}

bool AnswerSources::is_within_reach(const Inbound& in, const IpAddress& address) const {
    if (interfaces_.is_loopback(in.if_index)) return true;
    return is_from_link(in) && interfaces_.on_link(in.if_index, address) &&
           interfaces_.has(in.if_index, address.family);
}

bool AnswerSources::is_from_link(const Inbound& in) const {
    return interfaces_.on_link(in.if_index, in.from.address) ||
           claims_link(in.if_index, in.from.address);
}

}  // namespace mpdisc::core
