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
    : config_(config),
      messenger_(config_.keys, config.seed),
      transaction_(messenger_.random.next()),
      sources_(interfaces_, config_.target_count == 0, config_.family),
      catalogue_(interfaces_, messenger_.random),
      lists_(interfaces_, targets_, sources_, messenger_.random, !config_.keys.is_empty()),
      stop_rule_(catalogue_, targets_, lists_, pace_,
                 config_.hosts_only ? StopRule::Wanted::hosts : StopRule::Wanted::services,
                 config_.count) {}

bool Probe::set_interfaces(const InterfaceList& list) {
    const bool is_known = interfaces_.assign(list) != InterfaceTable::Update::no_memory;
    const ProbeScope scope{config_.discovery_port, config_.local_only, config_.one_interface,
                           config_.family, std::span(config_.targets).first(config_.target_count)};
    const bool is_set = targets_.compute(scope, interfaces_) && is_known;
    if (!is_set) messenger_.counters.add(Counter::drop_no_memory);
    return is_set;
}

void Probe::start(TimeUs now_us) {
    stop_rule_.begin(now_us + TimeUs{config_.timeout_ms} * 1000);
    // This host does not sleep, and access points do not hold back unicasts.
    const TimeUs patience_us = targets_.reach_many() ? TimeUs{config_.patience_ms} * 1000 : 0;
    pace_.begin(now_us, patience_us, !config_.keys.is_empty());
    if (config_.target_count == 0) {
        lists_.begin(now_us, config_.family, !config_.hosts_only, config_.type.view(),
                     TimeUs{config_.timeout_ms} * 1000);
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
    while (lists_.next_query(now_us, catalogue_.hosts(), query)) {
        // The clock of another host may differ. It gives a token for a query without a time.
        const bool is_dated = query.to.address.is_loopback() || query.message.silent.is_known();
        messenger_.sealer.use({0, is_dated ? wall_clock_.at(now_us) : 0});
        if (query.to.address.family != Family::any) {
            send_host_query(route_to(query.to), query.message);
            continue;
        }
        for (const Route& route : targets_.all()) {
            if (!route.to.address.is_loopback()) send_host_query(route, query.message);
        }
    }
}

void Probe::send_host_query(const Route& route, const wire::HostQuery& query) {
    messenger_.send(0, route, wire::host_message_size_max, [&](std::span<std::uint8_t> room) {
        return wire::pad_request(wire::encode(query, room), room);
    });
}

std::uint64_t Probe::expected_answers() const {
    // A host may claim to have any number. That must not make the window too long for the others.
    const std::uint64_t missing =
        std::min<std::uint64_t>(catalogue_.hosts().missing_services(),
                                limits::found_services_max - catalogue_.services().size());
    // The answers so far tell how many services fit into one.
    return catalogue_.services().size() == 0
               ? missing
               : missing * messenger_.counters[Counter::answers] / catalogue_.services().size();
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
    messenger_.sealer.use({0, tells_time_ ? wall_clock_.at(now_us) : 0});
    // Each known host may answer over each family, and the missing services come on top.
    const std::uint64_t answers =
        catalogue_.hosts().count() * targets_.families() + expected_answers();
    wire::Request request = next_request(now_us, choose_window_ms(now_us, answers));
    if (request.attempt > 1) targets_.change_order();
    stop_rule_.note_attempt();
    lists_.note_attempt(now_us);
    pace_.note_attempt(now_us, TimeUs{request.window_ms} * 1000, stop_rule_.has_all());
    if (config_.hosts_only) return;
    ProbeRequests requests(catalogue_, messenger_.outbox, request);
    // If many hosts are asked together, hosts from which nothing is missing should stay silent.
    const bool asks_many = targets_.reach_many();
    (void)ask_incomplete_hosts(requests, asks_many ? Wanted::all : Wanted::with_token);
    (void)ask_silent_hosts(requests);
    const bool wants_roster = !asks_many && catalogue_.hosts().count() != 0;
    if (!requests.write(ProbeRequests::all_hosts, wants_roster, targets_.all())) {
        messenger_.counters.add(Counter::drop_no_memory);
    }
    for (std::uint32_t host = 0; host < catalogue_.hosts().size() && !asks_many; ++host) {
        catalogue_.hosts().note_asked(host, attempt_, requests.shards());
    }
}

void Probe::send_token_attempt(TimeUs now_us) {
    const std::uint64_t answers = expected_answers();
    wire::Request request =
        next_request(now_us, choose_window_ms(now_us, answers > answers_at_once ? answers : 0));
    pace_.note_token_attempt(now_us, TimeUs{request.window_ms} * 1000);
    ProbeRequests requests(catalogue_, messenger_.outbox, request);
    const bool are_all_asked =
        ask_incomplete_hosts(requests, Wanted::with_unshown_token) && ask_silent_hosts(requests);
    if (!are_all_asked) pace_.schedule_token_attempt(now_us);
}

wire::Request Probe::next_request(TimeUs now_us, std::uint16_t window_ms) {
    if (attempt_ - former_attempts_ == limits::transaction_attempts_max) {
        former_attempts_ = attempt_;
        transaction_ = messenger_.random.next();
    }
    sent_at_us_[attempt_++ - former_attempts_] = now_us;
    wire::Request request;
    request.transaction = transaction_;
    request.attempt = static_cast<std::uint8_t>(attempt_ - former_attempts_);
    request.window_ms = window_ms;
    request.filter = config_.filter();
    return request;
}

bool Probe::ask_incomplete_hosts(ProbeRequests& requests, Wanted wanted) {
    std::size_t datagrams = 0;
    for (std::uint32_t n = 0; n < catalogue_.hosts().size(); ++n) {
        const std::uint32_t host = (next_host_ + n) % catalogue_.hosts().size();
        if (!catalogue_.hosts().is_incomplete(host)) continue;
        if (wanted == Wanted::with_unshown_token && !catalogue_.hosts().has_unshown_token(host))
            continue;
        const std::span<const AnswerSource> sources = catalogue_.hosts().sources(host);
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
        if (has_token && tries_without && catalogue_.hosts().ignores_tokens(host)) continue;
        bool is_asked = false;
        for (const AnswerSource& source : sources) {
            const bool suits = has_token ? source.address_token != 0 : wanted == Wanted::all;
            if (!suits || !may_ask(source)) continue;
            const Route route = route_to(source);
            if (!requests.write(host, true, std::span(&route, 1), source.address_token)) {
                messenger_.counters.add(Counter::drop_no_memory);
                return false;
            }
            is_asked = true;
            datagrams += requests.shards();
        }
        if (!is_asked) continue;
        catalogue_.hosts().note_asked(host, attempt_, requests.shards());
        if (has_token) catalogue_.hosts().note_tokens_shown(host, attempt_);
    }
    return true;
}

bool Probe::ask_silent_hosts(ProbeRequests& requests) {
    const KnownHosts& known = lists_.known();
    std::size_t datagrams = 0;
    for (std::uint32_t n = 0; n < known.size(); ++n) {
        const std::uint32_t number = (next_silent_ + n) % known.size();
        if (!known.is_silent(number, catalogue_.hosts())) continue;
        const std::span<const AnswerSource> sources = known[number].all_sources();
        const std::size_t most = sources.size() * requests.shards();
        if (datagrams != 0 && datagrams + most > limits::probe_unicasts_max) {
            next_silent_ = number;
            return false;
        }
        for (const AnswerSource& source : sources) {
            if (!requests.write_to_silent(route_to(source))) {
                messenger_.counters.add(Counter::drop_no_memory);
                return false;
            }
            datagrams += requests.shards();
        }
    }
    return true;
}

bool Probe::may_ask(const AnswerSource& source) const {
    const auto is_there = [&](const Route& route) { return route.to.address == source.address; };
    return interfaces_.is_neighbour(source.if_index, source.address) ||
           sources_.claims_link(source.if_index, source.address) ||
           std::ranges::any_of(targets_.all(), is_there);
}

Route Probe::route_to(const AnswerSource& source) const {
    // By the interface that brought the answer. This host itself is asked by the routes.
    const std::uint32_t if_index = interfaces_.is_loopback(source.if_index) ? 0 : source.if_index;
    const std::uint32_t scope_id = source.address.is_link_local() ? if_index : 0;
    return {Channel::client,
            {source.address, scope_id, discovery_port_of(source.address)},
            {},
            if_index,
            sources_.claims_link(source.if_index, source.address)};
}

std::uint16_t Probe::discovery_port_of(const IpAddress& address) const {
    if (config_.target_count == 0) return config_.discovery_port;
    // A given host may answer from another address. Then the port of the first target is used.
    const auto given = std::span(config_.targets).first(config_.target_count);
    const auto same =
        std::ranges::find(given, address, [](const Endpoint& to) { return to.address; });
    const std::uint16_t port = (same != given.end() ? *same : given.front()).port;
    return port == 0 ? config_.discovery_port : port;
}

bool Probe::open(const Inbound& in, wire::Header& header, wire::Bytes& fields) {
    if (sources_.is_impossible(in)) {
        messenger_.counters.add(Counter::drop_unexpected);
        return false;
    }
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) {
        messenger_.counters.add(Counter::drop_malformed);
        return false;
    }
    const bool is_expected = header.type == wire::MessageType::service_advertisement
                                 ? header.transaction == transaction_
                                 : lists_.is_expected(header.transaction, in.from.address);
    if (!is_expected) {
        messenger_.counters.add(Counter::drop_unexpected);
        return false;
    }
    wire::Seal seal;
    if (!messenger_.sealer.open(in.bytes, in.from.port, messenger_.own_port, fields, seal)) {
        messenger_.counters.add(Counter::drop_unauthenticated);
        return false;
    }
    return true;
}

void Probe::receive(TimeUs now_us, const Inbound& in) {
    if (!stop_rule_.is_running()) return;
    wire::Header header;
    wire::Bytes fields;
    if (!open(in, header, fields)) return;
    if (header.type == wire::MessageType::service_advertisement) {
        wire::Advertisement advertisement;
        if (!messenger_.decode(header, fields, advertisement)) return;
        if (former_attempts_ + advertisement.attempt > attempt_ || !is_allowed(advertisement)) {
            return messenger_.counters.add(Counter::drop_unexpected);
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
        if (!messenger_.decode(header, fields, announcement)) return;
        lists_.on_announcement(in, announcement);
    } else if (header.type == wire::MessageType::host_list) {
        wire::HostList list;
        if (!messenger_.decode(header, fields, list)) return;
        const bool is_last = lists_.on_list(in, list);
        const bool asks_more = is_last && !lists_.known().have_answered(catalogue_.hosts());
        if (asks_more) pace_.schedule_unicasts(now_us);
    } else {
        messenger_.counters.add(Counter::drop_unexpected);
    }
    if (config_.hosts_only && lists_.known().size() != known) pace_.note_news(now_us);
}

void Probe::on_advertisement(TimeUs now_us, const Inbound& in,
                             const wire::Advertisement& advertisement) {
    messenger_.counters.add(Counter::answers);
    stop_rule_.note_answer();
    const Filter filter = config_.filter();
    std::size_t sent = 0;
    std::size_t wanted = 0;
    wire::ServiceList::Reader counted = advertisement.services.read();
    for (wire::ServiceList::Item item; counted.next(item); ++sent) {
        if (filter.matches(item.service)) ++wanted;
    }
    messenger_.counters.add(Counter::drop_unexpected, sent - wanted);
    // A sender that did not apply the filter has counted other services in its roster, too.
    if (wanted == 0 && sent != 0) return;

    const AnswerSource source{
        in.from.address, in.if_index, former_attempts_ + advertisement.attempt,
        advertisement.roster.address_token, interfaces_.group_of(in.if_index, in.from.address)};
    FoundRecord record;
    record.port = in.from.port;
    record.rtt_us = static_cast<std::uint32_t>(
        std::min<TimeUs>(now_us - sent_at_us_[advertisement.attempt - 1U], UINT32_MAX));
    lists_.note_heard(source);
    sources_.list_addresses(in, advertisement, record);
    const Catalogue::Merged merged = catalogue_.merge(advertisement, filter, source, record);
    messenger_.counters.add(Counter::drop_no_memory, merged.dropped);
    if (merged.host.news == HostRosters::News::first) pace_.note_rtt(record.rtt_us);
    if (merged.host.news != HostRosters::News::none) pace_.note_news(now_us);
    if (merged.host.has_new_token && may_ask(source)) pace_.schedule_token_attempt(now_us);
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
    const bool is_all = targets_.all().size() == 1 && targets_.all().front().to == to;
    if (!is_all || !targets_.only_this_host()) return;
    stop_rule_.note_refusal();
    check_end(now_us);
}

void Probe::unsent(const Endpoint& to, std::uint32_t if_index) {
    unsent_paths_.note(interfaces_.name_of(if_index), to.address);
    if (is_request_to(to.address, if_index)) ++unsent_;
}

bool Probe::is_request_to(const IpAddress& address, std::uint32_t if_index) const {
    return config_.hosts_only || targets_.include(address, if_index);
}

bool Probe::poll_transmit(Outbound& out) {
    if (!messenger_.outbox.next(out)) return false;
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
    std::uint32_t count = catalogue_.hosts().incomplete_hosts();
    for (std::uint32_t n = 0; n < lists_.known().size(); ++n) {
        if (lists_.known().is_silent(n, catalogue_.hosts())) ++count;
    }
    return count;
}

bool Probe::next_incomplete_host(IncompleteHost& out) {
    if (stop_rule_.is_running()) return false;
    while (true) {
        while (next_incomplete_ < catalogue_.hosts().size()) {
            const std::uint32_t host = next_incomplete_++;
            if (!catalogue_.hosts().is_incomplete(host) ||
                catalogue_.hosts().is_truncated(host) != names_truncated_)
                continue;
            const AnswerSource& source =
                *std::ranges::min_element(catalogue_.hosts().sources(host), {}, naming_order);
            out = {catalogue_.hosts().name(host), source.address,
                   interfaces_.name_of(source.if_index),
                   catalogue_.hosts().missing_services_of(host)};
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
        if (!known.is_silent(number, catalogue_.hosts())) continue;
        const AnswerSource& source =
            *std::ranges::min_element(known[number].all_sources(), {}, naming_order);
        out = {{}, source.address, interfaces_.name_of(source.if_index), 0, true};
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
        out.addresses[out.address_count++] = {source.address, interfaces_.name_of(source.if_index)};
    }
    return true;
}

bool Probe::next_service(FoundService& out) {
    CatalogueChange change;
    while (config_.count == 0 || told_ < config_.count) {
        if (!catalogue_.next_change(change, stop_rule_.is_running())) return false;
        if (change.kind != ChangeKind::added) continue;
        ++told_;
        out = change.service;
        return true;
    }
    return false;
}

}  // namespace mpdisc::core
