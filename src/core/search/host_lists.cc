// SPDX-License-Identifier: MIT
#include "core/search/host_lists.h"

#include <algorithm>
#include <array>
#include <span>

namespace mpdisc::core {
namespace {

/// The primary of this host answers within this time, if there is one.
constexpr TimeUs local_answer_us = 1'000;
/// All hosts answer a query to all of them. The first answer is enough. But if hosts answer a
/// repeated query without a list, there may be many of them.
constexpr std::uint16_t broadcast_window_ms = 1;
constexpr std::uint16_t repeated_window_ms = 20;
/// Silent hosts are reported after half of the time-out, or sooner after this time.
constexpr TimeUs report_max_us = 500'000;
/// A search asks at most this many hosts that have answered it. Some may keep no list.
constexpr std::uint8_t listers_max = 8;
/// The most silent hosts that a search reports.
constexpr std::uint8_t reports_max = 16;

}  // namespace

void HostLists::begin(TimeUs now_us, bool awaits_hosts, std::string_view type, TimeUs timeout_us) {
    is_used_ = true;
    awaits_hosts_ = awaits_hosts;
    type_ = type;
    report_due_us_ = now_us + std::min(timeout_us / 2, report_max_us);
}

void HostLists::note_attempt(TimeUs now_us) {
    if (is_used_ && !are_settled() && targets_.has_link()) {
        broadcast_due_us_ = now_us + local_answer_us;
    }
    if (!is_used_ || targets_.all().empty() || is_local_settled_ || !local_.is_idle()) return;
    local_.begin({reachable_.loopback(), 0}, false, random_);
}

void HostLists::note_heard(const AnswerSource& source) {
    const bool is_useful = is_used_ && link_.is_idle() && !is_local_settled_ &&
                           listers_ < listers_max && reachable_.is_usable(source) &&
                           !is_covered(source.if_index);
    if (!is_useful) return;
    ++listers_;
    link_.begin(source, true, random_);
}

bool HostLists::next_query(TimeUs now_us, const HostRosters& heard, Query& out) {
    for (HostListQuery* const query : {&local_, &link_}) {
        if (!query->is_due(now_us) || !query->next(now_us, out.message)) continue;
        out.to = query->lister();
        return true;
    }
    if (now_us >= broadcast_due_us_) {
        broadcast_due_us_ = never_us;
        if (link_.is_idle()) {
            out = {};
            broadcast_transaction_ = random_.next();
            out.message.transaction = broadcast_transaction_;
            out.message.window_ms = has_broadcast_ ? repeated_window_ms : broadcast_window_ms;
            has_broadcast_ = true;
            return true;
        }
    }
    if (now_us < report_due_us_) return false;
    report_due_us_ = never_us;
    // A host that announced itself may be known without a list. Then there is nobody to tell.
    if (lister_.address.family == Family::any) return false;
    while (reports_ < reports_max && next_report_ < known_.size()) {
        const std::uint32_t number = next_report_++;
        if (!known_.is_silent(number, heard)) continue;
        ++reports_;
        out.to = lister_;
        out.message = {};
        report_transaction_ = random_.next();
        out.message.transaction = report_transaction_;
        out.message.silent = known_[number].id;
        report_due_us_ = now_us;
        return true;
    }
    return false;
}

TimeUs HostLists::next_deadline_us() const {
    return std::min(
        {local_.next_deadline_us(), link_.next_deadline_us(), broadcast_due_us_, report_due_us_});
}

HostListQuery* HostLists::query_of(std::uint64_t transaction, const IpAddress& from) {
    if (local_.is_answer(transaction, from)) return &local_;
    return link_.is_answer(transaction, from) ? &link_ : nullptr;
}

void HostLists::on_announcement(const Inbound& in, const wire::HostAnnouncement& announcement) {
    const AnswerSource source = reachable_.source_of(in.if_index, in.from.address);
    bool is_lister = true;
    if (announcement.transaction == broadcast_transaction_) {
        if (!reachable_.is_usable(source)) return;
        const bool gives_list =
            announcement.address_token != 0 && announcement.summary.knows_neighbours;
        is_lister = gives_list && link_.is_idle() && !is_local_settled_ && listers_ < listers_max &&
                    !is_covered(source.if_index);
        if (is_lister) {
            ++listers_;
            link_.begin_with_token(source, announcement.address_token, random_);
        }
    } else {
        HostListQuery* const query = query_of(announcement.transaction, in.from.address);
        if (query == nullptr || !query->note_token(announcement, random_)) return;
    }
    add(announcement, 0, may_have_type(announcement), is_lister, source);
}

bool HostLists::on_list(const Inbound& in, const wire::HostList& list) {
    HostListQuery* const query = query_of(list.transaction, in.from.address);
    if (query == nullptr) return false;
    const bool is_local = query == &local_;
    lister_ = query->lister();
    if (is_local && targets_.include(in.from.address, 0)) {
        wire::HostDescription self;
        self.host = list.host;
        self.summary = list.summary;
        const bool may_match = list.summary.services != 0 || !list.summary.settled;
        add(self, 0, may_match, true, reachable_.source_of(in.if_index, in.from.address));
    }
    wire::NeighbourReader neighbours(list);
    for (wire::Neighbour each; neighbours.next(each);) {
        const bool may_match = may_have_type(each);
        for (const wire::HostSource& at : std::span(each.sources).first(each.source_count)) {
            const AnswerSource source =
                reachable_.source_of(is_local ? at.if_index : in.if_index, at.address);
            const bool is_here = targets_.include(source.address, 0);
            if (is_here || reachable_.is_usable(source))
                add(each, each.age_s, may_match, true, source);
        }
    }
    if (!query->note_page(list, random_)) return false;
    if (!query->is_settled() && !targets_.only_this_host()) return true;
    if (is_local) {
        is_local_settled_ = true;
        broadcast_due_us_ = never_us;
        link_.end();
    } else if (covered_count_ < covered_.size()) {
        covered_[covered_count_++] = in.if_index;
    }
    return true;
}

bool HostLists::may_have_type(const wire::HostDescription& host) const {
    // A primary that does not know all providers of its host does not know all types, either.
    return !host.summary.settled ||
           (host.types.may_contain(type_) && selection_.may_be_of(host.types));
}

void HostLists::add(const wire::HostDescription& host, std::uint32_t age_s, bool may_match,
                    bool is_listed, const AnswerSource& source) {
    if (!known_.add(host, age_s, awaits_hosts_ && may_match, is_listed, source)) {
        is_truncated_ = true;
    }
}

bool HostLists::is_covered(std::uint32_t if_index) const {
    return std::ranges::count(std::span(covered_).first(covered_count_), if_index) != 0;
}

bool HostLists::are_settled() const {
    if (!is_used_ || is_truncated_) return false;
    const auto needs_no_list = [&](const Route& route) {
        return route.to.address.is_loopback() || is_covered(route.if_index);
    };
    return is_local_settled_ ||
           (covered_count_ != 0 && std::ranges::all_of(targets_.all(), needs_no_list));
}

bool HostLists::list_each(const HostRosters& heard) const {
    std::array<bool, limits::probe_hosts_max> is_named{};
    const auto note = [&](std::uint32_t number) {
        if (number != HostRosters::none) is_named[number] = true;
    };
    for (std::uint32_t n = 0; n < known_.size(); ++n) {
        if (!known_[n].is_listed) continue;
        note(heard.find(known_[n].primary));
        for (const AnswerSource& source : known_[n].all_sources()) note(heard.find(source));
    }
    const auto is_here = [&](const AnswerSource& source) {
        return interfaces_.is_loopback(source.if_index) || interfaces_.is_own(source.address);
    };
    for (std::uint32_t number = 0; number < heard.size(); ++number) {
        const std::span<const AnswerSource> sources = heard.sources(number);
        if (heard.number_of(number) != number || sources.empty()) continue;
        if (!is_named[number] && std::ranges::none_of(sources, is_here)) return false;
    }
    return true;
}

}  // namespace mpdisc::core
