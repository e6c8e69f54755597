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

const char* set_field(DescribedService& described, ServiceField field, std::string_view value) {
    return field < ServiceField::check ? set_field(described.service, field, value)
                                       : set_field(described.check, field, value);
}

bool is_set(const DescribedService& described, ServiceField field) {
    return field < ServiceField::check ? is_set(described.service, field)
                                       : is_set(described.check, field);
}

bool add_described(PlannedServices& plan, DescribedService& described,
                   std::string_view default_name, TextBuffer& reason) {
    Service& service = described.service;
    if (!service.has_name() && service.set_name(default_name) != ServiceError::none) {
        reason.append("this service has no name, and the host has none");
        return false;
    }
    if (const char* wrong = complete(described.check, service.view())) {
        reason.append(wrong);
        return false;
    }
    ServiceError error = plan.services.add(service);
    if (error == ServiceError::none && described.check.kind != CheckKind::none &&
        !plan.checks.add(service.view(), described.check)) {
        error = ServiceError::no_memory;
    }
    if (error == ServiceError::none) return true;
    describe_refusal(reason, service.view(), error);
    if (error == ServiceError::no_memory) reason.fail();
    return false;
}

}  // namespace mpdisc::cli
