// SPDX-License-Identifier: MIT
#include "mpdisc/found_service.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace mpdisc {
namespace {

/// What a view of a found service points to.
struct Source {
    std::string host = "box";
    std::string interface_name = "eth0";
    Service service;
    std::array<IpAddress, 2> addresses{IpAddress::v4(192, 0, 2, 1), IpAddress::v4(192, 0, 2, 2)};

    Source() {
        EXPECT_EQ(service.set_name("web"), ServiceError::none);
        EXPECT_EQ(service.set_type("_http._tcp"), ServiceError::none);
        EXPECT_EQ(service.set_port(80), ServiceError::none);
        EXPECT_EQ(service.add_attribute("path=/"), ServiceError::none);
    }
    [[nodiscard]] FoundServiceView view() const {
        FoundServiceView view;
        view.service = service.view();
        view.host = host;
        view.interface_name = interface_name;
        view.addresses = addresses;
        view.address = addresses[1];
        view.provider.bytes[3] = 7;
        view.role = Role::secondary;
        view.rtt_us = 250;
        view.lifetime_s = 60;
        return view;
    }
};

void expect_all(const FoundServiceView& view) {
    EXPECT_EQ(view.service.name, "web");
    EXPECT_EQ(view.service.type, "_http._tcp");
    EXPECT_EQ(view.service.port, 80);
    Attribute path;
    ASSERT_TRUE(view.service.attributes.find("path", path));
    EXPECT_EQ(path.value, "/");
    EXPECT_EQ(view.host, "box");
    EXPECT_EQ(view.interface_name, "eth0");
    ASSERT_EQ(view.addresses.size(), 2U);
    EXPECT_EQ(view.addresses[0], IpAddress::v4(192, 0, 2, 1));
    EXPECT_EQ(view.address, IpAddress::v4(192, 0, 2, 2));
    EXPECT_EQ(view.provider.bytes[3], 7);
    EXPECT_EQ(view.role, Role::secondary);
    EXPECT_EQ(view.rtt_us, 250U);
    EXPECT_EQ(view.lifetime_s, 60U);
}

TEST(FoundService, outlives_what_it_was_copied_from) {
    FoundService kept;
    auto source = std::make_unique<Source>();
    ASSERT_TRUE(kept.assign(source->view()));
    source.reset();
    expect_all(kept.view());
}

TEST(FoundService, can_be_copied_from_itself_and_moved) {
    FoundService kept;
    {
        const Source source;
        ASSERT_TRUE(kept.assign(source.view()));
    }
    ASSERT_TRUE(kept.assign(kept.view()));
    expect_all(kept.view());
    FoundService moved = std::move(kept);
    expect_all(moved.view());
    FoundService other;
    other = std::move(moved);
    expect_all(other.view());
    ASSERT_TRUE(other.assign({}));
    EXPECT_TRUE(other.view().service.name.empty());
}

}  // namespace
}  // namespace mpdisc
