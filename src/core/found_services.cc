// SPDX-License-Identifier: MIT
#include "core/found_services.h"

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
        known = record;
    }
    known.attempt = record.attempt;
    return true;
}

bool FoundServices::add(FoundRecord record, std::uint32_t host, const wire::ServiceList::Item& item,
                        std::string_view host_name) {
    if (records_.size() == limits::found_services_max || !index_.reserve_one() ||
        !hosts_.reserve(records_.size() + 1)) {
        return false;
    }
    if (!keep(record, item, host_name)) return false;
    if (!records_.push_back(record)) {
        std::free(record.bytes);
        return false;
    }
    (void)hosts_.push_back(host);
    index_.insert(hash_of(record.provider, item.service), size() - 1);
    return true;
}

}  // namespace mpdisc::core
