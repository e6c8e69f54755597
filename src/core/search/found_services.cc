// SPDX-License-Identifier: MIT
#include "core/search/found_services.h"

#include <algorithm>
#include <cstdlib>

#include "mpdisc/limits.h"
#include "mpdisc/memory.h"

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

bool FoundRecord::names_other_addresses(const FoundRecord& known) const {
    if (address_count == 0 || !has_sender_of(known)) return false;
    const auto listed = std::span(known.addresses).first(known.address_count);
    const auto is_listed = [&](const IpAddress& each) {
        return std::ranges::find(listed, each) != listed.end();
    };
    return address != known.address ||
           !std::ranges::all_of(std::span(addresses).first(address_count), is_listed);
}

bool FoundRecord::has_addresses_of(const FoundRecord& other) const {
    return address == other.address && if_index == other.if_index &&
           std::ranges::equal(std::span(addresses).first(address_count),
                              std::span(other.addresses).first(other.address_count));
}

FoundServices::~FoundServices() {
    for (const FoundRecord& record : records_.view()) std::free(record.bytes);
}

std::uint64_t FoundServices::hash_of_bytes(const ProviderId& provider, wire::Bytes encoded) const {
    return keyed_hash(keyed_hash(hash_key_, provider.bytes), encoded);
}

std::uint64_t FoundServices::hash_of_name(const FoundRecord& record,
                                          const ServiceView& service) const {
    const std::uint64_t sender = std::uint64_t{record.host} << 16 | record.port;
    const std::uint64_t of_provider = keyed_hash(hash_key_ + sender, record.provider.bytes);
    const std::uint64_t of_name = keyed_hash(of_provider, as_bytes(service.name));
    return keyed_hash(of_name, as_bytes(service.type));
}

std::uint32_t FoundServices::find(const FoundRecord& record,
                                  const wire::ServiceList::Item& item) const {
    const std::uint32_t same = index_.find(hash_of_bytes(record.provider, item.encoded));
    return same != none ? same : index_.find(hash_of_name(record, item.service));
}

bool FoundServices::copy_bytes(FoundRecord& record, const wire::ServiceList::Item& item,
                               std::string_view host_name) {
    record.service_size = item.encoded.size();
    record.host_name_size = host_name.size();
    record.bytes =
        static_cast<std::uint8_t*>(std::malloc(record.service_size + record.host_name_size));
    if (record.bytes == nullptr) return false;
    std::ranges::copy(item.encoded, record.bytes);
    // The name may be empty; then it may have no address.
    std::ranges::copy(host_name, record.bytes + record.service_size);
    return true;
}

bool FoundServices::update(std::uint32_t number, FoundRecord record,
                           const wire::ServiceList::Item& item, std::string_view host_name) {
    FoundRecord& known = records_[number];
    const bool is_same =
        std::ranges::equal(known.encoded(), item.encoded) && !record.names_other_addresses(known);
    if (!is_same) {
        // The caller joins both hosts.
        record.host = known.host;
        if (!copy_bytes(record, item, host_name)) return false;
        put_in_place(number, record);
        changes_.change(number);
    }
    known.attempt = record.attempt;
    return true;
}

bool FoundServices::replace(std::uint32_t number, FoundRecord record,
                            const wire::ServiceList::Item& item, std::string_view host_name) {
    const FoundRecord& known = records_[number];
    // It was left out, to make room for a service.
    if (host_name.empty()) host_name = known.host_name();
    const bool is_same = std::ranges::equal(known.encoded(), item.encoded) &&
                         known.host_name() == host_name && record.has_addresses_of(known);
    if (!copy_bytes(record, item, host_name)) return false;
    put_in_place(number, record);
    if (!is_same) changes_.change(number);
    return true;
}

void FoundServices::put_in_place(std::uint32_t number, const FoundRecord& record) {
    FoundRecord& known = records_[number];
    unindex(number);
    void* const former_bytes = known.bytes;
    known = record;
    index(number);
    std::free(former_bytes);
}

void FoundServices::index(std::uint32_t number) {
    const FoundRecord& record = records_[number];
    index_.insert(hash_of_bytes(record.provider, record.encoded()), number);
    index_.insert(hash_of_name(record, record.service()), number);
}

void FoundServices::unindex(std::uint32_t number) {
    const FoundRecord& record = records_[number];
    index_.erase(hash_of_bytes(record.provider, record.encoded()), number);
    index_.erase(hash_of_name(record, record.service()), number);
}

AnswerOrigin FoundServices::origin_of(std::uint64_t group, const IpAddress& address,
                                      std::uint16_t port) const {
    return {group, keyed_hash(hash_key_ + (group << 16 | port), address.bytes)};
}

FoundServices::Added FoundServices::add(const FoundRecord& record, const AnswerOrigin& origin,
                                        const wire::ServiceList::Item& item,
                                        std::string_view host_name) {
    const bool is_full = size_ == limits::found_services_max;
    const std::uint32_t victim = is_full ? shares_.place_given_up_for(origin) : none;
    if (is_full && victim == none) return {Outcome::full};
    FoundRecord kept = record;
    if (!reserve_one(record, victim) || !copy_bytes(kept, item, host_name)) return {};
    const std::uint32_t sender = shares_.find_or_add_sender(origin);
    if (sender == none) {
        std::free(kept.bytes);
        return {};
    }
    Added added{Outcome::added};
    if (victim != none) {
        added = {Outcome::replaced, records_[victim].host};
        remove(victim);
    }
    const std::uint32_t number = changes_.add();
    records_[number] = kept;
    shares_.add(sender, number);
    index(number);
    ++size_;
    if (is_selected(number)) ++selected_;
    added.number = number;
    return added;
}

bool FoundServices::reserve_one(const FoundRecord& record, std::uint32_t victim) {
    if (!index_.reserve(2)) return false;
    if (changes_.has_free() || (victim != none && changes_.is_unknown(victim))) return true;
    // If the rest fails, the next call finds a record that has no number yet.
    if (records_.size() == end() && !records_.push_back(record)) return false;
    return shares_.reserve(end() + 1) && changes_.grow();
}

void FoundServices::remove(std::uint32_t number) {
    for (std::uint32_t told; (told = changes_.free_told_removal()) != none;) clear(told);
    unindex(number);
    shares_.remove(number);
    --size_;
    if (is_selected(number)) --selected_;
    if (!changes_.remove(number)) clear(number);
}

std::uint32_t FoundServices::first_change(ChangeKind& kind) {
    std::uint32_t number = changes_.first(kind);
    while (number != none && !is_selected(number)) {
        changes_.pop();
        number = changes_.first(kind);
    }
    return number;
}

void FoundServices::tell_twins_of(std::uint32_t removed) {
    const ProviderId& provider = records_[removed].provider;
    const ServiceView gone = records_[removed].service();
    for (std::uint32_t number = 0; number < end(); ++number) {
        if (!is_live(number) || records_[number].provider != provider) continue;
        if (records_[number].service().is_named(gone.name, gone.type)) changes_.change(number);
    }
}

void FoundServices::detach_host(std::uint32_t number, std::string_view host_name) {
    FoundRecord& record = records_[number];
    record.host = none;
    if (record.host_name_size != 0 || record.bytes == nullptr) return;
    void* const grown =
        grow_memory(record.bytes, record.service_size, record.service_size + host_name.size());
    if (grown == nullptr) return;
    record.bytes = static_cast<std::uint8_t*>(grown);
    std::ranges::copy(host_name, record.bytes + record.service_size);
    record.host_name_size = host_name.size();
}

void FoundServices::clear(std::uint32_t number) {
    std::free(records_[number].bytes);
    records_[number] = {};
}

}  // namespace mpdisc::core
