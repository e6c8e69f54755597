// SPDX-License-Identifier: MIT
#include "core/watch/reconciler.h"

#include <algorithm>
#include <array>

namespace mpdisc::core {
namespace {

/// Each finer comparison divides a shard into so many.
constexpr std::uint16_t finer = 4;
/// A full sketch usually shows so many differences.
constexpr std::size_t differing_in_shard = 40;
/// A service that was announced and does not come after so many requests is left for later: its
/// provider may hang.
constexpr std::uint8_t fetches_max = 5;
/// The same if there is other news by then, or if the last comparison gave up, too. Once a
/// comparison has given up, it asks once for each further service.
constexpr std::uint8_t fetches_in_haste_max = 3;
/// How often all shards are compared if several keys have the same cells.
constexpr std::uint8_t walks_max = 8;
/// If all rounds are taken, a comparison that has taken this time, and so many round trips, may
/// have to begin again.
constexpr TimeUs round_time_us = 2'000'000;
constexpr TimeUs round_steps = 4;
/// From an attempt to begin a comparison to the next one, if all rounds are taken.
constexpr TimeUs busy_gap_us = 10'000;
/// From a check to the next one if the host will soon have more to tell: its primary does not know
/// all providers yet, or a service has not come for the first time.
constexpr TimeUs early_check_us = 300'000;
/// An answer that took longer says nothing about the network: this program was stopped.
constexpr TimeUs round_trip_max_us = 2'000'000;

std::uint64_t hash_of_details(const wire::Advertisement& advertisement) {
    std::uint64_t hash = 1;
    for (const IpAddress& each :
         std::span(advertisement.addresses).first(advertisement.address_count)) {
        hash = keyed_hash(hash, each.bytes);
    }
    const std::string_view name = advertisement.host_name;
    return keyed_hash(hash, {reinterpret_cast<const std::uint8_t*>(name.data()), name.size()}) | 1;
}

HostState state_of(const wire::Roster& roster) {
    return {roster.primary, roster.revision, roster.settled};
}

}  // namespace

// --- Requests --------------------------------------------------------------

void Reconciler::check(TimeUs now_us, std::uint16_t path) {
    begin_exchange(paths_[path]);
    begin_step(now_us, path);
}

bool Reconciler::compare(TimeUs now_us, std::uint16_t path) {
    const std::uint16_t number = find_free_round(now_us);
    if (number == FollowedPath::no_round || !services_.begin_comparison(path)) return false;
    rounds_[number] = {};
    rounds_[number].is_used = true;
    rounds_[number].began_us = now_us;
    paths_[path].round = number;
    paths_[path].announced = {};
    paths_[path].holds_back = false;
    paths_[path].is_doubted = false;
    begin_exchange(paths_[path]);
    begin_step(now_us, path);
    return true;
}

TimeUs Reconciler::retry_gap_us() const {
    return rounds_.size() == limits::watch_rounds_max ? busy_gap_us : early_check_us;
}

std::uint16_t Reconciler::find_free_round(TimeUs now_us) {
    std::uint16_t number = 0;
    while (number < rounds_.size() && rounds_[number].is_used) ++number;
    if (number < rounds_.size()) return number;
    if (number < limits::watch_rounds_max) {
        if (rounds_.push_back({})) return number;
        client_.messenger.counters.add(Counter::drop_no_memory);
    }
    std::uint16_t loser = FollowedPaths::none;
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        if (paths_[path].round == FollowedPath::no_round) continue;
        const TimeUs time_us = round_time_us + round_steps * paths_[path].round_trip_us;
        const bool is_over =
            !paths_[path].is_responsive() || now_us >= round_of(path).began_us + time_us;
        if (!is_over) continue;
        if (loser == FollowedPaths::none || round_of(path).began_us < round_of(loser).began_us) {
            loser = path;
        }
    }
    if (loser == FollowedPaths::none) return FollowedPath::no_round;
    const std::uint16_t taken = paths_[loser].round;
    end_round(paths_[loser]);
    return taken;
}

void Reconciler::begin_exchange(FollowedPath& path) {
    path.transaction = client_.messenger.random.next();
    path.attempt = 0;
    path.attempts_before = client_.attempts;
}

void Reconciler::begin_again(std::uint16_t path) {
    FollowedPath& asked = paths_[path];
    begin_exchange(asked);
    asked.step_attempt = 1;
    if (asked.round != FollowedPath::no_round) round_of(path).begin_again();
}

void Reconciler::begin_step(TimeUs now_us, std::uint16_t path) {
    FollowedPath& asked = paths_[path];
    asked.step_attempt = static_cast<std::uint8_t>(asked.attempt + 1);
    asked.tries = 0;
    if (asked.round != FollowedPath::no_round) round_of(path).repeats = 0;
    send(now_us, asked);
}

Reconciler::Outcome Reconciler::go_on(TimeUs now_us, std::uint16_t path) {
    if (paths_[path].attempt == limits::transaction_attempts_max) {
        if (!round_of(path).has_progress) {
            round_of(path).has_given_up = true;
            return finish(now_us, path);
        }
        begin_again(path);
    }
    begin_step(now_us, path);
    return Outcome::going_on;
}

Reconciler::Outcome Reconciler::repeat(TimeUs now_us, std::uint16_t path) {
    FollowedPath& asked = paths_[path];
    const bool is_used_up = asked.attempt == limits::transaction_attempts_max;
    if (asked.round != FollowedPath::no_round && round_of(path).is_fetching()) {
        Round& round = round_of(path);
        if (++round.repeats >= fetches_left(asked) || is_used_up) {
            round.wanted_count = 0;
            round.has_given_up = true;
            round.has_missed_refresh = round.has_missed_refresh || round.is_refreshing;
            return advance(now_us, path);
        }
    } else if (is_used_up) {
        begin_again(path);
    }
    send(now_us, asked);
    return Outcome::going_on;
}

std::uint8_t Reconciler::fetches_left(const FollowedPath& path) const {
    const Round& round = rounds_[path.round];
    if (round.has_given_up) return 1;
    const bool is_in_haste = path.has_given_up || path.has_announced_since(round.state);
    return is_in_haste ? fetches_in_haste_max : fetches_max;
}

bool Reconciler::is_stalled(std::uint16_t path) const {
    return paths_[path].round != FollowedPath::no_round &&
           rounds_[paths_[path].round].repeats + 1 >= fetches_in_haste_max;
}

void Reconciler::send(TimeUs now_us, FollowedPath& path) {
    wire::Request request;
    request.transaction = path.transaction;
    request.attempt = ++path.attempt;
    request.filter = client_.config.filter();
    request.address_token = path.source.address_token;
    std::array<std::uint8_t, wire::Sketch::keys_max * 8> keys;
    if (path.round == FollowedPath::no_round) {
        request.sketch.is_wanted = true;
    } else if (const Round& round = rounds_[path.round]; round.is_fetching()) {
        wire::Writer writer(keys);
        for (const std::uint64_t key : round.wanted()) writer.u64(key);
        request.wanted.keys = std::span(keys).first(writer.finish());
    } else {
        request.sketch = {true, round.cells, static_cast<std::uint8_t>(round.shard), round.shards};
    }
    client_.attempts = std::max(client_.attempts, path.attempts_before + path.attempt);
    if (path.silent_since_us <= path.heard_us) {
        path.silent_since_us = times_.silent_since_us(now_us, path.heard_us);
    }
    if (path.attempt == path.step_attempt) path.sent_us = now_us;
    path.due_us = now_us + repeat_gap_us(path);
    if (path.tries < UINT8_MAX) ++path.tries;
    if (!client_.may_ask(path.source)) return;
    // A host with a different clock refuses requests with a time. It gives a token for one without.
    path.tells_time = !path.tells_time;
    client_.messenger.sealer.use({0, path.tells_time ? client_.wall_clock.at(now_us) : 0});
    client_.messenger.send(0, client_.route_to(path.source), limits::network_datagram_max,
                           [&](std::span<std::uint8_t> room) {
                               return wire::pad_request(wire::encode(request, room), room);
                           });
}

TimeUs Reconciler::repeat_gap_us(const FollowedPath& path) const {
    const bool is_fetching =
        path.round != FollowedPath::no_round && rounds_[path.round].is_fetching();
    const std::uint8_t tries = is_fetching ? rounds_[path.round].repeats : path.tries;
    // So that a slow host is not asked in vain. What is given up after a number of requests has
    // this time for each of them; a host that is silent is asked often.
    const TimeUs answer_us =
        is_fetching || tries == 0 ? path.round_trip_us + path.round_trip_us / 4 : 0;
    if (path.said_farewell) return answer_us + WatchTimes::farewell_repeat_us(tries);
    const bool is_counted = is_fetching || !path.is_confirmed;
    return answer_us + (is_counted ? WatchTimes::backoff_us(tries) : times_.repeat_us(tries));
}

// --- Answers ---------------------------------------------------------------

Reconciler::Outcome Reconciler::on_answer(TimeUs now_us, std::uint16_t path, const Inbound& in,
                                          const wire::Advertisement& advertisement) {
    FollowedPath& asked = paths_[path];
    const bool is_first = !asked.is_confirmed;
    if (!paths_.confirm(path)) {
        client_.messenger.counters.add(Counter::drop_no_memory);
        return Outcome::going_on;
    }
    asked.heard_us = now_us;
    asked.closed_since_us = never_us;
    asked.said_farewell = false;
    const FoundRecord record = record_of(now_us, in, asked, advertisement);
    if (is_first) services_.presume(path);
    const wire::Roster& roster = advertisement.roster;
    if (roster.address_token != 0 && roster.address_token != asked.source.address_token) {
        // The host withholds services from a client that does not show this.
        asked.source.address_token = roster.address_token;
        // If it never accepts one, it is asked again like a host that does not answer.
        if (asked.attempt == asked.step_attempt) return repeat(now_us, path);
        return Outcome::going_on;
    }
    asked.tries = 0;
    const bool is_fetching = asked.round != FollowedPath::no_round && round_of(path).is_fetching();
    if (!advertisement.services.is_empty()) {
        if (!is_fetching) return Outcome::going_on;
        services_.take(path, round_of(path), record, advertisement);
        return round_of(path).is_fetching() ? Outcome::going_on : advance(now_us, path);
    }
    if (advertisement.attempt < asked.step_attempt || roster.address_token != 0) {
        return Outcome::going_on;
    }
    if (!is_fetching) {
        note_state(now_us, asked, roster);
        note_details(path, record, advertisement);
    }
    if (asked.round == FollowedPath::no_round) return on_state(now_us, path, advertisement);
    if (!is_fetching) return on_sketch(now_us, path, advertisement);
    if (roster.others_answer) return Outcome::going_on;
    // Services that the former primary did not know may have come back.
    if (roster.primary != round_of(path).state.primary) services_.forget_findings(path);
    // The host has none of the services that are still wanted.
    round_of(path).wanted_count = 0;
    round_of(path).is_stale = true;
    return advance(now_us, path);
}

FoundRecord Reconciler::record_of(TimeUs now_us, const Inbound& in, FollowedPath& path,
                                  const wire::Advertisement& advertisement) {
    AnswerSource source = path.source;
    source.attempt = path.attempts_before + advertisement.attempt;
    FoundRecord record;
    record.port = in.from.port;
    const TimeUs took_us = advertisement.attempt == path.step_attempt
                               ? std::min(now_us - path.sent_us, round_trip_max_us)
                               : path.round_trip_us;
    if (path.is_waiting()) path.round_trip_us = took_us;
    record.rtt_us = static_cast<std::uint32_t>(took_us);
    client_.sources.list_addresses(in, advertisement, record);
    (void)client_.catalogue.merge_roster(advertisement, source, record);
    path.host = record.host;
    return record;
}

Reconciler::Outcome Reconciler::on_state(TimeUs now_us, std::uint16_t path,
                                         const wire::Advertisement& advertisement) {
    FollowedPath& asked = paths_[path];
    asked.announced = state_of(advertisement.roster);
    if (asked.has_news() || asked.holds_back) {
        if (compare(now_us, path)) return Outcome::going_on;
        asked.due_us = now_us + retry_gap_us();
        return Outcome::done;
    }
    asked.due_us = now_us + (asked.known.settled ? times_.check_us() : early_check_us);
    return Outcome::done;
}

void Reconciler::note_state(TimeUs now_us, FollowedPath& path, const wire::Roster& roster) {
    if (!roster.contested) path.contested_us = never_us;
    if (roster.contested && path.contested_us == never_us) path.contested_us = now_us;
    const ProviderId& former = path.known.primary;
    if (former == roster.primary || !former.is_known() || path.is_former_primary(former)) {
        return;
    }
    path.former_primaries[path.next_former] = former;
    path.next_former =
        static_cast<std::uint8_t>((path.next_former + 1) % path.former_primaries.size());
}

void Reconciler::note_details(std::uint16_t path, const FoundRecord& record,
                              const wire::Advertisement& advertisement) {
    FollowedPath& asked = paths_[path];
    // Beside a large sketch there is no room for them.
    if (advertisement.sketch.size() > Round::cells_first * wire::Sketch::cell_size) return;
    const std::uint64_t details = hash_of_details(advertisement);
    const bool has_other =
        asked.details != 0 ? asked.details != details
                           : services_.list_other_details(path, record, advertisement.host_name);
    asked.details = details;
    if (!has_other) return;
    asked.needs_refresh = true;
    asked.told_details_at = record.attempt;
}

// --- Comparisons -----------------------------------------------------------

Reconciler::Outcome Reconciler::on_sketch(TimeUs now_us, std::uint16_t path,
                                          const wire::Advertisement& advertisement) {
    Round& round = round_of(path);
    if (advertisement.sketch.size() != round.cells * wire::Sketch::cell_size) {
        return Outcome::going_on;
    }
    const HostState state = state_of(advertisement.roster);
    if (round.has_state && round.state != state) round.is_stale = true;
    round.state = state;
    round.has_state = true;
    if (!list_held(path, round)) {
        client_.messenger.counters.add(Counter::drop_no_memory);
        round.has_given_up = true;
        return finish(now_us, path);
    }
    wire::Sketch own(round.cells);
    for (const Keyed& each : keyed_) own.add(each.key);
    wire::Sketch theirs = wire::Sketch::from(advertisement.sketch);
    theirs.subtract(own);
    wire::Sketch::Difference found;
    if (!theirs.read(found)) {
        if (!theirs.is_sparse()) {
            return ask_more_finely(now_us, path, advertisement.roster.matching);
        }
        round.has_unread = true;
    }
    note_difference(now_us, path, found, advertisement);
    return round.is_fetching() ? go_on(now_us, path) : advance(now_us, path);
}

bool Reconciler::list_held(std::uint16_t path, const Round& round) {
    keyed_.clear();
    bool is_whole = true;
    services_.for_each_believed(path, [&](std::uint32_t service) {
        const std::uint64_t key = services_.key_of(service, path);
        if (wire::sketch_shard(key, round.shards) != round.shard) return;
        is_whole = is_whole && keyed_.push_back({key, service});
    });
    return is_whole;
}

void Reconciler::note_difference(TimeUs now_us, std::uint16_t path,
                                 const wire::Sketch::Difference& found,
                                 const wire::Advertisement& advertisement) {
    Round& round = round_of(path);
    const FollowedPath& asked = paths_[path];
    round.has_difference = round.has_difference || found.here + found.there != 0;
    for (const Keyed& each : keyed_) {
        const auto gone = std::span(found.only_there).first(found.there);
        if (std::ranges::find(gone, each.key) == gone.end()) continue;
        const ProviderId& provider = client_.catalogue.services()[each.service].provider;
        const bool is_gone = is_proven_gone(now_us, asked, provider, advertisement);
        services_.note(each.service, path, is_gone ? Finding::gone : Finding::missing);
        round.has_progress = true;
    }
    std::ranges::copy(std::span(found.only_here).first(found.here), round.wanted_keys.begin());
    round.wanted_count = found.here;
    if (round.is_fetching()) services_.find_among_others(path, round);
}

bool Reconciler::is_proven_gone(TimeUs now_us, const FollowedPath& path, const ProviderId& provider,
                                const wire::Advertisement& advertisement) const {
    const bool is_certain =
        provider == advertisement.former_primary || provider == advertisement.roster.primary;
    if (is_certain) return true;
    // The others have not had the time to register with the new primary.
    if (!advertisement.roster.settled) return false;
    // The former primary may only hang. If it goes on soon, its services were never gone.
    const bool may_hang = path.contested_us != never_us && path.is_former_primary(provider);
    return !may_hang || now_us >= path.contested_us + times_.lost_after_us;
}

Reconciler::Outcome Reconciler::ask_more_finely(TimeUs now_us, std::uint16_t path,
                                                std::uint32_t matching) {
    Round& round = round_of(path);
    const bool can_grow = round.cells < limits::sketch_cells_max;
    if (!can_grow && round.shards == limits::sketch_shards_max) {
        round.has_given_up = true;
        return advance(now_us, path);
    }
    round.cells = limits::sketch_cells_max;
    // At least so many services differ.
    const std::size_t held = keyed_.size() * round.shards;
    const std::size_t differing = matching > held ? matching - held : held - matching;
    bool must_divide = !can_grow;
    while (round.shards < limits::sketch_shards_max &&
           (must_divide || differing > round.shards * differing_in_shard)) {
        round.shards = static_cast<std::uint16_t>(round.shards * finer);
        round.shard = static_cast<std::uint16_t>(round.shard * finer);
        must_divide = false;
    }
    return go_on(now_us, path);
}

Reconciler::Outcome Reconciler::advance(TimeUs now_us, std::uint16_t path) {
    Round& round = round_of(path);
    if (!round.is_refreshing && ++round.shard == round.shards) {
        if (round.has_unread && !round.has_given_up && round.walks < walks_max) {
            begin_again(path);
            begin_step(now_us, path);
            return Outcome::going_on;
        }
        round.has_given_up = round.has_given_up || round.has_unread;
        round.is_refreshing = true;
        paths_[path].needs_refresh = false;
    }
    if (round.is_refreshing && !refresh_more(path)) return finish(now_us, path);
    return go_on(now_us, path);
}

bool Reconciler::refresh_more(std::uint16_t path) {
    // One exchange has not enough attempts for all services.
    if (paths_[path].attempt > limits::transaction_attempts_max / 2) begin_exchange(paths_[path]);
    return services_.want_outdated(path, round_of(path));
}

Reconciler::Outcome Reconciler::finish(TimeUs now_us, std::uint16_t path) {
    FollowedPath& asked = paths_[path];
    Round& round = round_of(path);
    const bool is_whole = !round.is_stale && !round.has_given_up;
    // What seems to be gone may be the former state of a service that has not come. The second time
    // in a row, no more is waited for.
    if (is_whole || !asked.is_in_step) services_.give_up_gone(path, round);
    const bool is_news_elsewhere =
        !round.has_difference && asked.is_in_step && round.state != asked.known;
    const bool doubts_others = round.doubts_others || is_news_elsewhere;
    asked.known = round.state;
    asked.is_in_step = is_whole;
    const bool is_early_checked =
        !asked.known.settled || (round.has_given_up && !asked.has_given_up);
    asked.has_given_up = round.has_given_up;
    if (round.has_given_up) asked.belongs_to_picture = false;
    asked.compared_us = now_us;
    asked.vain = round.has_difference ? std::uint8_t{0}
                                      : static_cast<std::uint8_t>(std::min(asked.vain + 1, 255));
    asked.tries = 0;
    const bool compares_again =
        asked.has_announced_since(asked.known) || (asked.has_news() && !round.has_given_up);
    asked.due_us = now_us + (compares_again     ? WatchTimes::comparison_gap_us(asked.vain)
                             : is_early_checked ? early_check_us
                                                : times_.check_us());
    asked.needs_refresh = asked.needs_refresh || round.has_missed_refresh;
    end_round(asked);
    return doubts_others ? Outcome::done_here : Outcome::done;
}

void Reconciler::give_up(std::uint16_t path) {
    if (paths_[path].round != FollowedPath::no_round) end_round(paths_[path]);
    services_.give_up(path);
}

void Reconciler::doubt(std::uint16_t path) {
    if (paths_[path].round == FollowedPath::no_round) {
        paths_[path].is_doubted = true;
    } else {
        round_of(path).is_stale = true;
    }
}

void Reconciler::end_round(FollowedPath& path) {
    rounds_[path.round].is_used = false;
    path.round = FollowedPath::no_round;
}

}  // namespace mpdisc::core
