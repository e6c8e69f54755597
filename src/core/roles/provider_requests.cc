// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/roles/provider.h"

namespace mpdisc::core {
void Provider::receive_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                               wire::Bytes fields) {
    wire::Notification notification;
    wire::Request& request = notification.request;
    notification.client = in.from;
    notification.if_index = in.if_index;
    if (!in.to.is_multicast()) notification.local = in.to;
    if (!messenger_.decode(header, fields, request)) return;
    notification.claims_link = claims_link(now_us, in);
    const Arrival arrival{in.from, in.if_index, notification.local, notification.claims_link};
    if (notification.claims_link && in.is_link_broadcast) {
        claims_.note(now_us, in.if_index, in.from.address);
    }
    const bool has_token = request.address_token != 0 &&
                           tokens_.is_valid(now_us, arrival.client, request.address_token);
    // What has come with a token needs no answer without one; the other way round, whoever has none
    // may have forged it.
    if (!has_token && recent_.remembers(now_us, request, true)) {
        return messenger_.counters.add(Counter::drop_repeated);
    }
    Asker asker{in.from, has_token ? Trust::proven : Trust::stranger, in.bytes.size(),
                state_.interfaces.is_loopback(arrival.if_index)};
    if (!judge_time(now_us, has_token, request, asker.trust)) {
        return messenger_.counters.add(Counter::drop_replayed);
    }
    RequestPaths* const paths = new_path(now_us, has_token, arrival, request);
    if (paths == nullptr) return messenger_.counters.add(Counter::drop_repeated);
    serve_request(now_us, asker, arrival, *paths, notification);
}

bool Provider::judge_time(TimeUs now_us, bool has_token, const wire::Request& request,
                          Trust& trust) {
    if (state_.config.keys.is_empty()) return true;
    const std::uint64_t time_ms = messenger_.sealer.seal().time_ms;
    if (time_ms == 0 && !has_token) {
        trust = Trust::undated;
        return true;
    }
    // It may come by several paths, as long as these are remembered.
    if (recent_.remembers(now_us, request, has_token)) return true;
    const std::uint64_t number = RecentRequests::number_of(request);
    if (has_token) return replays_.take(number);
    return state_.wall_clock.agrees(now_us, time_ms, limits::replay_window_ms) &&
           replays_.take_dated(number, time_ms);
}

bool Provider::is_first_notification(const wire::Request& request) {
    // Its time was the primary's to judge.
    return state_.config.keys.is_empty() ||
           replays_.take(RecentRequests::number_of(request), messenger_.sealer.seal().time_ms);
}

RequestPath Provider::path_of(const Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    const auto hash = static_cast<std::uint32_t>(keyed_hash(0, client.raw()));
    return {arrival.if_index, hash, client.family, state_.interfaces.is_loopback(arrival.if_index)};
}

RequestPaths* Provider::new_path(TimeUs now_us, bool has_token, const Arrival& arrival,
                                 const wire::Request& request) {
    RequestPaths& paths = recent_.paths_of(now_us, request, has_token);
    const bool is_new = paths.add(path_of(arrival));
    // Where an earlier path has asked everybody, the further ones cost nothing.
    const bool all_asked = paths.has_asked_before() && !paths.each_asks() &&
                           !state_.reach().is_restricted() && !primary_.registry().any_restricted();
    return is_new && !all_asked ? &paths : nullptr;
}

void Provider::serve_request(TimeUs now_us, const Asker& asker, const Arrival& arrival,
                             RequestPaths& paths, wire::Notification& notification) {
    Allowance allowance;
    if (!budget_.grant(now_us, asker, allowance)) {
        // It may come by another one that leads to an answer.
        paths.remove_last();
        return messenger_.counters.add(Counter::drop_rate_limited);
    }
    const std::uint64_t granted = allowance.left();
    // Between programs of this host the size of an answer is nobody's trouble.
    const AnswerSize answer_size =
        asker.is_local ? AnswerSize{} : answerer_.answer_size(speaker(), arrival);
    const wire::Request& request = notification.request;
    const Question question(request);
    const Tally own = paths.asks(state_.reach()) ? tally(question) : Tally{};
    const Tally others = primary_.fan_out().match(paths, question, answer_size);
    const std::uint32_t matching = own.matching + others.matching;
    const bool is_unheard = matching != 0 && own.known + others.known == 0;
    if (is_unheard && tries_other_paths(now_us, asker, arrival, request, paths)) {
        budget_.spend(now_us, 0);
        return messenger_.counters.add(Counter::drop_repeated);
    }
    const Response response = choose_response(request, paths, own, answer_size, allowance);
    budget_.spend(now_us, granted - allowance.left());
    // A roster that counts more is worth telling, though nobody else answers.
    const bool nobody_new = !response.has_answer && !response.others_answer;
    if (nobody_new && !paths.is_first() && !response.wants_roster) {
        return messenger_.counters.add(Counter::drop_repeated);
    }
    messenger_.counters.add(Counter::requests);
    if (response.is_withheld) messenger_.counters.add(Counter::withheld);
    notification.roster = {state_.config.id, matching, primary_.registry().revision(),
                           primary_.is_settled(now_us),
                           response.is_withheld ? tokens_.make(now_us, arrival.client) : 0};
    respond(now_us, arrival, response, notification);
}

Provider::Response Provider::choose_response(const wire::Request& request,
                                             const RequestPaths& paths, const Tally& own,
                                             const AnswerSize& answer_size, Allowance& allowance) {
    FanOut& others = primary_.fan_out();
    Response response;
    response.has_answer = own.lacking != 0 && paths.asks_now(state_.reach());
    if (response.has_answer) {
        response.own_bytes_max = allowance.take_up_to(answer_size.of(own));
    }
    // The answers of others may not come: they hang, or a firewall lets this port alone pass. So a
    // client that asks again, and got no answer from here, is told at least that there are some.
    response.tells_of_others = own.matching == 0 && request.attempt > 1 &&
                               others.has_candidates() && allowance.take(answer_size.of(Tally{}));
    others.choose(allowance);
    response.others_answer = others.recipient_count() != 0;
    response.is_withheld = allowance.is_exceeded();
    response.wants_roster = request.known.wants_roster || response.is_withheld;
    return response;
}

bool Provider::tries_other_paths(TimeUs now_us, const Asker& asker, const Arrival& arrival,
                                 const wire::Request& request, RequestPaths& paths) {
    if (request.attempt <= 1 || asker.trust == Trust::proven) return false;
    if (state_.config.keys.is_empty()) {
        if (paths.is_first()) paths.let_each_ask();
        return false;
    }
    // With keys no request is answered twice, for anybody can send it again. So each attempt is
    // answered by another path, as far as others come at all.
    if (!recent_.has_better_path(now_us, request, path_of(arrival))) return false;
    paths.pass_over_last();
    return true;
}

void Provider::respond(TimeUs now_us, const Arrival& arrival, const Response& response,
                       const wire::Notification& notification) {
    const bool is_roster_worth_it =
        response.others_answer ? response.tells_of_others : response.wants_roster;
    if (response.has_answer || is_roster_worth_it) {
        wire::Roster roster = notification.roster;
        roster.others_answer = response.others_answer;
        answerer_.answer(now_us, speaker(), arrival, notification.request, roster,
                         response.own_bytes_max);
    }
    if (!response.others_answer) return;
    FanOut& fan_out = primary_.fan_out();
    if (fan_out.notify(notification)) {
        messenger_.counters.add(Counter::notifications, fan_out.recipient_count());
    } else {
        messenger_.counters.add(Counter::drop_malformed);
    }
}

Tally Provider::tally(const Question& question) const {
    Tally tally;
    wire::ServiceList::Reader services = state_.services.list().read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!question.filter().matches(item.service)) continue;
        tally.add(question.standing_of(state_.config.id, item.encoded), item.encoded.size());
    }
    return tally;
}

void Provider::receive_notification(TimeUs now_us, const wire::Header& header, wire::Bytes fields) {
    wire::Notification notification;
    if (!messenger_.decode(header, fields, notification)) return;
    const Arrival arrival{notification.client, notification.if_index, notification.local,
                          notification.claims_link};
    if (!answers_to(arrival)) return messenger_.counters.add(Counter::drop_off_link);
    if (!is_first_notification(notification.request)) {
        return messenger_.counters.add(Counter::drop_replayed);
    }
    messenger_.counters.add(Counter::requests);
    answerer_.answer(now_us, speaker(), arrival, notification.request, notification.roster);
}

bool Provider::answers_to(const Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    if (state_.interfaces.is_neighbour(arrival.if_index, client)) return true;
    if (arrival.claims_link && state_.interfaces.may_be_on_link(arrival.if_index, client)) {
        return true;
    }
    return is_allowed(client);
}

bool Provider::is_allowed(const IpAddress& client) const {
    const auto allowed = std::span(state_.config.allowed).first(state_.config.allowed_count);
    return std::ranges::any_of(allowed,
                               [&](const Network& network) { return network.contains(client); });
}

Answerer::Speaker Provider::speaker() const {
    const ProviderConfig& config = state_.config;
    const bool primary = state_.role == Role::primary;
    const std::uint32_t lease_ms = primary ? config.lease_ms : secondary_.lease_ms();
    return {config.id,
            primary ? Role::primary : Role::secondary,
            primary ? Channel::discovery : Channel::answer,
            state_.host_name.view(),
            config.family,
            std::max<std::uint32_t>(lease_ms / 1000, 1)};
}

}  // namespace mpdisc::core
