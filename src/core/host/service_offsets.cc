// SPDX-License-Identifier: MIT
#include "core/host/service_offsets.h"

namespace mpdisc::core {
namespace {

/// The services of one program have no reason to collide, so that the key is no secret.
std::uint64_t hash_of(std::string_view name, std::string_view type) {
    return keyed_hash(keyed_hash(0, type), name);
}

}  // namespace

bool ServiceOffsets::has_all(std::size_t count) const {
    return offsets_.size() == count;
}

bool ServiceOffsets::reserve_one() {
    return offsets_.reserve_one();
}

void ServiceOffsets::add(const ServiceView& service, std::size_t offset) {
    offsets_.insert(hash_of(service.name, service.type), static_cast<std::uint32_t>(offset));
}

bool ServiceOffsets::find(wire::Bytes fields, std::string_view name, std::string_view type,
                          wire::ServiceList::Item& out) const {
    const auto is_it = [&](std::uint32_t offset) {
        return wire::ServiceList(fields.subspan(offset)).read().next(out) &&
               out.service.is_named(name, type);
    };
    return offsets_.find(hash_of(name, type), is_it) != HashIndex::none;
}

bool ServiceOffsets::assign(wire::Bytes fields) {
    clear();
    wire::ServiceList::Reader services = wire::ServiceList(fields).read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!reserve_one()) return false;
        add(item.service, static_cast<std::size_t>(item.encoded.data() - fields.data()));
    }
    return true;
}

void ServiceOffsets::clear() {
    HashIndex none;
    offsets_.swap(none);
}

void ServiceOffsets::swap(ServiceOffsets& other) {
    offsets_.swap(other.offsets_);
}

}  // namespace mpdisc::core
