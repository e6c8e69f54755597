// SPDX-License-Identifier: MIT
#include "core/watch/follower.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// If tick() comes this much after the deadline, the program was stopped, or the computer was
/// suspended.
constexpr TimeUs absence_min_us = 1'000'000;
/// An address that the user has given, and that does not answer, is asked so often.
constexpr TimeUs given_gap_us = 1'000'000;
/// A host that should be there, or that was lost and did not say that it leaves, is asked for so
/// long whether it is there. After that it has announced itself, if it is there.
constexpr TimeUs missed_us = TimeUs{limits::announce_s_default} * 1'000'000;
/// All hosts answer a query to all of them, so they spread their answers over this time.
constexpr std::uint16_t query_window_ms = 100;
/// A query to all hosts is repeated so often, with doubling gaps. It may be lost, and a switch may
/// take half a minute until it forwards anything by a link that has just come up.
constexpr std::uint8_t queries = 6;
constexpr TimeUs query_gap_us = 1'000'000;

}  // namespace

// --- Hosts -----------------------------------------------------------------

void Follower::begin(TimeUs now_us, const KnownHosts& known) {
    has_begun_ = true;
    awaited_until_us_ = now_us + times_.lost_after_us;
    can_ask_ = !client_.targets.all().empty();
    const HostRosters& hosts = client_.catalogue.hosts();
    for (std::uint32_t host = 0; host < hosts.size(); ++host) {
        if (hosts.number_of(host) != host) continue;
        for (const AnswerSource& source : hosts.sources(host)) adopt(now_us, host, source);
    }
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        if (!paths_[path].is_used) continue;
        const bool is_leader = paths_.leader_of(path) == path;
        set_due(path, is_leader ? now_us : now_us + times_.check_us());
        paths_[path].belongs_to_picture = is_leader && paths_[path].is_confirmed;
    }
    for (std::uint32_t number = 0; number < known.size(); ++number) {
        const bool is_awaited = known.is_silent(number, hosts);
        for (const AnswerSource& source : known[number].all_sources()) {
            miss(now_us, source, is_awaited);
        }
    }
    const IpAddress own = client_.reachable.loopback();
    if (client_.targets.include(own, 0)) miss(now_us, client_.reachable.source_of(0, own), false);
    follow_given(now_us, now_us);
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        FollowedPath& each = paths_[path];
        const bool is_missed = each.is_given && !each.is_confirmed && each.source.address != own;
        if (is_missed) each.belongs_to_picture = true;
    }
    if (is_deaf_) return look_around(now_us);
    // The search was the first query.
    queries_left_ = queries - 1;
    query_due_us_ = now_us + query_gap_us;
}

void Follower::miss(TimeUs now_us, const AnswerSource& source, bool is_awaited) {
    std::uint16_t path = find_path(source);
    if (path == FollowedPaths::none) path = add_candidate(now_us, source);
    if (path == FollowedPaths::none || paths_[path].is_confirmed) return;
    paths_[path].missed_until_us = now_us + missed_us;
    paths_[path].belongs_to_picture = is_awaited;
}

std::uint16_t Follower::find_path(const AnswerSource& source) const {
    std::uint16_t path = paths_.find(source);
    if (path != FollowedPaths::none || client_.given_route_to(source.address) == nullptr) {
        return path;
    }
    for (path = 0; path < paths_.end(); ++path) {
        if (paths_[path].is_used && paths_[path].source.address == source.address) return path;
    }
    return FollowedPaths::none;
}

void Follower::follow_given(TimeUs now_us, TimeUs due_us) {
    if (client_.config.target_count == 0) return;
    for (const Route& route : client_.targets.all()) {
        const Endpoint& to = route.to;
        if (client_.interfaces.is_for_many(to.address)) continue;
        const std::uint32_t if_index = route.if_index != 0 ? route.if_index : to.scope_id;
        const AnswerSource source = client_.reachable.source_of(if_index, to.address);
        std::uint16_t path = find_path(source);
        if (path == FollowedPaths::none) {
            path = add_candidate(now_us, source);
            if (path == FollowedPaths::none) continue;
            set_due(path, due_us);
        }
        paths_[path].is_given = true;
    }
}

void Follower::adopt(TimeUs now_us, std::uint32_t host, const AnswerSource& source) {
    AnswerSource kept = client_.reachable.source_of(source.if_index, source.address);
    kept.address_token = source.address_token;
    kept.group = source.group;
    std::uint16_t path = find_path(kept);
    if (path == FollowedPaths::none) path = paths_.add(kept);
    if (path == FollowedPaths::none) {
        return client_.messenger.counters.add(Counter::drop_no_memory);
    }
    if (!paths_.confirm(path)) {
        // Nothing would ever tell that its services are gone.
        reconciler_.give_up(path);
        paths_.remove(path);
        return client_.messenger.counters.add(Counter::drop_no_memory);
    }
    paths_[path].host = host;
    paths_[path].known.primary = client_.catalogue.hosts().primary(host);
    paths_[path].heard_us = now_us;
    reconciler_.presume(path);
}

bool Follower::has_first_picture(TimeUs now_us) const {
    IncompleteHost awaited;
    std::uint32_t cursor = 0;
    return has_begun_ && can_ask_ && now_us >= picture_us_ && !next_awaited(cursor, awaited);
}

bool Follower::next_awaited(std::uint32_t& cursor, IncompleteHost& out) const {
    while (cursor < paths_.end()) {
        const auto path = static_cast<std::uint16_t>(cursor++);
        const FollowedPath& each = paths_[path];
        if (!each.is_used || !each.belongs_to_picture || each.is_in_step) continue;
        out = {};
        if (each.is_confirmed) out.host = client_.catalogue.hosts().name(paths_.host_of(path));
        out.address = each.source.address;
        out.interface_name = client_.interfaces.name_of(each.source.if_index);
        out.is_silent = !each.is_confirmed;
        return true;
    }
    return false;
}

std::uint16_t Follower::add_candidate(TimeUs now_us, const AnswerSource& source) {
    // It holds no services: what came from its address belongs to the search.
    const std::uint16_t surplus = paths_.surplus_candidate();
    if (surplus != FollowedPaths::none) paths_.remove(surplus);
    const std::uint16_t path = paths_.add(source);
    if (path == FollowedPaths::none) {
        client_.messenger.counters.add(Counter::drop_no_memory);
        return path;
    }
    paths_[path].heard_us = now_us;
    // While the search goes on, it asks this host, too.
    if (has_begun_) set_due(path, now_us);
    return path;
}

bool Follower::is_wanted(const Inbound& in) const {
    if (in.from.port != client_.discovery_port_of(in.from.address)) return false;
    const AnswerSource source = client_.reachable.source_of(in.if_index, in.from.address);
    if (client_.targets.are_given()) {
        return client_.reachable.is_given(in.if_index, in.from.address) ||
               find_path(source) != FollowedPaths::none;
    }
    return client_.reachable.is_usable(source) || client_.targets.include(source.address, 0);
}

void Follower::give_up(TimeUs now_us, std::uint16_t path) {
    reconciler_.give_up(path);
    const std::uint32_t host = paths_.host_of(path);
    const FollowedPath former = paths_[path];
    const TimeUs missed_until_us =
        former.is_confirmed ? now_us + missed_us : former.missed_until_us;
    bool has_others = false;
    paths_.for_each_other(path, [&](std::uint16_t other) {
        has_others = true;
        FollowedPath& each = paths_[other];
        // Its records may name the addresses of the lost path.
        each.needs_refresh = true;
        // Its own farewell may have been lost.
        if (paths_[path].said_farewell) note_farewell(now_us, other);
        if (!each.is_waiting()) set_due(other, now_us);
    });
    paths_.remove(path);
    if (!has_others) client_.catalogue.forget_host(host);
    std::uint16_t again = FollowedPaths::none;
    if (former.is_given) {
        follow_given(now_us, now_us + given_gap_us);
        again = find_path(former.source);
    } else if (now_us < missed_until_us) {
        again = paths_.add(former.source);
    }
    if (again == FollowedPaths::none) return;
    const bool is_awaited = former.belongs_to_picture && former.closed_since_us == never_us &&
                            now_us < awaited_until_us_;
    paths_[again].belongs_to_picture = is_awaited;
    if (former.is_given) return;
    paths_[again].missed_until_us = missed_until_us;
    paths_[again].heard_us = now_us;
    const TimeUs last_due_us = awaited_until_us_ - WatchTimes::candidate_us;
    set_due(again, is_awaited ? std::min(now_us + given_gap_us, last_due_us)
                              : now_us + times_.look_again_us());
}

// --- News ------------------------------------------------------------------

void Follower::on_announcement(TimeUs now_us, const Inbound& in,
                               const wire::HostAnnouncement& announcement) {
    if (!is_wanted(in)) return client_.messenger.counters.add(Counter::drop_unexpected);
    const AnswerSource source = client_.reachable.source_of(in.if_index, in.from.address);
    const std::uint16_t path = find_path(source);
    const bool is_farewell = announcement.lifetime_s == 0;
    if (path == FollowedPaths::none) {
        if (!is_farewell) (void)add_candidate(now_us, source);
        return;
    }
    if (!has_begun_) return;
    if (is_farewell) return note_farewell(now_us, path);
    note_news(now_us, path,
              {announcement.primary, announcement.summary.revision, announcement.summary.settled});
}

void Follower::note_news(TimeUs now_us, std::uint16_t path, const HostState& announced) {
    paths_[path].announced = announced;
    const std::uint16_t leader = paths_.leader_of(path);
    paths_[leader].announced = announced;
    const FollowedPath& asked = paths_[leader];
    // A provider that hangs must not hold the news of others back.
    if (reconciler_.is_stalled(leader)) return set_due(leader, now_us);
    if (asked.has_news()) hear(now_us, leader);
}

void Follower::note_farewell(TimeUs now_us, std::uint16_t path) {
    FollowedPath& each = paths_[path];
    if (each.said_farewell) return;
    // Anyone can forge it, so the host is asked. It is asked often, because it is likely gone.
    each.said_farewell = true;
    each.closed_since_us = never_us;
    each.tries = 0;
    each.is_in_step = false;
    set_due(path, now_us);
}

std::uint16_t Follower::find_asked(const Inbound& in, std::uint64_t transaction) const {
    const std::uint16_t path = find_path({in.from.address, in.if_index});
    const bool is_asked = path != FollowedPaths::none && paths_[path].attempt != 0 &&
                          paths_[path].transaction == transaction;
    return is_asked ? path : FollowedPaths::none;
}

void Follower::note_interface(std::uint16_t path, const Inbound& in) {
    FollowedPath& each = paths_[path];
    if (each.source.if_index == in.if_index ||
        client_.interfaces.has(each.source.if_index, each.source.address.family)) {
        return;
    }
    AnswerSource source = client_.reachable.source_of(in.if_index, in.from.address);
    source.address_token = each.source.address_token;
    paths_.move(path, source);
    each.needs_refresh = each.is_confirmed;
}

void Follower::on_advertisement(TimeUs now_us, std::uint16_t path, const Inbound& in,
                                const wire::Advertisement& advertisement) {
    client_.messenger.counters.add(Counter::answers);
    if (advertisement.attempt > paths_[path].attempt) {
        return client_.messenger.counters.add(Counter::drop_unexpected);
    }
    note_interface(path, in);
    const Reconciler::Outcome outcome = reconciler_.on_answer(now_us, path, in, advertisement);
    set_due(path, paths_[path].due_us);
    if (outcome == Reconciler::Outcome::done_here) ask_others(now_us, path);
    if (outcome != Reconciler::Outcome::going_on) hear_others(now_us, path);
}

void Follower::hear_others(TimeUs now_us, std::uint16_t path) {
    paths_.for_each_other(path, [&](std::uint16_t other) {
        if (paths_[other].has_announced_since(paths_[other].known)) hear(now_us, other);
    });
}

void Follower::ask_others(TimeUs now_us, std::uint16_t path) {
    paths_.for_each_other(path, [&](std::uint16_t other) {
        // It has told all that it has in this state.
        if (paths_[other].is_in_step && paths_[other].known == paths_[path].known) return;
        reconciler_.doubt(other);
        hear(now_us, other);
    });
}

void Follower::hear(TimeUs now_us, std::uint16_t path) {
    const FollowedPath& each = paths_[path];
    if (each.is_waiting() || each.round != FollowedPath::no_round) return;
    set_due(path, std::max(now_us, each.compared_us + WatchTimes::comparison_gap_us(each.vain)));
}

void Follower::refused(TimeUs now_us, const Endpoint& to) {
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        FollowedPath& each = paths_[path];
        const bool is_there =
            each.is_used && each.is_waiting() && client_.route_to(each.source).to == to;
        if (!is_there) continue;
        if (each.closed_since_us == never_us) each.closed_since_us = now_us;
        if (!each.is_confirmed || now_us >= each.closed_since_us + times_.closed_us()) {
            give_up(now_us, path);
        } else if (each.said_farewell) {
            set_due(path, each.closed_since_us + WatchTimes::refused_us);
        }
    }
}

// --- Time ------------------------------------------------------------------

void Follower::set_due(std::uint16_t path, TimeUs due_us) {
    paths_[path].due_us = due_us;
    due_us_ = std::min(due_us_, due_us);
}

void Follower::tick(TimeUs now_us) {
    if (!has_begun_) return;
    const TimeUs deadline_us = next_deadline_us();
    if (deadline_us != never_us && now_us >= deadline_us + absence_min_us) forgive_silence(now_us);
    if (now_us >= query_due_us_) send_query(now_us);
    // A path that is given up makes the other paths of its host due.
    constexpr int passes = 3;
    for (int pass = 0; pass < passes && now_us >= due_us_; ++pass) handle_all_due(now_us);
}

void Follower::handle_all_due(TimeUs now_us) {
    due_us_ = never_us;
    // So that the program sleeps longer, checks that are due soon are made now.
    const TimeUs together_us = now_us + times_.together_us();
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        const FollowedPath& each = paths_[path];
        if (!each.is_used) continue;
        const bool is_check = !each.is_waiting() && each.round == FollowedPath::no_round &&
                              each.is_confirmed && each.known.settled && !each.has_news();
        if (each.due_us <= (is_check ? together_us : now_us)) handle_due(now_us, path);
    }
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        if (paths_[path].is_used) due_us_ = std::min(due_us_, paths_[path].due_us);
    }
}

void Follower::handle_due(TimeUs now_us, std::uint16_t path) {
    FollowedPath& each = paths_[path];
    if (each.is_waiting() || each.round != FollowedPath::no_round) return repeat(now_us, path);
    if (can_wait(now_us, path)) {
        each.due_us = each.heard_us + times_.lost_after_us;
    } else if (!each.is_confirmed || !each.has_news()) {
        reconciler_.check(now_us, path);
    } else if (!reconciler_.compare(now_us, path)) {
        each.due_us = now_us + reconciler_.retry_gap_us();
    }
}

void Follower::repeat(TimeUs now_us, std::uint16_t path) {
    FollowedPath& each = paths_[path];
    const bool is_refused =
        each.closed_since_us != never_us && now_us >= each.closed_since_us + WatchTimes::refused_us;
    const bool has_left =
        each.said_farewell && (is_refused || each.tries >= WatchTimes::farewell_tries);
    const bool is_over = each.is_confirmed ? is_lost(now_us, each) || has_left
                                           : each.tries >= WatchTimes::candidate_tries;
    if (is_over) return give_up(now_us, path);
    const Reconciler::Outcome outcome = reconciler_.repeat(now_us, path);
    if (outcome != Reconciler::Outcome::going_on) hear_others(now_us, path);
    if (each.is_confirmed) {
        each.due_us =
            WatchTimes::last_due_us(now_us, each.due_us, lost_us(each), each.round_trip_us);
    }
    if (outcome == Reconciler::Outcome::done_here) ask_others(now_us, path);
    // Perhaps this path is interrupted, or the host is gone. The other paths tell.
    if (each.tries == 3) {
        paths_.for_each_other(path, [&](std::uint16_t other) { hear(now_us, other); });
    }
}

bool Follower::can_wait(TimeUs now_us, std::uint16_t path) const {
    const std::uint16_t leader = paths_.leader_of(path);
    const bool is_stand_in = leader != path && paths_[leader].is_in_step;
    if (!is_stand_in || paths_[path].has_news()) return false;
    return now_us < paths_[path].heard_us + times_.lost_after_us - times_.together_us();
}

bool Follower::is_lost(TimeUs now_us, const FollowedPath& path) const {
    constexpr std::uint8_t tries_min = 3;
    return path.tries >= tries_min && now_us >= lost_us(path);
}

void Follower::forgive_silence(TimeUs now_us) {
    if (!has_begun_) return;
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        FollowedPath& each = paths_[path];
        if (!each.is_used) continue;
        if (each.tries > 1) each.tries = 1;
        each.silent_since_us = now_us;
        each.closed_since_us = never_us;
        each.contested_us = never_us;
        set_due(path, now_us);
    }
    look_around(now_us);
}

// --- Queries to all hosts --------------------------------------------------

void Follower::look_around(TimeUs now_us) {
    if (!has_begun_) return;
    for (std::uint16_t path = 0; path < paths_.end(); ++path) {
        FollowedPath& each = paths_[path];
        if (!each.is_used) continue;
        const bool is_cut_off =
            !client_.interfaces.has(each.source.if_index, each.source.address.family);
        // Its silence has another reason than before, or none.
        if (is_cut_off != each.is_cut_off) each.silent_since_us = now_us;
        each.is_cut_off = is_cut_off;
        if (!each.is_waiting()) set_due(path, now_us);
    }
    const bool could_ask = can_ask_;
    can_ask_ = !client_.targets.all().empty();
    if (!could_ask) picture_us_ = now_us + query_gap_us;
    queries_left_ = queries;
    query_due_us_ = now_us;
}

void Follower::note_port(TimeUs now_us, bool is_open) {
    if (is_deaf_ == !is_open) return;
    is_deaf_ = !is_open;
    // What was said meanwhile was not heard.
    look_around(now_us);
}

void Follower::send_query(TimeUs now_us) {
    if (queries_left_ != 0) --queries_left_;
    const auto asked = static_cast<unsigned>(queries - queries_left_);
    query_due_us_ = queries_left_ != 0 ? now_us + (query_gap_us << (asked - 1))
                    : is_deaf_         ? now_us + times_.look_again_us()
                                       : never_us;
    wire::HostQuery query;
    query.transaction = client_.messenger.random.next();
    query.window_ms = query_window_ms;
    client_.messenger.sealer.use({0, client_.wall_clock.at(now_us)});
    client_.send_host_query_to_links(query);
}

}  // namespace mpdisc::core
