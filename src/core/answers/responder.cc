// SPDX-License-Identifier: MIT
#include "core/answers/responder.h"

#include <algorithm>
#include <span>

namespace mpdisc::core {
namespace {

/// Every so many attempts each path asks for what the client still lacks.
constexpr int attempts_by_one_path = 8;

}  // namespace

Responder::Responder(Messenger& messenger, const ProviderState& state, const Registry& registry,
                     FanOut& fan_out, ReplayCache& replays)
    : messenger_(messenger),
      state_(state),
      registry_(registry),
      fan_out_(fan_out),
      replays_(replays),
      budget_(state.config.rates, state.config.secret[0]),
      tokens_(state.config.secret),
      answerer_(messenger, state) {}

wire::Arrival Responder::arrival_of(TimeUs now_us, const Inbound& in) const {
    const IpAddress& client = in.from.address;
    const bool is_known_by_address =
        state_.interfaces.is_neighbour(in.if_index, client) || is_allowed(client);
    const bool claims_link =
        !is_known_by_address && (in.is_link_broadcast || claims_.has(now_us, in.if_index, client));
    return {in.from, in.if_index, in.to.is_multicast() ? IpAddress{} : in.to, claims_link};
}

wire::Arrival Responder::note_arrival(TimeUs now_us, const Inbound& in) {
    const wire::Arrival arrival = arrival_of(now_us, in);
    if (arrival.claims_link && in.is_link_broadcast) {
        claims_.note(now_us, in.if_index, in.from.address);
    }
    return arrival;
}

void Responder::expect(TimeUs now_us, const wire::Arrival& from) {
    const IpAddress& address = from.client.address;
    if (state_.interfaces.is_neighbour(from.if_index, address)) return;
    claims_.note(now_us, from.if_index, address);
}

bool Responder::serves(std::uint32_t if_index, Family family) const {
    const wire::Reach path{if_index, family};
    if (state_.reach().overlaps(path)) return true;
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (registry_.is_used(slot) && registry_[slot].reach.overlaps(path)) return true;
    }
    return false;
}

bool Responder::may_answer(const wire::Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    if (state_.interfaces.is_neighbour(arrival.if_index, client)) return true;
    if (arrival.claims_link && state_.interfaces.may_be_on_link(arrival.if_index, client)) {
        return true;
    }
    return is_allowed(client);
}

bool Responder::is_allowed(const IpAddress& client) const {
    const auto allowed = std::span(state_.config.allowed).first(state_.config.allowed_count);
    return std::ranges::any_of(allowed,
                               [&](const Network& network) { return network.contains(client); });
}

RequestPath Responder::path_of(const wire::Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    const auto hash = static_cast<std::uint32_t>(keyed_hash(0, client.raw()));
    return {arrival.if_index, hash, client.family, state_.interfaces.is_loopback(arrival.if_index)};
}

void Responder::on_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                           wire::Bytes fields) {
    wire::Request request;
    if (!messenger_.decode(header, fields, request)) return;
    const wire::Arrival arrival = note_arrival(now_us, in);
    const bool has_token = request.address_token != 0 &&
                           tokens_.is_valid(now_us, arrival.client, request.address_token);
    RecentRequests::Record* record = recent_.find(now_us, request);
    // If the copy with a token came first, one without is dropped. A copy without a token may be
    // forged, so one with a token does not count as a repetition of it.
    if (record != nullptr && record->has_token != has_token) {
        if (!has_token) return messenger_.counters.add(Counter::drop_repeated);
        record = nullptr;
    }
    Requester requester{in.from, has_token ? Trust::proven : Trust::stranger, in.bytes.size(),
                        state_.interfaces.is_loopback(arrival.if_index)};
    if (!accepts_time(now_us, RecentRequests::number_of(request), has_token, record != nullptr,
                      requester.trust)) {
        return messenger_.counters.add(Counter::drop_replayed);
    }
    if (record == nullptr) record = &recent_.add(now_us, request, has_token);
    RequestPaths& paths = record->paths;
    const RequestPath path = path_of(arrival);
    if (!paths.can_add(path)) return messenger_.counters.add(Counter::drop_repeated);
    if (have_all_been_asked(paths)) {
        paths.add(path, false);
        return messenger_.counters.add(Counter::drop_repeated);
    }
    serve(now_us, requester, arrival, request, path, paths);
}

bool Responder::accepts_time(TimeUs now_us, std::uint64_t number, bool has_token, bool is_copy,
                             Trust& trust) {
    if (!messenger_.sealer.has_keys()) return true;
    const std::uint64_t time_ms = messenger_.sealer.seal().time_ms;
    if (time_ms == 0 && !has_token) {
        trust = Trust::undated;
        return true;
    }
    if (is_copy) return true;
    if (has_token) return replays_.accept(number);
    return state_.wall_clock.agrees(now_us, time_ms, limits::replay_window_ms) &&
           replays_.accept_dated(number, time_ms);
}

bool Responder::have_all_been_asked(const RequestPaths& paths) const {
    return paths.has_asked() && !paths.each_asks() && !state_.reach().is_restricted() &&
           !registry_.any_restricted();
}

void Responder::serve(TimeUs now_us, const Requester& requester, const wire::Arrival& arrival,
                      const wire::Request& request, const RequestPath& path, RequestPaths& paths) {
    Allowance allowance;
    // The path is not remembered, so a copy by another path may still be answered.
    if (!budget_.grant(now_us, requester, allowance)) {
        return messenger_.counters.add(Counter::drop_rate_limited);
    }
    const std::uint64_t granted = allowance.left();
    // Answers within this host use no link, so only their services count.
    const AnswerSize answer_size =
        requester.is_local ? AnswerSize{} : answerer_.answer_size(arrival);
    const Question question(request);
    HostSketch sketch(request);
    const RequestCopy copy{path, paths};
    const MatchCount own =
        copy.is_for(state_.reach()) ? count_own_matches(question, sketch) : MatchCount{};
    const MatchCount others = fan_out_.match(copy, question, answer_size, sketch);
    const MatchCount all{own.matching + others.matching, own.lacking + others.lacking,
                         own.known + others.known};
    if (leaves_it_to_other_paths(now_us, requester, request, all, path, paths)) {
        paths.add(path, true);
        budget_.spend(now_us, 0);
        return messenger_.counters.add(Counter::drop_repeated);
    }
    const Response response = choose_response(request, copy, own, answer_size, sketch, allowance);
    const bool is_first = paths.empty();
    // A wanted roster is worth sending, even if no provider answers.
    const bool is_news = response.has_answer || response.others_answer || response.wants_roster;
    // Copies of a request with known answers differ: only the one to this host wants the roster.
    const bool has_variants = request.known.hashes != 0;
    paths.add(path, !is_news && has_variants);
    budget_.spend(now_us, granted - allowance.left());
    if (!is_news && !is_first) return messenger_.counters.add(Counter::drop_repeated);
    messenger_.counters.add(Counter::requests);
    if (response.is_withheld) messenger_.counters.add(Counter::withheld);
    respond(now_us, arrival, request,
            {state_.config.id, all.matching, registry_.revision(), registry_.is_complete(now_us),
             response.is_withheld ? tokens_.make(now_us, arrival.client) : 0, false,
             state_.is_contested},
            response, sketch);
}

MatchCount Responder::count_own_matches(const Question& question, HostSketch& sketch) const {
    MatchCount matches;
    wire::ServiceList::Reader services = state_.services.list().read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!question.filter().matches(item.service)) continue;
        matches.add(question.knowledge_of(state_.config.id, item.encoded), item.encoded.size());
        sketch.add(state_.config.id, item.encoded);
    }
    return matches;
}

bool Responder::leaves_it_to_other_paths(TimeUs now_us, const Requester& requester,
                                         const wire::Request& request, const MatchCount& all,
                                         const RequestPath& path, RequestPaths& paths) const {
    // A watch asks by one path.
    if (request.attempt <= 1 || all.lacking == 0 || !request.wanted.is_empty()) return false;
    const bool has_token = requester.trust == Trust::proven;
    if (!messenger_.sealer.has_keys()) {
        if (has_token) return false;
        // If the client knows a service, a path works; but the copy by it may always come later.
        const bool each_asks = all.known == 0 || request.attempt % attempts_by_one_path == 0;
        if (each_asks && paths.empty()) paths.let_each_ask();
        return false;
    }
    // With keys no request is answered twice, because any host can send a recorded one again. So
    // each attempt is answered by another path, if there are others.
    return recent_.has_better_path(now_us, request, has_token, path);
}

Responder::Response Responder::choose_response(const wire::Request& request,
                                               const RequestCopy& copy, const MatchCount& own,
                                               const AnswerSize& answer_size,
                                               const HostSketch& sketch, Allowance& allowance) {
    Response response;
    response.has_answer = own.lacking != 0 && copy.asks(state_.reach());
    if (response.has_answer) {
        response.own_bytes_max = allowance.spend_up_to(answer_size.of(own));
    }
    // Answers of other providers may not arrive: a provider hangs, or a firewall passes this port
    // only. So a client that asks again, and gets no service from here, is told that others answer.
    response.tells_of_others = own.matching == 0 && request.attempt > 1 &&
                               fan_out_.has_candidates() && allowance.spend(answer_size.overhead);
    // Nothing else is sent with a sketch. If the allowance is too small, only the roster is.
    const std::size_t sketch_size = sketch.cells().size();
    if (sketch_size != 0) (void)allowance.spend(answer_size.overhead + sketch_size);
    fan_out_.choose(allowance);
    response.others_answer = fan_out_.recipient_count() != 0;
    response.is_withheld = allowance.is_exceeded();
    response.wants_roster = request.wants_roster() || response.is_withheld;
    return response;
}

void Responder::respond(TimeUs now_us, const wire::Arrival& arrival, const wire::Request& request,
                        wire::Roster roster, const Response& response, const HostSketch& sketch) {
    if (response.others_answer) {
        if (fan_out_.notify(arrival, roster, request)) {
            messenger_.counters.add(Counter::notifications, fan_out_.recipient_count());
        } else {
            messenger_.counters.add(Counter::drop_malformed);
        }
    }
    const bool sends_roster =
        response.others_answer ? response.tells_of_others : response.wants_roster;
    if (!response.has_answer && !sends_roster) return;
    roster.others_answer = response.others_answer;
    WatchReport report;
    if (request.sketch.is_wanted) report.former_primary = registry_.ended_primary(now_us);
    if (!response.is_withheld) report.sketch = sketch.cells();
    answerer_.answer(now_us, arrival, request, roster, response.own_bytes_max, report);
}

void Responder::on_notification(TimeUs now_us, const wire::Header& header, wire::Bytes fields) {
    wire::Notification notification;
    if (!messenger_.decode(header, fields, notification)) return;
    if (!may_answer(notification.arrival)) {
        return messenger_.counters.add(Counter::drop_off_link);
    }
    // The primary has checked the time of the request.
    const bool is_first = !messenger_.sealer.has_keys() ||
                          replays_.accept(RecentRequests::number_of(notification.request),
                                          messenger_.sealer.seal().time_ms);
    if (!is_first) return messenger_.counters.add(Counter::drop_replayed);
    messenger_.counters.add(Counter::requests);
    answerer_.answer(now_us, notification.arrival, notification.request, notification.roster);
}

}  // namespace mpdisc::core
