// SPDX-License-Identifier: MIT
#include "core/watch/path_services.h"

#include <algorithm>
#include <utility>

namespace mpdisc::core {

// --- A path comes and goes -------------------------------------------------

void PathServices::presume(std::uint16_t path) {
    if (!hold_orphans(path)) return;
    const std::uint32_t host = paths_.host_of(path);
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        if (!services().is_live(number) || host == HostRosters::none) continue;
        if (client_.catalogue.host_of(number) == host) (void)held_.add(number, path);
    }
}

bool PathServices::is_orphan_of(std::uint32_t service, std::uint16_t path) const {
    if (!services().is_live(service) || held_.has_any(service)) return false;
    return services()[service].source == paths_[path].source.address &&
           services()[service].if_index == paths_[path].source.if_index;
}

bool PathServices::hold_orphans(std::uint16_t path) {
    const std::uint32_t end = services().end();
    if (!held_.reserve(end)) {
        client_.messenger.counters.add(Counter::drop_no_memory);
        return false;
    }
    for (std::uint32_t number = 0; number < end; ++number) {
        if (is_orphan_of(number, path)) (void)held_.add(number, path);
    }
    return true;
}

void PathServices::give_up(std::uint16_t path) {
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        if (is_orphan_of(number, path)) {
            client_.catalogue.remove(number);
        } else {
            (void)release(number, path);
        }
    }
}

bool PathServices::release(std::uint32_t service, std::uint16_t path) {
    if (!services().is_live(service) || !held_.has(service, path)) return false;
    held_.remove(service, path);
    if (held_.has_any(service)) return true;
    if (has_twins_) {
        client_.catalogue.remove_twin(service);
    } else {
        client_.catalogue.remove(service);
    }
    return false;
}

bool PathServices::list_other_details(std::uint16_t path, const FoundRecord& record,
                                      std::string_view host_name) const {
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        if (!services().is_live(number) || !held_.has(number, path)) continue;
        const FoundRecord& known = services()[number];
        const bool is_own = known.source == record.source && known.if_index == record.if_index;
        const bool has_other_name = known.host_name_size != 0 && known.host_name() != host_name;
        if (is_own && (has_other_name || known.address != record.address)) return true;
    }
    return false;
}

// --- Comparisons -----------------------------------------------------------

bool PathServices::begin_comparison(std::uint16_t path) {
    if (!hold_orphans(path)) return false;
    held_.forget_findings(path);
    return true;
}

std::uint64_t PathServices::key_of(std::uint32_t service, std::uint16_t path) const {
    const FoundRecord& record = services()[service];
    return wire::sketch_key(paths_[path].transaction, record.provider, record.encoded());
}

void PathServices::find_among_others(std::uint16_t path, Round& round) {
    const std::uint32_t host = paths_.host_of(path);
    for (std::uint32_t number = 0; number < services().end() && round.is_fetching(); ++number) {
        const bool is_candidate = services().is_live(number) && held_.has_any(number) &&
                                  !held_.has(number, path) &&
                                  client_.catalogue.host_of(number) == host;
        if (is_candidate && round.take_wanted(key_of(number, path))) (void)held_.add(number, path);
    }
}

bool PathServices::want_outdated(std::uint16_t path, Round& round) {
    while (round.next_refreshed < services().end() &&
           round.wanted_count < round.wanted_keys.size()) {
        const std::uint32_t number = round.next_refreshed++;
        if (!services().is_live(number) || !held_.has(number, path)) continue;
        if (!is_outdated(number, path)) continue;
        const Finding finding = held_.finding(number, path);
        if (finding == Finding::missing) round.has_missed_refresh = true;
        if (finding != Finding::none) continue;
        round.wanted_keys[round.wanted_count++] = key_of(number, path);
    }
    return round.is_fetching();
}

void PathServices::give_up_gone(std::uint16_t path, Round& round) {
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        const Finding finding = held_.finding(number, path);
        if (finding == Finding::gone && release(number, path)) round.doubts_others = true;
        if (finding == Finding::missing) paths_[path].holds_back = true;
    }
}

// --- Services of an answer -------------------------------------------------

void PathServices::take(std::uint16_t path, Round& round, const FoundRecord& record,
                        const wire::Advertisement& advertisement) {
    const Filter filter = client_.config.filter();
    wire::ServiceList::Reader list = advertisement.services.read();
    for (wire::ServiceList::Item item; list.next(item);) {
        const std::uint64_t key =
            wire::sketch_key(paths_[path].transaction, advertisement.provider, item.encoded);
        if (!round.take_wanted(key) || !filter.matches(item.service)) {
            client_.messenger.counters.add(Counter::drop_unexpected);
            continue;
        }
        take_one(path, round, record, item, advertisement.host_name);
        round.has_progress = true;
    }
}

void PathServices::take_one(std::uint16_t path, Round& round, const FoundRecord& record,
                            const wire::ServiceList::Item& item, std::string_view host_name) {
    Catalogue& catalogue = client_.catalogue;
    std::uint32_t known = services().find(record, item);
    const bool is_same = known != FoundServices::none &&
                         std::ranges::equal(services()[known].encoded(), item.encoded);
    if (!is_same) {
        known = find_replaced(path, round, record.provider, item.service);
        // The provider was replaced by another program. The reader hears of the end first.
        if (known != FoundServices::none && services()[known].provider != record.provider) {
            if (release(std::exchange(known, FoundServices::none), path)) {
                round.doubts_others = true;
            }
        }
    }
    if (is_same && !is_outdated(known, path)) {
        (void)held_.add(known, path);
        return;
    }
    // Its program was started anew, and the end of the former one is not certain yet. The reader
    // hears of the end first.
    if (known == FoundServices::none && has_missing_twin(path, item.service)) return;
    // The other paths tell whether the host has really changed it.
    if (known != FoundServices::none && !is_same) round.doubts_others = true;
    const Catalogue::Put put = catalogue.put(known, record, item, host_name);
    if (put.number == FoundServices::none || !held_.reserve(services().end())) {
        if (put.is_new && put.number != FoundServices::none) catalogue.remove(put.number);
        // It stays as it was.
        if (known != FoundServices::none) (void)held_.add(known, path);
        round.has_given_up = true;
        client_.messenger.counters.add(Counter::drop_no_memory);
        return;
    }
    if (put.is_new) held_.reset(put.number);
    (void)held_.add(put.number, path);
}

std::uint32_t PathServices::find_replaced(std::uint16_t path, const Round& round,
                                          const ProviderId& provider, const ServiceView& service) {
    const std::uint32_t host = paths_.host_of(path);
    std::uint32_t of_another_path = FoundServices::none;
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        if (!services().is_live(number)) continue;
        // Another path may hold it as it was.
        const bool is_same_provider =
            services()[number].provider == provider && client_.catalogue.host_of(number) == host;
        if (!is_same_provider && held_.finding(number, path) != Finding::gone) continue;
        if (!services()[number].service().is_named(service.name, service.type)) continue;
        if (is_listed(number, path, round) || is_disputed(number, path, round)) {
            has_twins_ = true;
            continue;
        }
        if (held_.has(number, path)) return number;
        of_another_path = number;
    }
    return of_another_path;
}

bool PathServices::has_missing_twin(std::uint16_t path, const ServiceView& service) const {
    for (std::uint32_t number = 0; number < services().end(); ++number) {
        if (held_.finding(number, path) != Finding::missing || !services().is_live(number))
            continue;
        if (services()[number].service().is_named(service.name, service.type)) return true;
    }
    return false;
}

bool PathServices::is_listed(std::uint32_t service, std::uint16_t path, const Round& round) const {
    if (round.is_stale || round.has_unread || !is_believed(service, path)) return false;
    return wire::sketch_shard(key_of(service, path), round.shards) <= round.shard;
}

bool PathServices::is_disputed(std::uint32_t service, std::uint16_t path,
                               const Round& round) const {
    const std::uint16_t bringer = bringer_of(service);
    if (bringer == FollowedPaths::none || bringer == path) return false;
    const HostState& claimed = paths_[bringer].known;
    return paths_[bringer].is_in_step && claimed.primary == round.state.primary &&
           !claimed.is_older_than(round.state);
}

bool PathServices::is_outdated(std::uint32_t service, std::uint16_t path) const {
    const std::uint16_t bringer = bringer_of(service);
    if (bringer == FollowedPaths::none) return true;
    return bringer == path && services()[service].attempt < paths_[path].told_details_at;
}

std::uint16_t PathServices::bringer_of(std::uint32_t service) const {
    const FoundRecord& record = services()[service];
    const std::uint16_t path = paths_.find({record.source, record.if_index});
    return path != FollowedPaths::none && held_.has(service, path) ? path : FollowedPaths::none;
}

}  // namespace mpdisc::core
