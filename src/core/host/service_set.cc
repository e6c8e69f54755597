// SPDX-License-Identifier: MIT
#include "core/host/service_set.h"

#include <array>

#include "mpdisc/limits.h"
#include "mpdisc/text.h"

namespace mpdisc::core {

bool ServiceSet::find(std::string_view name, std::string_view type,
                      wire::ServiceList::Item& out) const {
    wire::ServiceList::Reader services = list().read();
    while (services.next(out)) {
        if (equals_ignoring_case(out.service.name, name) &&
            equals_ignoring_case(out.service.type, type)) {
            return true;
        }
    }
    return false;
}

ServiceError ServiceSet::add(const ServiceView& service) {
    if (service.name.empty() || service.type.empty() || service.port == 0) {
        return ServiceError::incomplete;
    }
    wire::ServiceList::Item existing;
    if (find(service.name, service.type, existing)) return ServiceError::duplicate;
    if (count_ == limits::provider_services_max) return ServiceError::provider_full;

    std::array<std::uint8_t, limits::encoded_service_max> buffer;
    wire::Writer writer(buffer);
    wire::encode_service(writer, service);
    const std::size_t size = writer.finish();
    if (size == 0) return ServiceError::too_large;
    if (encoded_.size() + size > limits::provider_services_bytes_max) {
        return ServiceError::provider_full;
    }
    if (!encoded_.append({buffer.data(), size})) return ServiceError::no_memory;
    ++count_;
    return ServiceError::none;
}

ServiceError ServiceSet::remove(std::string_view name, std::string_view type) {
    wire::ServiceList::Item item;
    if (!find(name, type, item)) return ServiceError::not_found;
    const std::size_t begin = static_cast<std::size_t>(item.encoded.data() - encoded().data());
    encoded_.erase(begin, item.encoded.size());
    --count_;
    return ServiceError::none;
}

}  // namespace mpdisc::core
