// SPDX-License-Identifier: MIT
//
// How the primary passes a request on to secondaries, and how they answer.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// A client on the network of eth0.
class NotificationTest : public testing::Test {
   protected:
    VirtualHost host;
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
};

/// The primary and the client decide by these bytes whether a service is known.
TEST_F(NotificationTest, secondary_advertises_the_bytes_that_it_registered) {
    host.start({service("p")});
    const std::vector<Service> services = {
        service("a", "_http._tcp", {"path=/", "Z=a=b", "flag"}),
        service("K\u00FCche", "_http._tcp", {}, 65'535),
        service_of_size("large", limits::encoded_service_max - 40)};
    VirtualProvider& secondary = host.start(services);
    host.run_for(ms);
    const auto registrations = host.sent_of_type(MessageType::provider_registration);
    ASSERT_EQ(registrations.size(), 1U);
    const auto fields_of = [](const wire::ServiceList& list) {
        std::multiset<Bytes> fields;
        auto reader = list.read();
        for (wire::ServiceList::Item item; reader.next(item);) {
            fields.insert({item.encoded.begin(), item.encoded.end()});
        }
        return fields;
    };
    std::multiset<Bytes> advertised;
    host.broadcast_to_port(client.endpoint, bytes_of(request(1)));
    host.run_for(ms);
    for (const Datagram& each : client.received) {
        const auto advertisement = read<wire::Advertisement>(each.bytes);
        if (advertisement.provider == secondary.id()) {
            advertised.merge(fields_of(advertisement.services));
        }
    }
    EXPECT_EQ(advertised.size(), services.size());
    EXPECT_EQ(advertised, fields_of(read<wire::Registration>(registrations[0].bytes).services));
}

TEST_F(NotificationTest, notification_tells_the_requests_interface_and_the_source_for_answers) {
    host.start({service("p")});
    host.start({service("s")});
    host.run_for(ms);
    const auto last_arrival = [&] {
        const auto notifications = host.sent_of_type(MessageType::provider_notification);
        const auto notification = read<wire::Notification>(notifications.back().bytes);
        EXPECT_EQ(notification.arrival.if_index, eth0);
        return notification.arrival.local;
    };
    host.send_to_port(client.endpoint, bytes_of(request(1)), eth0, "192.0.2.10");
    host.run_for(ms);
    EXPECT_EQ(last_arrival(), ip("192.0.2.10")) << "the request's destination";
    client.received.clear();
    host.broadcast_to_port(client.endpoint, bytes_of(request(2)));
    host.run_for(ms);
    EXPECT_EQ(last_arrival(), ip("192.0.2.10")) << "the interface's address for a broadcast";
    ASSERT_EQ(client.received.size(), 2U);
    for (const Datagram& each : client.received) {
        EXPECT_EQ(each.from.address, ip("192.0.2.10"));
    }
    host.send_to_port(endpoint("fe80::77", 5000, eth0), bytes_of(request(3)), eth0,
                      "ff12::6d70:6469:7363");
    host.run_for(ms);
    EXPECT_EQ(last_arrival(), IpAddress{}) << "no address for a multicast group";
}

}  // namespace
}  // namespace mpdisc::test
