// SPDX-License-Identifier: MIT
#include "core/host/service_set.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

bool is_complete(const ServiceView& service) {
    return !service.name.empty() && !service.type.empty() && service.port != 0;
}

/// The SERVICE field of one service.
struct EncodedService {
    [[nodiscard]] ServiceError encode(const ServiceView& service) {
        wire::Writer writer(buffer);
        wire::encode_service(writer, service);
        size = writer.finish();
        return size == 0 ? ServiceError::too_large : ServiceError::none;
    }
    [[nodiscard]] wire::Bytes bytes() const { return {buffer.data(), size}; }

    std::array<std::uint8_t, limits::encoded_service_max> buffer;
    std::size_t size = 0;
};

}  // namespace

bool ServiceSet::find_item(std::string_view name, std::string_view type,
                           wire::ServiceList::Item& out) const {
    if (offsets_.has_all(count_)) return offsets_.find(encoded(), name, type, out);
    wire::ServiceList::Reader services = list().read();
    while (services.next(out)) {
        if (out.service.is_named(name, type)) return true;
    }
    return false;
}

bool ServiceSet::find(std::string_view name, std::string_view type, ServiceView& out) const {
    wire::ServiceList::Item item;
    const bool is_found = find_item(name, type, item);
    if (is_found) out = item.service;
    return is_found;
}

bool ServiceSet::next(std::size_t& position, ServiceView& out) const {
    wire::ServiceList::Item item;
    if (!wire::ServiceList(encoded().subspan(position)).read().next(item)) return false;
    position = offset_of(item) + item.encoded.size();
    out = item.service;
    return true;
}

std::size_t ServiceSet::offset_of(const wire::ServiceList::Item& item) const {
    return static_cast<std::size_t>(item.encoded.data() - encoded().data());
}

ServiceError ServiceSet::add(const ServiceView& service) {
    if (!is_complete(service)) return ServiceError::incomplete;
    if (has(service)) return ServiceError::duplicate;
    if (count_ == limits::provider_services_max) return ServiceError::provider_full;
    EncodedService added;
    const ServiceError error = added.encode(service);
    if (error != ServiceError::none) return error;
    if (encoded_.size() + added.size > limits::provider_services_bytes_max) {
        return ServiceError::provider_full;
    }
    const std::size_t offset = encoded_.size();
    if (!offsets_.reserve_one() || !encoded_.append(added.bytes())) {
        return ServiceError::no_memory;
    }
    offsets_.add(service, offset);
    ++count_;
    return ServiceError::none;
}

ServiceError ServiceSet::update(const ServiceView& service, bool& is_changed) {
    if (!is_complete(service)) return ServiceError::incomplete;
    wire::ServiceList::Item old;
    if (!find_item(service.name, service.type, old)) return ServiceError::not_found;
    EncodedService updated;
    // The spelling of the name stays.
    const ServiceError error =
        updated.encode({old.service.name, old.service.type, service.port, service.attributes});
    if (error != ServiceError::none) return error;
    if (std::ranges::equal(updated.bytes(), old.encoded)) return ServiceError::none;
    const std::size_t begin = offset_of(old);
    const std::size_t old_size = old.encoded.size();
    const std::size_t all_size = encoded_.size();
    if (all_size - old_size + updated.size > limits::provider_services_bytes_max) {
        return ServiceError::provider_full;
    }
    if (!encoded_.append(updated.bytes())) return ServiceError::no_memory;
    std::uint8_t* const bytes = encoded_.view().data();
    std::rotate(bytes + begin, bytes + all_size, bytes + encoded_.size());
    encoded_.erase(begin + updated.size, old_size);
    if (updated.size != old_size) offsets_.clear();
    is_changed = true;
    return ServiceError::none;
}

ServiceError ServiceSet::remove(std::string_view name, std::string_view type) {
    wire::ServiceList::Item item;
    if (!find_item(name, type, item)) return ServiceError::not_found;
    encoded_.erase(offset_of(item), item.encoded.size());
    --count_;
    offsets_.clear();
    return ServiceError::none;
}

bool ServiceSet::assign(const ServiceSet& other) {
    ServiceSet copy;
    const bool is_copied =
        copy.encoded_.append(other.encoded()) && copy.offsets_.assign(copy.encoded());
    if (!is_copied) return false;
    copy.count_ = other.count_;
    swap(copy);
    return true;
}

void ServiceSet::swap(ServiceSet& other) {
    encoded_.swap(other.encoded_);
    std::swap(count_, other.count_);
    offsets_.swap(other.offsets_);
}

}  // namespace mpdisc::core
