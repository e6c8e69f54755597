// SPDX-License-Identifier: MIT
#include "runtime/service_set.h"

#include <utility>

#include "runtime/owned.h"

namespace mpdisc {

ServiceSet& ServiceSet::operator=(ServiceSet&& other) noexcept {
    std::swap(impl_, other.impl_);
    return *this;
}

ServiceError ServiceSet::add(const Service& service) {
    if (impl_ == nullptr) impl_ = runtime::make_owned<Impl>();
    return impl_ == nullptr ? ServiceError::no_memory : impl_->services.add(service.view());
}

bool ServiceSet::assign(const ServiceSet& other) {
    if (other.impl_ == nullptr) {
        clear();
        return true;
    }
    if (impl_ == nullptr) impl_ = runtime::make_owned<Impl>();
    return impl_ != nullptr && impl_->services.assign(other.impl_->services);
}

bool ServiceSet::find(std::string_view name, std::string_view type, ServiceView& out) const {
    return impl_ != nullptr && impl_->services.find(name, type, out);
}

bool ServiceSet::next(std::size_t& position, ServiceView& out) const {
    return impl_ != nullptr && impl_->services.next(position, out);
}

bool ServiceSet::is_empty() const {
    return impl_ == nullptr || impl_->services.count() == 0;
}

void ServiceSet::clear() {
    runtime::destroy_owned(impl_);
    impl_ = nullptr;
}

}  // namespace mpdisc
