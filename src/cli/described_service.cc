// SPDX-License-Identifier: MIT
#include "cli/described_service.h"

#include "cli/escape.h"

namespace mpdisc::cli {

namespace {

void describe_refusal(TextBuffer& out, const ServiceView& service, ServiceError error) {
    out.append("service ");
    append_cited(out, service.name);
    out.append(" ").append(service.type).append(": ").append(to_text(error));
    if (error != ServiceError::too_large) return;
    out.append("; these have ");
    out.append_number(service.name.size() + service.type.size() +
                      service.attributes.packed().size());
}

}  // namespace

bool add_described(ServiceSet& services, Service& service, std::string_view default_name,
                   TextBuffer& reason) {
    if (!service.has_name() && service.set_name(default_name) != ServiceError::none) {
        reason.append("this service has no name, and the host has none");
        return false;
    }
    const ServiceError error = services.add(service);
    if (error == ServiceError::none) return true;
    describe_refusal(reason, service.view(), error);
    if (error == ServiceError::no_memory) reason.fail();
    return false;
}

}  // namespace mpdisc::cli
