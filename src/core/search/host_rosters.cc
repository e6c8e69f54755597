// SPDX-License-Identifier: MIT
#include "core/search/host_rosters.h"

#include <algorithm>
#include <utility>

namespace mpdisc::core {

std::uint32_t HostRosters::number_of(std::uint32_t host) const {
    return host != none && hosts_[host].joined_to != none ? hosts_[host].joined_to : host;
}

HostRosters::Merged HostRosters::merge(const wire::Roster& roster, const AnswerSource& source,
                                       std::optional<std::uint8_t> lacks_nothing_of) {
    const std::uint32_t known = count_;
    const std::uint32_t number = host_of(roster, source);
    if (number == none) {
        overflowed_ = true;
        return {};
    }
    const bool has_new_token = note_source(number, source);
    Host& host = hosts_[number];
    if (has_new_token) host.has_unshown_token = true;
    discount(host);
    const bool is_changed = update_host(host, roster, source.attempt);
    // If the request came by a path that reaches fewer providers, the answer is about these alone.
    const bool holds = roster.primary == host.primary && roster.revision == host.revision &&
                       roster.matching == host.matching;
    if (holds && lacks_nothing_of) host.completeness.confirm(source.attempt, *lacks_nothing_of);
    count(host);
    return {number,
            count_ != known ? News::first
            : is_changed    ? News::changed
                            : News::none,
            has_new_token};
}

std::uint32_t HostRosters::host_of(const wire::Roster& roster, const AnswerSource& source) {
    const std::uint32_t known = by_primary_.find(hash_of(roster.primary));
    if (known != none) return number_of(known);

    // Without its id in the index, the host would count but could not be found again.
    if (!by_primary_.reserve_one()) return none;
    std::uint32_t number = by_source_.find(hash_of(source));
    number = number == none ? add_host(roster, source.group) : number_of(number);
    if (number != none) add_primary(number, roster.primary);
    return number;
}

std::uint32_t HostRosters::add_host(const wire::Roster& roster, std::uint64_t group) {
    if (free_ == 0 && !hosts_.reserve(hosts_.size() + 1)) return none;
    if (!groups_.add(group)) return none;
    const std::uint32_t number = free_ != 0 ? first_free_ : size();
    if (free_ != 0) {
        --free_;
        first_free_ = std::exchange(hosts_[number].joined_to, none);
    } else {
        (void)hosts_.push_back(Host{});
    }
    Host& host = hosts_[number];
    host.group = group;
    host.set_roster(roster);
    count(host);
    return number;
}

void HostRosters::add_primary(std::uint32_t number, const ProviderId& primary) {
    Host& host = hosts_[number];
    if (host.primary_count < host.primaries.size()) {
        host.primaries[host.primary_count++] = primary;
    } else {
        const auto advance = [&] {
            return std::exchange(
                host.next_primary,
                static_cast<std::uint8_t>((host.next_primary + 1) % host.primary_count));
        };
        std::uint8_t oldest = advance();
        if (host.primaries[oldest] == host.primary) oldest = advance();
        by_primary_.erase(hash_of(host.primaries[oldest]), number);
        host.primaries[oldest] = primary;
    }
    by_primary_.insert(hash_of(primary), number);
}

std::uint64_t HostRosters::hash_of(const AnswerSource& source) const {
    return keyed_hash(hash_key_ + source.if_index, source.address.bytes);
}

bool HostRosters::update_host(Host& host, const wire::Roster& roster, std::uint32_t attempt) {
    const bool is_belated = attempt < host.attempt;
    host.attempt = std::max(host.attempt, attempt);
    const bool is_other_primary = roster.primary != host.primary;
    // An answer to an earlier attempt says nothing about the present primary.
    if (is_other_primary ? is_belated : roster.revision < host.revision) return false;
    if (is_other_primary || roster.revision != host.revision) {
        host.set_roster(roster);
        if (host.found != 0) host.completeness.require();
        return true;
    }
    // One more path for the same request may reach more providers, never fewer.
    const std::uint32_t matching = std::max(host.matching, roster.matching);
    const bool is_final = host.roster_is_final || roster.settled;
    const bool is_news = matching != host.matching || is_final != host.roster_is_final;
    host.matching = matching;
    host.roster_is_final = is_final;
    return is_news;
}

bool HostRosters::note_source(std::uint32_t number, const AnswerSource& source) {
    Host& host = hosts_[number];
    const std::span<AnswerSource> known = std::span(host.sources).first(host.source_count);
    for (AnswerSource& each : known) {
        if (each.address != source.address || each.if_index != source.if_index) continue;
        each.attempt = std::max(each.attempt, source.attempt);
        if (source.address_token == 0) return false;
        return std::exchange(each.address_token, source.address_token) != source.address_token;
    }
    if (host.source_count < host.sources.size()) {
        host.sources[host.source_count++] = source;
    } else {
        // A source that still answers stays, so a sender that claims to be this host replaces none.
        AnswerSource& oldest = *std::ranges::min_element(known, {}, &AnswerSource::attempt);
        if (oldest.attempt + 1 >= source.attempt) return false;
        unindex_source(number, oldest);
        oldest = source;
    }
    index_source(number, source);
    return source.address_token != 0;
}

void HostRosters::index_source(std::uint32_t number, const AnswerSource& source) {
    const std::uint64_t hash = hash_of(source);
    const bool is_listed = by_source_.find(hash) != none;
    if (!is_listed && by_source_.reserve_one()) by_source_.insert(hash, number);
}

void HostRosters::unindex_source(std::uint32_t number, const AnswerSource& source) {
    const std::uint64_t hash = hash_of(source);
    if (by_source_.find(hash) == number) by_source_.erase(hash, number);
}

void HostRosters::note_tokens_shown(std::uint32_t host, std::uint32_t attempt) {
    Host& shown = hosts_[host];
    if (!ignores_tokens(host)) shown.shown_attempt = attempt;
    if (!shown.has_unshown_token) return;
    shown.has_unshown_token = false;
    if (shown.first_whole_attempt == 1) shown.first_whole_attempt = attempt;
}

void HostRosters::add_found(std::uint32_t host) {
    host = number_of(host);
    if (host == none) return;
    discount(hosts_[host]);
    ++hosts_[host].found;
    count(hosts_[host]);
}

void HostRosters::remove_found(std::uint32_t host) {
    host = number_of(host);
    if (host == none || hosts_[host].found == 0) return;
    discount(hosts_[host]);
    --hosts_[host].found;
    count(hosts_[host]);
}

void HostRosters::note_truncated(std::uint32_t host) {
    host = number_of(host);
    if (host == none) {
        overflowed_ = true;
        return;
    }
    discount(hosts_[host]);
    hosts_[host].is_truncated = true;
    count(hosts_[host]);
}

void HostRosters::join(std::uint32_t from, std::uint32_t into) {
    from = number_of(from);
    into = number_of(into);
    if (from == into || from == none || into == none) return;
    discount(hosts_[from]);
    discount(hosts_[into]);
    hosts_[into].found += hosts_[from].found;
    hosts_[into].is_truncated = hosts_[into].is_truncated || hosts_[from].is_truncated;
    // Services that were found under one roster may be gone under the other.
    hosts_[into].completeness.require();
    hosts_[from].joined_to = into;
    if (hosts_[into].name.empty()) hosts_[into].name = hosts_[from].name;
    for (Host& host : hosts_.view()) {
        if (host.joined_to == from) host.joined_to = into;
    }
    count(hosts_[into]);
}

void HostRosters::remove(std::uint32_t host) {
    host = number_of(host);
    if (host == none) return;
    for (std::uint32_t number = 0; number < size(); ++number) {
        if (number == host || hosts_[number].joined_to == host) erase(number);
    }
}

void HostRosters::erase(std::uint32_t number) {
    Host& host = hosts_[number];
    if (host.joined_to == none) discount(host);
    for (const ProviderId& id : std::span(host.primaries).first(host.primary_count)) {
        by_primary_.erase(hash_of(id), number);
    }
    for (const AnswerSource& source : sources(number)) unindex_source(number, source);
    groups_.remove(host.group);
    host = Host{};
    host.joined_to = std::exchange(first_free_, number);
    ++free_;
}

void HostRosters::discount(const Host& host) {
    --count_;
    missing_ -= host.missing();
    incomplete_ -= host.is_incomplete() ? 1 : 0;
}

void HostRosters::count(const Host& host) {
    ++count_;
    missing_ += host.missing();
    incomplete_ += host.is_incomplete() ? 1 : 0;
}

}  // namespace mpdisc::core
