// SPDX-License-Identifier: MIT
#include "core/host_rosters.h"

#include <algorithm>
#include <utility>

namespace mpdisc::core {

std::uint32_t HostRosters::number_of(std::uint32_t host) const {
    return host != none && hosts_[host].joined_to != none ? hosts_[host].joined_to : host;
}

HostRosters::Noted HostRosters::note(const wire::Roster& roster, const AnswerSource& source,
                                     std::optional<std::uint8_t> lacks_nothing_of) {
    const std::uint32_t known = size();
    const std::uint32_t number = host_of(roster, source);
    if (number == none) {
        overflowed_ = true;
        return {};
    }
    const bool has_new_token = note_source(number, source);
    Host& host = hosts_[number];
    if (has_new_token) host.has_unshown_token = true;
    discount(host);
    const bool is_changed = update(host, roster, source.attempt);
    // What came by a path that reaches fewer providers speaks for these alone.
    const bool holds = roster.primary == host.primary && roster.revision == host.revision &&
                       roster.matching == host.matching;
    if (holds && lacks_nothing_of) host.doubt.note_nothing(source.attempt, *lacks_nothing_of);
    count(host);
    return {number,
            size() != known ? News::first
            : is_changed    ? News::changed
                            : News::none,
            has_new_token};
}

std::uint32_t HostRosters::host_of(const wire::Roster& roster, const AnswerSource& source) {
    const std::uint64_t hash = keyed_hash(hash_key_, roster.primary.bytes);
    const std::uint32_t alias = by_primary_.find(
        hash, [&](std::uint32_t at) { return aliases_[at].primary == roster.primary; });
    if (alias != none) return number_of(aliases_[alias].host);

    // A host without an alias would count, and never be found again.
    const bool has_room = aliases_.size() < limits::probe_hosts_max &&
                          aliases_.reserve(aliases_.size() + 1) && by_primary_.reserve_one();
    if (!has_room) return none;
    std::uint32_t number = by_source_.find(hash_of(source), [](std::uint32_t) { return true; });
    if (number == none) {
        if (!hosts_.push_back(Host{})) return none;
        number = size() - 1;
        Host& host = hosts_[number];
        host.primary = roster.primary;
        host.matching = roster.matching;
        host.revision = roster.revision;
        host.settled = roster.settled;
        count(host);
    }
    number = number_of(number);
    (void)aliases_.push_back({roster.primary, number});
    by_primary_.insert(hash, static_cast<std::uint32_t>(aliases_.size() - 1));
    return number;
}

std::uint64_t HostRosters::hash_of(const AnswerSource& source) const {
    return keyed_hash(hash_key_ + source.if_index, source.address.bytes);
}

bool HostRosters::update(Host& host, const wire::Roster& roster, std::uint32_t attempt) {
    const bool is_belated = attempt < host.attempt;
    if (!is_belated) host.attempt = attempt;
    if (roster.primary != host.primary) {
        // A belated answer says nothing of who is the host's primary by now.
        return !is_belated && replace(host, roster);
    }
    if (roster.revision < host.revision) return false;
    if (roster.revision > host.revision) return replace(host, roster);
    // The same request over one more path may reach more providers, never fewer.
    const std::uint32_t matching = std::max(host.matching, roster.matching);
    const bool settled = host.settled || roster.settled;
    const bool is_news = matching != host.matching || settled != host.settled;
    host.matching = matching;
    host.settled = settled;
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
    // Whoever answers from there under another id is this host, too.
    const std::uint64_t hash = hash_of(source);
    const bool is_listed = by_source_.find(hash, [](std::uint32_t) { return true; }) != none;
    constexpr std::size_t count_max = limits::probe_hosts_max * limits::host_sources_max;
    const bool has_room = by_source_.size() < count_max && by_source_.reserve_one();
    if (!is_listed && has_room) by_source_.insert(hash, number);
    if (host.source_count < host.sources.size()) {
        host.sources[host.source_count++] = source;
    } else {
        *std::ranges::min_element(known, {}, &AnswerSource::attempt) = source;
    }
    return source.address_token != 0;
}

void HostRosters::note_shown(std::uint32_t host, std::uint32_t attempt) {
    Host& shown = hosts_[host];
    if (!shown.has_unshown_token) return;
    shown.has_unshown_token = false;
    if (shown.first_whole_attempt == 1) shown.first_whole_attempt = attempt;
}

bool HostRosters::replace(Host& host, const wire::Roster& roster) {
    host.primary = roster.primary;
    host.revision = roster.revision;
    host.matching = roster.matching;
    host.settled = roster.settled;
    if (host.found != 0) host.doubt.raise();
    return true;
}

void HostRosters::add_found(std::uint32_t host) {
    host = number_of(host);
    if (host == none) return;
    discount(hosts_[host]);
    ++hosts_[host].found;
    count(hosts_[host]);
}

void HostRosters::join(std::uint32_t from, std::uint32_t into) {
    from = number_of(from);
    into = number_of(into);
    if (from == into || from == none || into == none) return;
    discount(hosts_[from]);
    discount(hosts_[into]);
    hosts_[into].found += hosts_[from].found;
    // What was found under the one roster may be gone under the other.
    hosts_[into].doubt.raise();
    hosts_[from].joined_to = into;
    if (hosts_[into].name.empty()) hosts_[into].name = hosts_[from].name;
    for (Host& host : hosts_.view()) {
        if (host.joined_to == from) host.joined_to = into;
    }
    count(hosts_[into]);
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
