// SPDX-License-Identifier: MIT
#include "core/search/found_services.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

ServiceView FoundRecord::service() const {
    wire::ServiceList::Item item;
    auto services = wire::ServiceList(encoded()).read();
    return services.next(item) ? item.service : ServiceView{};
}

std::string_view FoundRecord::host_name() const {
    return {reinterpret_cast<const char*>(bytes + service_size), host_name_size};
}

FoundServices::~FoundServices() {
    for (const FoundRecord& record : records_.view()) std::free(record.bytes);
}

std::uint64_t FoundServices::hash_of(const ProviderId& provider, const ServiceView& service) const {
    const std::uint64_t of_provider = keyed_hash(hash_key_, provider.bytes);
    const std::uint64_t of_name = keyed_hash(of_provider, as_bytes(service.name));
    return keyed_hash(of_name, as_bytes(service.type));
}

std::uint32_t FoundServices::find(const FoundRecord& record, std::uint32_t host,
                                  const wire::ServiceList::Item& item) const {
    std::uint32_t from_there = none;
    const std::uint64_t hash = hash_of(record.provider, item.service);
    const std::uint32_t same = index_.find(hash, [&](std::uint32_t number) {
        const FoundRecord& known = records_[number];
        if (known.provider != record.provider) return false;
        if (std::ranges::equal(known.encoded(), item.encoded)) return true;
        const ServiceView service = known.service();
        const bool is_from_there = known.port == record.port && hosts_[number] == host &&
                                   service.name == item.service.name &&
                                   service.type == item.service.type;
        if (is_from_there) from_there = number;
        return false;
    });
    return same != none ? same : from_there;
}

bool FoundServices::keep(FoundRecord& record, const wire::ServiceList::Item& item,
                         std::string_view host_name) {
    record.service_size = item.encoded.size();
    record.host_name_size = host_name.size();
    record.bytes =
        static_cast<std::uint8_t*>(std::malloc(record.service_size + record.host_name_size));
    if (record.bytes == nullptr) return false;
    std::ranges::copy(item.encoded, record.bytes);
    // It may be empty, and nowhere.
    std::ranges::copy(host_name, record.bytes + record.service_size);
    return true;
}

bool FoundServices::renew(std::uint32_t number, FoundRecord record,
                          const wire::ServiceList::Item& item, std::string_view host_name) {
    FoundRecord& known = records_[number];
    const bool is_same = std::ranges::equal(known.encoded(), item.encoded);
    if (!is_same) {
        if (!keep(record, item, host_name)) return false;
        std::free(known.bytes);
        record.is_late = known.is_late;
        known = record;
    }
    known.attempt = record.attempt;
    return true;
}

AnswerOrigin FoundServices::origin_of(std::uint64_t group, const IpAddress& address,
                                      std::uint16_t port) const {
    return {group, keyed_hash(hash_key_ + (group << 16 | port), address.bytes)};
}

FoundServices::Added FoundServices::add(const FoundRecord& record, std::uint32_t host,
                                        const AnswerOrigin& origin,
                                        const wire::ServiceList::Item& item,
                                        std::string_view host_name) {
    const std::uint32_t place = find_place(origin);
    if (place == none) return {Outcome::full};
    FoundRecord kept = record;
    if (!reserve_place(place) || !keep(kept, item, host_name)) return {};
    const std::uint32_t sender = shares_.number_of(origin);
    if (sender == none) {
        std::free(kept.bytes);
        return {};
    }
    Added added{Outcome::added};
    if (place == size()) {
        (void)records_.push_back(kept);
        (void)hosts_.push_back(host);
    } else {
        added = {Outcome::replaced, hosts_[place]};
        clear_place(place);
        kept.is_late = place < told_once_;
        records_[place] = kept;
        hosts_[place] = host;
    }
    shares_.add(sender, place);
    index_.insert(hash_of(kept.provider, item.service), place);
    return added;
}

std::uint32_t FoundServices::find_place(const AnswerOrigin& origin) {
    return size() < limits::found_services_max ? size() : shares_.place_for(origin);
}

bool FoundServices::reserve_place(std::uint32_t place) {
    if (place != size()) return !is_told(place) || late_.reserve(late_.size() + 1);
    return records_.reserve(place + 1) && hosts_.reserve(place + 1) && shares_.reserve(place + 1) &&
           index_.reserve_one();
}

void FoundServices::clear_place(std::uint32_t place) {
    const FoundRecord& former = records_[place];
    index_.erase(hash_of(former.provider, former.service()), place);
    std::free(former.bytes);
    shares_.remove(place);
    if (is_told(place)) (void)late_.push_back(place);
}

std::uint32_t FoundServices::next_untold() const {
    if (told_once_ < size()) return told_once_;
    return late_.empty() ? none : late_[0];
}

void FoundServices::note_told() {
    ++told_;
    if (told_once_ < size()) {
        ++told_once_;
    } else {
        records_[late_[0]].is_late = false;
        late_.erase(0, 1);
    }
}

}  // namespace mpdisc::core
