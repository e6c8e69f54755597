// SPDX-License-Identifier: MIT
#include "core/probe.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// The gap between the first two attempts; each next one is twice as long, up to a second: a host
/// whose primary hung has another one at some time. The first is shorter than the quiet: a host
/// that was just getting a new primary, or lost the request, is asked once more.
constexpr TimeUs first_gap_us = 50'000;
constexpr TimeUs gap_max_us = 1'000'000;
/// A primary that is new can tell how many there are so much later.
constexpr TimeUs settling_us = 250'000;
/// So long after the last news a list that the rosters call complete is taken to be so: another
/// host's first answer may still be on its way.
constexpr TimeUs quiet_us = 80'000;
/// How many services answer in a millisecond without filling a client's buffer.
constexpr std::uint32_t answers_per_ms = 10;

static_assert(first_gap_us < quiet_us);

}  // namespace

Probe::Probe(const ProbeConfig& config)
    : config_(config),
      random_(config.seed),
      transaction_(random_.next()),
      found_(random_.next()),
      hosts_(random_.next()) {}

void Probe::set_interfaces(std::span<const InterfaceAddress> addresses) {
    if (interfaces_.assign(addresses) == InterfaceTable::Update::no_memory) {
        counters_.add(Counter::drop_no_memory);
    }
    const ProbeScope scope{config_.discovery_port, config_.local_only,
                           config_.interface_name.view(), config_.family,
                           std::span(config_.targets).first(config_.target_count)};
    if (!targets_.compute(scope, interfaces_)) counters_.add(Counter::drop_no_memory);
    targets_sent_ = targets_.all().size();
}

void Probe::start(TimeUs now_us) {
    end_us_ = now_us + TimeUs{config_.timeout_ms} * 1000;
    next_attempt_us_ = now_us;
    tick(now_us);
}

void Probe::tick(TimeUs now_us) {
    if (outcome_ != ProbeOutcome::running) return;
    judge(now_us);
    if (outcome_ == ProbeOutcome::running && now_us >= next_attempt_us_) send_attempt(now_us);
}

void Probe::send_attempt(TimeUs now_us) {
    const TimeUs gap_us = std::min(first_gap_us << std::min<unsigned>(attempt_, 16), gap_max_us);
    sent_at_us_[attempt_++] = now_us;
    next_attempt_us_ = attempt_ < sent_at_us_.size() ? now_us + gap_us : never_us;

    wire::Request request;
    request.transaction = transaction_;
    request.attempt = attempt_;
    request.window_ms = static_cast<std::uint16_t>(
        std::min<std::uint32_t>(found_.size() / answers_per_ms, limits::window_ms_max));
    request.filter = config_.filter();
    request_size_ = wire::encode(request, request_);
    targets_sent_ = 0;
}

bool Probe::poll_transmit(Outbound& out) {
    if (targets_sent_ == targets_.all().size()) return false;
    out.route = targets_.all()[targets_sent_++];
    out.bytes = std::span(request_).first(request_size_);
    return true;
}

void Probe::receive(TimeUs now_us, const Inbound& in) {
    if (outcome_ != ProbeOutcome::running) return;
    wire::Header header;
    wire::Bytes fields;
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) {
        return counters_.add(Counter::drop_malformed);
    }
    if (header.type != wire::MessageType::service_advertisement ||
        header.transaction != transaction_) {
        return counters_.add(Counter::drop_unexpected);
    }
    wire::Advertisement advertisement;
    if (wire::decode(header, fields, advertisement) != wire::DecodeError::none) {
        return counters_.add(Counter::drop_malformed);
    }
    if (advertisement.attempt > attempt_) return counters_.add(Counter::drop_unexpected);
    collect(now_us, in, advertisement);
    judge(now_us);
}

void Probe::collect(TimeUs now_us, const Inbound& in, const wire::Advertisement& advertisement) {
    counters_.add(Counter::answers);
    const FoundRecord record = record_of(now_us, in, advertisement);
    const Filter filter = config_.filter();
    wire::ServiceList::Reader services = advertisement.services.read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (filter.matches(item.service)) {
            note(now_us, record, item, advertisement);
        } else {
            counters_.add(Counter::drop_unexpected);
        }
    }
}

FoundRecord Probe::record_of(TimeUs now_us, const Inbound& in,
                             const wire::Advertisement& advertisement) const {
    FoundRecord record;
    record.provider = advertisement.provider;
    record.role = advertisement.role;
    record.attempt = advertisement.attempt;
    record.if_index = in.if_index;
    record.rtt_us = static_cast<std::uint32_t>(
        std::min<TimeUs>(now_us - sent_at_us_[advertisement.attempt - 1U], UINT32_MAX));
    record.address = address_to_use(in, advertisement);
    record.lifetime_s = advertisement.lifetime_s;
    record.addresses = advertisement.addresses;
    record.address_count = advertisement.address_count;
    return record;
}

IpAddress Probe::address_to_use(const Inbound& in, const wire::Advertisement& advertisement) const {
    const bool from_here = interfaces_.is_loopback(in.if_index);
    const bool from_neighbour = interfaces_.on_link(in.if_index, in.from.address);
    for (std::size_t i = 0; i < advertisement.address_count; ++i) {
        const IpAddress& address = advertisement.addresses[i];
        const bool asked_for = config_.family == Family::any || config_.family == address.family;
        // A link-local address says nothing of the link that it is on, but a neighbour's is on
        // ours.
        const bool within_reach =
            from_here || (from_neighbour && interfaces_.on_link(in.if_index, address));
        if (asked_for && within_reach) return address;
    }
    return in.from.address;
}

void Probe::note(TimeUs now_us, const FoundRecord& record, const wire::ServiceList::Item& item,
                 const wire::Advertisement& advertisement) {
    const std::uint32_t known = found_.find(record.provider, item.service);
    const bool is_new = known == FoundServices::none;
    // A belated answer says nothing of who is the host's primary by now.
    if (!is_new && found_[known].attempt > record.attempt) return;
    const std::uint32_t host = hosts_.note(advertisement.roster);
    if (!advertisement.roster.settled && next_attempt_us_ != never_us) {
        next_attempt_us_ = std::min(next_attempt_us_, now_us + settling_us);
    }
    if (!is_new) {
        hosts_.move_found(found_[known].host, host);
        found_[known].host = host;
        found_[known].attempt = record.attempt;
        return;
    }
    FoundRecord added = record;
    added.host = host;
    if (!found_.add(added, item, advertisement.host_name)) {
        return counters_.add(Counter::drop_no_memory);
    }
    last_news_us_ = now_us;
    hosts_.add_found(host);
}

bool Probe::has_all() const {
    return found_.size() != 0 && hosts_.incomplete_hosts() == 0 && config_.count == 0;
}

void Probe::judge(TimeUs now_us) {
    const bool counted = config_.count != 0 && found_.size() >= config_.count;
    const bool settled =
        has_all() && (targets_.only_this_host() || now_us >= last_news_us_ + quiet_us);
    if (counted || settled) {
        outcome_ = ProbeOutcome::complete;
    } else if (now_us >= end_us_) {
        const bool enough = found_.size() != 0 && config_.count == 0;
        outcome_ = !enough                          ? ProbeOutcome::not_found
                   : hosts_.incomplete_hosts() == 0 ? ProbeOutcome::complete
                                                    : ProbeOutcome::incomplete;
    }
}

TimeUs Probe::next_deadline_us() const {
    if (outcome_ != ProbeOutcome::running) return never_us;
    const TimeUs settled_us = has_all() ? last_news_us_ + quiet_us : never_us;
    return std::min({end_us_, next_attempt_us_, settled_us});
}

bool Probe::next_service(FoundService& out) {
    if (reported_ == found_.size()) return false;
    if (config_.count != 0 && reported_ == config_.count) return false;
    const FoundRecord& record = found_[reported_++];
    out.service = record.service();
    out.host = record.host_name();
    out.addresses = std::span(record.addresses).first(record.address_count);
    out.address = record.address;
    out.interface_name = interfaces_.name_of(record.if_index);
    out.provider = record.provider;
    out.role = record.role;
    out.rtt_us = record.rtt_us;
    out.lifetime_s = record.lifetime_s;
    return true;
}

}  // namespace mpdisc::core
