// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/provider.h"

namespace mpdisc::core {

void Provider::receive_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                               wire::Bytes fields) {
    wire::Notification notification;
    notification.client = in.from;
    notification.if_index = in.if_index;
    if (!in.to.is_multicast()) notification.local = in.to;
    if (in.bytes.size() > limits::network_datagram_max) {
        return context_.counters.add(Counter::drop_malformed);
    }
    if (!context_.decode(header, fields, notification.request)) return;
    const Arrival arrival{in.from, in.if_index, notification.local};
    if (!answers_to(arrival)) return context_.counters.add(Counter::drop_off_link);
    serve_request(now_us, arrival, notification);
}

void Provider::serve_request(TimeUs now_us, const Arrival& arrival,
                             wire::Notification& notification) {
    const wire::Request& request = notification.request;
    const Registry& registry = primary_.registry();
    FanOut& fan_out = primary_.fan_out();
    RequestPaths& paths =
        recent_.paths_of(now_us, request.transaction, request.attempt, request.known.shard);
    const bool new_path = paths.add({arrival.if_index, arrival.client.address.family,
                                     context_.interfaces.is_loopback(arrival.if_index)});
    // Where everybody is asked by the first path, the further ones cost nothing.
    const bool all_asked =
        !paths.is_first() && !context_.reach().is_restricted() && !registry.any_restricted();
    if (!new_path || all_asked) return context_.counters.add(Counter::drop_repeated);

    const Question question(request);
    const Tally own = paths.asks(context_.reach()) ? tally(question) : Tally{};
    const std::uint32_t others = fan_out.match(paths, question);
    const bool has_answer = own.lacking != 0 && paths.asks_now(context_.reach());
    const bool nobody_new = !has_answer && fan_out.recipient_count() == 0;
    // A roster that counts more is worth telling, though nobody else answers.
    if (nobody_new && !paths.is_first() && !request.known.wants_roster) {
        return context_.counters.add(Counter::drop_repeated);
    }
    context_.counters.add(Counter::requests);

    notification.roster = {context_.config.id, own.matching + others, registry.revision(),
                           primary_.is_settled(now_us)};
    if (has_answer || (nobody_new && request.known.wants_roster)) {
        answerer_.answer(now_us, speaker(), arrival, request, notification.roster);
    }
    if (fan_out.recipient_count() == 0) return;
    if (fan_out.notify(notification)) {
        context_.counters.add(Counter::notifications, fan_out.recipient_count());
    } else {
        context_.counters.add(Counter::drop_malformed);
    }
}

Tally Provider::tally(const Question& question) const {
    Tally tally;
    wire::ServiceList::Reader services = context_.services.list().read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!question.filter().matches(item.service)) continue;
        ++tally.matching;
        if (question.lacks(context_.config.id, item.encoded)) ++tally.lacking;
    }
    return tally;
}

void Provider::receive_notification(TimeUs now_us, const wire::Header& header, wire::Bytes fields) {
    wire::Notification notification;
    if (!context_.decode(header, fields, notification)) return;
    const Arrival arrival{notification.client, notification.if_index, notification.local};
    if (!answers_to(arrival)) return context_.counters.add(Counter::drop_off_link);
    context_.counters.add(Counter::requests);
    answerer_.answer(now_us, speaker(), arrival, notification.request, notification.roster);
}

bool Provider::answers_to(const Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    const InterfaceTable& interfaces = context_.interfaces;
    if (interfaces.on_link(arrival.if_index, client)) return true;
    // Not whatever comes over loopback: of a notification only its primary says that it did.
    if (interfaces.is_loopback(arrival.if_index) && interfaces.is_own(client)) return true;
    const auto allowed = std::span(context_.config.allowed).first(context_.config.allowed_count);
    return std::ranges::any_of(allowed,
                               [&](const Network& network) { return network.contains(client); });
}

Answerer::Speaker Provider::speaker() const {
    const ProviderConfig& config = context_.config;
    const bool primary = context_.role == Role::primary;
    const std::uint32_t lease_ms = primary ? config.lease_ms : secondary_.lease_ms();
    return {config.id,
            primary ? Role::primary : Role::secondary,
            primary ? Channel::discovery : Channel::answer,
            config.host_name.view(),
            config.family,
            std::max<std::uint32_t>(lease_ms / 1000, 1)};
}

}  // namespace mpdisc::core
