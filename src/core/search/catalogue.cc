// SPDX-License-Identifier: MIT
#include "core/search/catalogue.h"

#include <optional>
#include <span>

namespace mpdisc::core {

HostRosters::Merged Catalogue::merge_roster(const wire::Advertisement& advertisement,
                                            const AnswerSource& source, FoundRecord& record) {
    const wire::Roster& roster = advertisement.roster;
    std::optional<std::uint8_t> lacks_nothing_of;
    const bool says_all = roster.address_token == 0 && !roster.others_answer;
    if (advertisement.services.is_empty() && says_all) lacks_nothing_of = advertisement.shard;
    const HostRosters::Merged merged = hosts_.merge(roster, source, lacks_nothing_of);
    hosts_.set_name(merged.host, advertisement.host_name);
    record.host = merged.host;
    record.attempt = source.attempt;
    record.source = source.address;
    record.if_index = source.if_index;
    record.provider = advertisement.provider;
    record.role = advertisement.role;
    record.lifetime_s = advertisement.lifetime_s;
    return merged;
}

AnswerOrigin Catalogue::origin_of(const FoundRecord& record, std::uint64_t group) const {
    // The system vouches for the ports on this host. Other hosts can use any port.
    const bool is_own = interfaces_.is_loopback(record.if_index);
    return services_.origin_of(group, record.source, is_own ? record.port : std::uint16_t{0});
}

Catalogue::Merged Catalogue::merge(const wire::Advertisement& advertisement, const Filter& filter,
                                   const AnswerSource& source, FoundRecord& record) {
    Merged merged{merge_roster(advertisement, source, record)};
    // A service that comes with a new roster may have started just now.
    merged.was_asked_before = record.host != HostRosters::none &&
                              source.attempt > hosts_.first_whole_attempt(record.host) &&
                              merged.host.news != HostRosters::News::changed;
    const AnswerOrigin origin = origin_of(record, source.group);
    wire::ServiceList::Reader services = advertisement.services.read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!filter.matches(item.service)) continue;
        merge_service(record, origin, item, advertisement.host_name, merged);
    }
    return merged;
}

void Catalogue::merge_service(const FoundRecord& record, const AnswerOrigin& origin,
                              const wire::ServiceList::Item& item, std::string_view host_name,
                              Merged& merged) {
    const std::uint32_t known = services_.find(record, item);
    if (known != FoundServices::none) {
        // An answer to an earlier attempt says nothing about the present.
        if (services_[known].attempt > record.attempt) return;
        if (!services_.update(known, record, item, host_name)) ++merged.dropped;
        return hosts_.join(services_[known].host, record.host);
    }
    const FoundServices::Added added = add_service(record, origin, item, host_name);
    if (added.outcome != FoundServices::Outcome::added) ++merged.dropped;
    if (added.number != FoundServices::none) ++merged.added;
}

FoundServices::Added Catalogue::add_service(const FoundRecord& record, const AnswerOrigin& origin,
                                            const wire::ServiceList::Item& item,
                                            std::string_view host_name) {
    const FoundServices::Added added = services_.add(record, origin, item, host_name);
    if (added.outcome == FoundServices::Outcome::full) hosts_.note_truncated(record.host);
    if (added.outcome == FoundServices::Outcome::replaced) {
        hosts_.remove_found(added.former_host);
        hosts_.note_truncated(added.former_host);
    }
    if (added.number != FoundServices::none) hosts_.add_found(record.host);
    return added;
}

Catalogue::Put Catalogue::put(std::uint32_t known, const FoundRecord& record,
                              const wire::ServiceList::Item& item, std::string_view host_name) {
    if (known == FoundServices::none) {
        const AnswerOrigin origin =
            origin_of(record, interfaces_.group_of(record.if_index, record.source));
        return {add_service(record, origin, item, host_name).number, true};
    }
    hosts_.join(services_[known].host, record.host);
    FoundRecord replacing = record;
    replacing.host = hosts_.number_of(record.host);
    return {services_.replace(known, replacing, item, host_name) ? known : FoundServices::none};
}

void Catalogue::remove(std::uint32_t number) {
    const std::uint32_t host = host_of(number);
    services_.remove(number);
    hosts_.remove_found(host);
}

void Catalogue::remove_twin(std::uint32_t number) {
    // A record that the reader does not know is cleared with its removal.
    const bool is_known = services_.is_known(number);
    remove(number);
    if (is_known) services_.tell_twins_of(number);
}

void Catalogue::forget_host(std::uint32_t host) {
    host = hosts_.number_of(host);
    if (host == HostRosters::none) return;
    for (std::uint32_t number = 0; number < services_.end(); ++number) {
        if (services_.is_live(number) && host_of(number) == host) return;
    }
    // Some removed services wait until the reader is told. They need the name of the host.
    for (std::uint32_t number = 0; number < services_.end(); ++number) {
        if (host_of(number) == host) services_.detach_host(number, hosts_.name(host));
    }
    hosts_.remove(host);
}

std::string_view Catalogue::host_name_of(std::uint32_t number) const {
    const FoundRecord& record = services_[number];
    const std::uint32_t host = hosts_.number_of(record.host);
    const bool has_name = record.host_name_size != 0 || host == HostRosters::none;
    return has_name ? record.host_name() : hosts_.name(host);
}

bool Catalogue::may_be_named_yet(std::uint32_t number) const {
    const std::uint32_t host = hosts_.number_of(services_[number].host);
    return host != HostRosters::none && host_name_of(number).empty() && hosts_.is_incomplete(host);
}

bool Catalogue::next_change(CatalogueChange& out, bool awaits_names) {
    const std::uint32_t number = services_.first_change(out.kind);
    if (number == FoundServices::none) return false;
    if (out.kind == ChangeKind::added && awaits_names && may_be_named_yet(number)) return false;
    services_.pop_change();
    out.service = view(number);
    return true;
}

FoundServiceView Catalogue::view(std::uint32_t number) const {
    const FoundRecord& record = services_[number];
    return {record.service(),
            host_name_of(number),
            std::span(record.addresses).first(record.address_count),
            record.address,
            interfaces_.name_of(record.if_index),
            record.provider,
            record.role,
            record.rtt_us,
            record.lifetime_s};
}

}  // namespace mpdisc::core
