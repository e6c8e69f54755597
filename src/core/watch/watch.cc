// SPDX-License-Identifier: MIT
#include "core/watch/watch.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// If the time of day is this much later than expected, the computer was suspended.
constexpr std::int64_t suspension_min_ms = 2'000;

WatchEventType type_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return WatchEventType::added;
        case ChangeKind::changed:
            return WatchEventType::changed;
        case ChangeKind::removed:
            break;
    }
    return WatchEventType::removed;
}

}  // namespace

bool Watch::set_interfaces(TimeUs now_us, const InterfaceList& list) {
    const InterfaceTable::Update update = probe_.client().set_interfaces(list);
    if (update == InterfaceTable::Update::changed) follower_.look_around(now_us);
    return update != InterfaceTable::Update::no_memory;
}

void Watch::set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) {
    const bool was_suspended = probe_.client().wall_clock.set(now_us, unix_ms) > suspension_min_ms;
    if (was_suspended) follower_.forgive_silence(now_us);
}

void Watch::start(TimeUs now_us) {
    probe_.start(now_us);
    update(now_us);
}

void Watch::receive(TimeUs now_us, const Inbound& in) {
    if (in.channel == Channel::announcement) return on_announcement(now_us, in);
    Messenger& messenger = probe_.client().messenger;
    wire::Header header;
    wire::Bytes fields;
    const bool is_header = wire::decode_header(in.bytes, header, fields) == wire::DecodeError::none;
    // It answers a query to all hosts, perhaps an earlier one.
    if (is_following_ && is_header && header.type == wire::MessageType::host_announcement) {
        return on_announcement(now_us, in);
    }
    const std::uint16_t path = is_header && header.type == wire::MessageType::service_advertisement
                                   ? follower_.find_asked(in, header.transaction)
                                   : FollowedPaths::none;
    if (path == FollowedPaths::none) {
        // Answers to the search come late, or this is no answer at all.
        if (is_following_) return messenger.counters.add(Counter::drop_unexpected);
        probe_.receive(now_us, in);
        return update(now_us);
    }
    wire::Seal seal;
    if (!messenger.sealer.open(in.bytes, in.from.port, messenger.own_port, fields, seal)) {
        return messenger.counters.add(Counter::drop_unauthenticated);
    }
    wire::Advertisement advertisement;
    if (!messenger.decode(header, fields, advertisement)) return;
    follower_.on_advertisement(now_us, path, in, advertisement);
    update(now_us);
}

void Watch::on_announcement(TimeUs now_us, const Inbound& in) {
    Messenger& messenger = probe_.client().messenger;
    wire::Header header;
    wire::Bytes fields;
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) {
        return messenger.counters.add(Counter::drop_malformed);
    }
    if (header.type != wire::MessageType::host_announcement) {
        return messenger.counters.add(Counter::drop_unexpected);
    }
    wire::Seal seal;
    if (!messenger.sealer.open(in.bytes, in.from.port, messenger.own_port, fields, seal)) {
        return messenger.counters.add(Counter::drop_unauthenticated);
    }
    wire::HostAnnouncement announcement;
    if (!messenger.decode(header, fields, announcement)) return;
    follower_.on_announcement(now_us, in, announcement);
    follower_.tick(now_us);
}

void Watch::refused(TimeUs now_us, const Endpoint& to) {
    if (is_following_) {
        follower_.refused(now_us, to);
    } else if (client().interfaces.is_own(to.address)) {
        probe_.refused(now_us, to);
    }
    update(now_us);
}

void Watch::tick(TimeUs now_us) {
    probe_.tick(now_us);
    update(now_us);
}

void Watch::update(TimeUs now_us) {
    if (probe_.outcome() == ProbeOutcome::running) return;
    if (!is_following_) {
        is_following_ = true;
        follower_.begin(now_us, probe_.lists().known());
    }
    follower_.tick(now_us);
    is_synced_ = is_synced_ || follower_.has_first_picture(now_us);
}

TimeUs Watch::next_deadline_us() const {
    return std::min(probe_.next_deadline_us(), follower_.next_deadline_us());
}

bool Watch::next_event(WatchEvent& out) {
    CatalogueChange change;
    if (probe_.client().catalogue.next_change(change, !is_following_)) {
        out = {type_of(change.kind), change.service};
        return true;
    }
    if (!is_synced_ || is_synced_told_) return false;
    is_synced_told_ = true;
    out = {};
    return true;
}

bool Watch::next_service(std::uint32_t& cursor, FoundServiceView& out) const {
    const FoundServices& services = client().catalogue.services();
    while (cursor < services.end()) {
        const std::uint32_t number = cursor++;
        if (!services.is_live(number) || !services.is_selected(number)) continue;
        out = client().catalogue.view(number);
        return true;
    }
    return false;
}

}  // namespace mpdisc::core
