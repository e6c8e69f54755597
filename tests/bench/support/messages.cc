// SPDX-License-Identifier: MIT
#include "tests/bench/support/messages.h"

#include <cstdlib>

namespace mpdisc::bench {

EncodedService::EncodedService(const std::string& name) {
    AttributeSet attributes;
    if (attributes.add("path=/admin") != ServiceError::none) std::abort();
    wire::Writer writer(bytes_);
    wire::encode_service(writer, {name, "_http._tcp", 8080, attributes.view()});
    size_ = writer.finish();
}

wire::Request make_request(std::uint64_t transaction) {
    wire::Request request;
    request.transaction = transaction;
    request.filter.type = "_http._tcp";
    return request;
}

wire::Advertisement make_advertisement(const EncodedService& service) {
    wire::Advertisement advertisement;
    advertisement.transaction = 0x0123'4567'89ab'cdef;
    advertisement.provider.bytes.fill(0x5a);
    advertisement.role = Role::secondary;
    advertisement.host_name = "workstation";
    advertisement.addresses[0] = IpAddress::v4(192, 0, 2, 17);
    IpAddress& second = advertisement.addresses[1];
    second.family = Family::ipv6;
    second.bytes.fill(0x11);
    advertisement.address_count = 2;
    advertisement.lifetime_s = 60;
    advertisement.roster.primary.bytes.fill(0xa5);
    advertisement.roster.matching = 10;
    advertisement.roster.revision = 10;
    advertisement.services = service.list();
    return advertisement;
}

}  // namespace mpdisc::bench
