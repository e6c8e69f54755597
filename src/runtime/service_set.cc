// SPDX-License-Identifier: MIT
#include "runtime/service_set.h"

#include "runtime/owned.h"

namespace mpdisc {

ServiceSet::ServiceSet() = default;
ServiceSet::~ServiceSet() = default;
ServiceSet::ServiceSet(ServiceSet&& other) noexcept = default;
ServiceSet& ServiceSet::operator=(ServiceSet&& other) noexcept = default;

ServiceError ServiceSet::add(const Service& service) {
    if (!impl_) impl_ = runtime::make_owned<Impl>();
    return impl_ ? impl_->services.add(service.view()) : ServiceError::no_memory;
}

bool ServiceSet::assign(const ServiceSet& other) {
    if (!other.impl_) {
        clear();
        return true;
    }
    if (!impl_) impl_ = runtime::make_owned<Impl>();
    return impl_ && impl_->services.assign(other.impl_->services);
}

bool ServiceSet::find(std::string_view name, std::string_view type, ServiceView& out) const {
    return impl_ && impl_->services.find(name, type, out);
}

bool ServiceSet::next(std::size_t& position, ServiceView& out) const {
    return impl_ && impl_->services.next(position, out);
}

bool ServiceSet::is_empty() const {
    return !impl_ || impl_->services.count() == 0;
}

void ServiceSet::clear() {
    impl_.reset();
}

}  // namespace mpdisc
