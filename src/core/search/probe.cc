// SPDX-License-Identifier: MIT
#include "core/search/probe.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// At this rate the answers do not overflow a receive buffer of 256 datagrams before the client
/// reads them, and the client need not wait for them.
constexpr std::uint32_t answers_per_ms = 20;
/// A host that withheld its answers may send this many at once, as it would have done without the
/// need for a token.
constexpr std::uint32_t answers_at_once = 1'024;

/// Whether the answer has services or may be empty. Only a primary sends empty answers: with a
/// token if it withholds services, or to a repetition, to say that nothing is missing or that
/// others answer.
bool is_allowed(const wire::Advertisement& advertisement) {
    const bool may_be_empty = advertisement.attempt > 1 || advertisement.roster.address_token != 0;
    return !advertisement.services.is_empty() ||
           (advertisement.role == Role::primary && may_be_empty &&
            advertisement.provider == advertisement.roster.primary);
}

/// A host is named by the address that a user knows best, whichever answer came first.
int naming_order(const AnswerSource& source) {
    return (source.address.family == Family::ipv6 ? 1 : 0) +
           (source.address.is_link_local() ? 2 : 0);
}

}  // namespace

Probe::Probe(const ProbeConfig& config)
    : client_(config),
      transaction_(client_.messenger.random.next()),
      lists_(client_.interfaces, client_.targets, client_.reachable, client_.config.selection,
             client_.messenger.random, !client_.config.keys.is_empty()),
      stop_rule_(client_.catalogue, client_.targets, lists_, pace_,
                 client_.config.hosts_only ? StopRule::Wanted::hosts : StopRule::Wanted::services,
                 client_.config.count) {}

void Probe::start(TimeUs now_us) {
    stop_rule_.begin(now_us + TimeUs{client_.config.timeout_ms} * 1000);
    // This host does not sleep, and access points do not hold back unicasts.
    const TimeUs patience_us =
        client_.targets.reach_many() ? TimeUs{client_.config.patience_ms} * 1000 : 0;
    pace_.begin(now_us, patience_us, !client_.config.keys.is_empty());
    if (client_.config.target_count == 0) {
        lists_.begin(now_us, !client_.config.hosts_only, client_.config.type.view(),
                     TimeUs{client_.config.timeout_ms} * 1000);
    }
    tick(now_us);
}

void Probe::tick(TimeUs now_us) {
    if (!stop_rule_.is_running()) return;
    check_end(now_us);
    if (!stop_rule_.is_running()) return;
    if (now_us >= pace_.due_us()) {
        send_attempt(now_us);
    } else if (now_us >= pace_.token_due_us()) {
        send_token_attempt(now_us);
    }
    send_host_queries(now_us);
}

void Probe::send_host_queries(TimeUs now_us) {
    HostLists::Query query;
    while (lists_.next_query(now_us, client_.catalogue.hosts(), query)) {
        // The clock of another host may differ. It gives a token for a query without a time.
        const bool is_dated = query.to.address.is_loopback() || query.message.silent.is_known();
        client_.messenger.sealer.use({0, is_dated ? client_.wall_clock.at(now_us) : 0});
        if (query.to.address.family != Family::any) {
            client_.send_host_query(client_.route_to(query.to), query.message);
        } else {
            client_.send_host_query_to_links(query.message);
        }
    }
}

std::uint64_t Probe::expected_answers() const {
    // A host may claim to have any number. That must not make the window too long for the others.
    const std::uint64_t missing =
        std::min<std::uint64_t>(client_.catalogue.hosts().missing_services(),
                                limits::found_services_max - client_.catalogue.services().size());
    // The answers so far tell how many services fit into one.
    return client_.catalogue.services().size() == 0
               ? missing
               : missing * client_.messenger.counters[Counter::answers] /
                     client_.catalogue.services().size();
}

std::uint16_t Probe::choose_window_ms(TimeUs now_us, std::uint64_t answers) const {
    const std::uint64_t wanted_ms = answers / answers_per_ms;
    const TimeUs end_us = stop_rule_.end_us();
    const TimeUs left_us = end_us > now_us ? end_us - now_us : 0;
    return static_cast<std::uint16_t>(
        std::min<std::uint64_t>({wanted_ms, left_us / 1000 / 4, limits::window_ms_max}));
}

void Probe::send_attempt(TimeUs now_us) {
    // A host with a different clock refuses requests with a time. It gives a token for one without.
    tells_time_ = !tells_time_;
    client_.messenger.sealer.use({0, tells_time_ ? client_.wall_clock.at(now_us) : 0});
    // Each known host may answer over each family, and the missing services come on top.
    const std::uint64_t answers =
        client_.catalogue.hosts().count() * client_.targets.families() + expected_answers();
    wire::Request request = next_request(now_us, choose_window_ms(now_us, answers));
    if (request.attempt > 1) client_.targets.change_order();
    stop_rule_.note_attempt();
    lists_.note_attempt(now_us);
    pace_.note_attempt(now_us, TimeUs{request.window_ms} * 1000, stop_rule_.has_all());
    if (client_.config.hosts_only) return;
    ProbeRequests requests(client_.catalogue, client_.messenger.outbox, request);
    // If many hosts are asked together, hosts from which nothing is missing should stay silent.
    const bool asks_many = client_.targets.reach_many();
    (void)ask_incomplete_hosts(requests, asks_many ? Wanted::all : Wanted::with_token);
    (void)ask_silent_hosts(requests);
    const bool wants_roster = !asks_many && client_.catalogue.hosts().count() != 0;
    if (!requests.write(ProbeRequests::all_hosts, wants_roster, client_.targets.all())) {
        client_.messenger.counters.add(Counter::drop_no_memory);
    }
    for (std::uint32_t host = 0; host < client_.catalogue.hosts().size() && !asks_many; ++host) {
        client_.catalogue.hosts().note_asked(host, client_.attempts, requests.shards());
    }
}

void Probe::send_token_attempt(TimeUs now_us) {
    const std::uint64_t answers = expected_answers();
    wire::Request request =
        next_request(now_us, choose_window_ms(now_us, answers > answers_at_once ? answers : 0));
    pace_.note_token_attempt(now_us, TimeUs{request.window_ms} * 1000);
    ProbeRequests requests(client_.catalogue, client_.messenger.outbox, request);
    const bool are_all_asked =
        ask_incomplete_hosts(requests, Wanted::with_unshown_token) && ask_silent_hosts(requests);
    if (!are_all_asked) pace_.schedule_token_attempt(now_us);
}

wire::Request Probe::next_request(TimeUs now_us, std::uint16_t window_ms) {
    if (client_.attempts - former_attempts_ == limits::transaction_attempts_max) {
        former_attempts_ = client_.attempts;
        transaction_ = client_.messenger.random.next();
    }
    sent_at_us_[client_.attempts++ - former_attempts_] = now_us;
    wire::Request request;
    request.transaction = transaction_;
    request.attempt = static_cast<std::uint8_t>(client_.attempts - former_attempts_);
    request.window_ms = window_ms;
    request.filter = client_.config.filter();
    return request;
}

bool Probe::ask_incomplete_hosts(ProbeRequests& requests, Wanted wanted) {
    std::size_t datagrams = 0;
    for (std::uint32_t n = 0; n < client_.catalogue.hosts().size(); ++n) {
        const std::uint32_t host = (next_host_ + n) % client_.catalogue.hosts().size();
        if (!client_.catalogue.hosts().is_incomplete(host)) continue;
        if (wanted == Wanted::with_unshown_token &&
            !client_.catalogue.hosts().has_unshown_token(host))
            continue;
        const std::span<const AnswerSource> sources = client_.catalogue.hosts().sources(host);
        const std::size_t most = sources.size() * requests.shards();
        if (datagrams != 0 && datagrams + most > limits::probe_unicasts_max) {
            next_host_ = host;
            return false;
        }
        // The host answers each attempt once. So no request without a token may be sent if there is
        // one. If the tokens bring nothing, their paths may not work. Then every second attempt
        // leaves them out, and the broadcast asks this host.
        const bool has_token = std::ranges::any_of(sources, &AnswerSource::address_token);
        const bool tries_without = wanted != Wanted::with_unshown_token && tells_time_;
        if (has_token && tries_without && client_.catalogue.hosts().ignores_tokens(host)) continue;
        bool is_asked = false;
        for (const AnswerSource& source : sources) {
            const bool suits = has_token ? source.address_token != 0 : wanted == Wanted::all;
            if (!suits || !client_.may_ask(source)) continue;
            const Route route = client_.route_to(source);
            if (!requests.write(host, true, std::span(&route, 1), source.address_token)) {
                client_.messenger.counters.add(Counter::drop_no_memory);
                return false;
            }
            is_asked = true;
            datagrams += requests.shards();
        }
        if (!is_asked) continue;
        client_.catalogue.hosts().note_asked(host, client_.attempts, requests.shards());
        if (has_token) client_.catalogue.hosts().note_tokens_shown(host, client_.attempts);
    }
    return true;
}

bool Probe::ask_silent_hosts(ProbeRequests& requests) {
    const KnownHosts& known = lists_.known();
    std::size_t datagrams = 0;
    for (std::uint32_t n = 0; n < known.size(); ++n) {
        const std::uint32_t number = (next_silent_ + n) % known.size();
        if (!known.is_silent(number, client_.catalogue.hosts())) continue;
        const std::span<const AnswerSource> sources = known[number].all_sources();
        const std::size_t most = sources.size() * requests.shards();
        if (datagrams != 0 && datagrams + most > limits::probe_unicasts_max) {
            next_silent_ = number;
            return false;
        }
        for (const AnswerSource& source : sources) {
            // The interfaces may have changed since a list named it.
            if (!client_.may_ask(source)) continue;
            if (!requests.write_to_silent(client_.route_to(source))) {
                client_.messenger.counters.add(Counter::drop_no_memory);
                return false;
            }
            datagrams += requests.shards();
        }
    }
    return true;
}

bool Probe::open(const Inbound& in, wire::Header& header, wire::Bytes& fields) {
    if (client_.sources.is_impossible(in)) {
        client_.messenger.counters.add(Counter::drop_unexpected);
        return false;
    }
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) {
        client_.messenger.counters.add(Counter::drop_malformed);
        return false;
    }
    const bool is_expected = header.type == wire::MessageType::service_advertisement
                                 ? header.transaction == transaction_
                                 : lists_.is_expected(header.transaction, in.from.address);
    if (!is_expected) {
        client_.messenger.counters.add(Counter::drop_unexpected);
        return false;
    }
    wire::Seal seal;
    if (!client_.messenger.sealer.open(in.bytes, in.from.port, client_.messenger.own_port, fields,
                                       seal)) {
        client_.messenger.counters.add(Counter::drop_unauthenticated);
        return false;
    }
    return true;
}

void Probe::receive(TimeUs now_us, const Inbound& in) {
    if (!stop_rule_.is_running()) return;
    const Counters before = client_.messenger.counters;
    handle(now_us, in);
    client_.messenger.drop_sources.note(now_us, in.from, before, client_.messenger.counters);
}

void Probe::handle(TimeUs now_us, const Inbound& in) {
    wire::Header header;
    wire::Bytes fields;
    if (!open(in, header, fields)) return;
    if (header.type == wire::MessageType::service_advertisement) {
        wire::Advertisement advertisement;
        if (!client_.messenger.decode(header, fields, advertisement)) return;
        if (former_attempts_ + advertisement.attempt > client_.attempts ||
            !is_allowed(advertisement)) {
            return client_.messenger.counters.add(Counter::drop_unexpected);
        }
        on_advertisement(now_us, in, advertisement);
    } else {
        on_host_message(now_us, in, header, fields);
    }
    check_end(now_us);
    if (stop_rule_.is_running()) send_host_queries(now_us);
}

void Probe::on_host_message(TimeUs now_us, const Inbound& in, const wire::Header& header,
                            wire::Bytes fields) {
    const std::uint32_t known = lists_.known().size();
    if (header.type == wire::MessageType::host_announcement) {
        wire::HostAnnouncement announcement;
        if (!client_.messenger.decode(header, fields, announcement)) return;
        lists_.on_announcement(in, announcement);
    } else if (header.type == wire::MessageType::host_list) {
        wire::HostList list;
        if (!client_.messenger.decode(header, fields, list)) return;
        const bool is_last = lists_.on_list(in, list);
        const bool asks_more = is_last && !lists_.known().have_answered(client_.catalogue.hosts());
        if (asks_more) pace_.schedule_unicasts(now_us);
    } else {
        client_.messenger.counters.add(Counter::drop_unexpected);
    }
    if (client_.config.hosts_only && lists_.known().size() != known) pace_.note_news(now_us);
}

void Probe::on_advertisement(TimeUs now_us, const Inbound& in,
                             const wire::Advertisement& advertisement) {
    client_.messenger.counters.add(Counter::answers);
    stop_rule_.note_answer();
    const Filter filter = client_.config.filter();
    std::size_t sent = 0;
    std::size_t wanted = 0;
    wire::ServiceList::Reader counted = advertisement.services.read();
    for (wire::ServiceList::Item item; counted.next(item); ++sent) {
        if (filter.matches(item.service)) ++wanted;
    }
    client_.messenger.counters.add(Counter::drop_unexpected, sent - wanted);
    // A sender that did not apply the filter has counted other services in its roster, too.
    if (wanted == 0 && sent != 0) return;

    const AnswerSource source{in.from.address, in.if_index,
                              former_attempts_ + advertisement.attempt,
                              advertisement.roster.address_token,
                              client_.interfaces.group_of(in.if_index, in.from.address)};
    FoundRecord record;
    record.port = in.from.port;
    record.rtt_us = static_cast<std::uint32_t>(
        std::min<TimeUs>(now_us - sent_at_us_[advertisement.attempt - 1U], UINT32_MAX));
    lists_.note_heard(source);
    client_.sources.list_addresses(in, advertisement, record);
    const Catalogue::Merged merged = client_.catalogue.merge(advertisement, filter, source, record);
    client_.messenger.counters.add(Counter::drop_no_memory, merged.dropped);
    if (merged.host.news == HostRosters::News::first) pace_.note_rtt(record.rtt_us);
    if (merged.host.news != HostRosters::News::none) pace_.note_news(now_us);
    if (merged.host.has_new_token && client_.may_ask(source)) pace_.schedule_token_attempt(now_us);
    for (std::uint32_t n = 0; n < merged.added; ++n) {
        pace_.note_found(now_us, source.attempt, merged.was_asked_before);
    }
}

void Probe::check_end(TimeUs now_us) {
    stop_rule_.check(now_us, requests_ != unsent_);
}

void Probe::refused(TimeUs now_us, const Endpoint& to) {
    // If several addresses are asked, a program at another one may answer late. What another host
    // seems to refuse may be forged.
    const bool is_all = client_.targets.all().size() == 1 && client_.targets.all().front().to == to;
    if (!is_all || !client_.targets.only_this_host()) return;
    stop_rule_.note_refusal();
    check_end(now_us);
}

void Probe::unsent(const Endpoint& to, std::uint32_t if_index) {
    unsent_paths_.note(client_.interfaces.name_of(if_index), to.address);
    if (is_request_to(to.address, if_index)) ++unsent_;
}

bool Probe::is_request_to(const IpAddress& address, std::uint32_t if_index) const {
    return client_.config.hosts_only || client_.targets.include(address, if_index);
}

bool Probe::poll_transmit(Outbound& out) {
    if (!client_.messenger.outbox.next(out)) return false;
    if (is_request_to(out.route.to.address, out.route.if_index)) ++requests_;
    return true;
}

TimeUs Probe::next_deadline_us() const {
    if (!stop_rule_.is_running()) return never_us;
    const TimeUs final_us =
        stop_rule_.has_each_known_host() ? pace_.newcomers_until_us() : never_us;
    return std::min({stop_rule_.end_us(), pace_.due_us(), pace_.token_due_us(),
                     lists_.next_deadline_us(), final_us});
}

std::uint32_t Probe::incomplete_hosts() const {
    std::uint32_t count = client_.catalogue.hosts().incomplete_hosts();
    for (std::uint32_t n = 0; n < lists_.known().size(); ++n) {
        if (lists_.known().is_silent(n, client_.catalogue.hosts())) ++count;
    }
    return count;
}

bool Probe::next_incomplete_host(IncompleteHost& out) {
    if (stop_rule_.is_running()) return false;
    while (true) {
        while (next_incomplete_ < client_.catalogue.hosts().size()) {
            const std::uint32_t host = next_incomplete_++;
            if (!client_.catalogue.hosts().is_incomplete(host) ||
                client_.catalogue.hosts().is_truncated(host) != names_truncated_)
                continue;
            const AnswerSource& source = *std::ranges::min_element(
                client_.catalogue.hosts().sources(host), {}, naming_order);
            out = {client_.catalogue.hosts().name(host), source.address,
                   client_.interfaces.name_of(source.if_index),
                   client_.catalogue.hosts().missing_services_of(host)};
            return true;
        }
        if (!names_truncated_) return next_silent_host(out);
        names_truncated_ = false;
        next_incomplete_ = 0;
    }
}

bool Probe::next_silent_host(IncompleteHost& out) {
    const KnownHosts& known = lists_.known();
    while (next_unnamed_ < known.size()) {
        const std::uint32_t number = next_unnamed_++;
        if (!known.is_silent(number, client_.catalogue.hosts())) continue;
        const AnswerSource& source =
            *std::ranges::min_element(known[number].all_sources(), {}, naming_order);
        out = {{}, source.address, client_.interfaces.name_of(source.if_index), 0, true};
        return true;
    }
    return false;
}

bool Probe::next_host(KnownHost& out) {
    if (stop_rule_.is_running() || next_told_ == lists_.known().size()) return false;
    const KnownHosts::Host& host = lists_.known()[next_told_++];
    out = {};
    out.id = host.id;
    out.primary = host.primary;
    out.services = host.services;
    out.age_s = host.age_s;
    out.revision = host.revision;
    for (const AnswerSource& source : host.all_sources()) {
        out.addresses[out.address_count++] = {source.address,
                                              client_.interfaces.name_of(source.if_index)};
    }
    return true;
}

bool Probe::next_service(FoundServiceView& out) {
    CatalogueChange change;
    while (client_.config.count == 0 || told_ < client_.config.count) {
        if (!client_.catalogue.next_change(change, stop_rule_.is_running())) return false;
        if (change.kind != ChangeKind::added) continue;
        ++told_;
        out = change.service;
        return true;
    }
    return false;
}

}  // namespace mpdisc::core
