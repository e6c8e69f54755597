// SPDX-License-Identifier: MIT
#include "mpdisc/service_set.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace mpdisc::test {
namespace {

Service service(std::string_view name, std::uint32_t port = 80) {
    Service made;
    EXPECT_EQ(made.set_name(name), ServiceError::none);
    EXPECT_EQ(made.set_type("_http._tcp"), ServiceError::none);
    EXPECT_EQ(made.set_port(port), ServiceError::none);
    return made;
}

std::vector<std::string> names_in(const ServiceSet& set) {
    std::vector<std::string> names;
    ServiceView view;
    for (std::size_t position = 0; set.next(position, view);) names.emplace_back(view.name);
    return names;
}

TEST(ServiceSet, is_read_in_the_order_of_its_services) {
    ServiceSet set;
    EXPECT_TRUE(set.is_empty());
    EXPECT_TRUE(names_in(set).empty());
    for (const char* name : {"c", "a", "b"}) EXPECT_EQ(set.add(service(name)), ServiceError::none);
    EXPECT_FALSE(set.is_empty());
    EXPECT_EQ(names_in(set), (std::vector<std::string>{"c", "a", "b"}));
    set.clear();
    EXPECT_TRUE(set.is_empty());
}

TEST(ServiceSet, finds_a_service_whatever_its_case) {
    ServiceSet set;
    ServiceView view;
    EXPECT_FALSE(set.find("web", "_http._tcp", view));
    EXPECT_EQ(set.add(service("web", 81)), ServiceError::none);
    ASSERT_TRUE(set.find("WEB", "_HTTP._tcp", view));
    EXPECT_EQ(view.port, 81);
    EXPECT_FALSE(set.find("web", "_ipp._tcp", view));
}

TEST(ServiceSet, refuses_what_a_provider_refuses) {
    ServiceSet set;
    EXPECT_EQ(set.add({}), ServiceError::incomplete);
    EXPECT_EQ(set.add(service("a")), ServiceError::none);
    EXPECT_EQ(set.add(service("A", 81)), ServiceError::duplicate);
    for (std::size_t n = 1; n < limits::provider_services_max; ++n) {
        const ServiceError error = set.add(service(std::to_string(n)));
        if (error == ServiceError::none) continue;
        EXPECT_EQ(error, ServiceError::provider_full);
        EXPECT_EQ(names_in(set).size(), n);
        return;
    }
    EXPECT_EQ(set.add(service("too many")), ServiceError::provider_full);
}

TEST(ServiceSet, takes_the_services_of_another_set) {
    ServiceSet set;
    ServiceSet other;
    EXPECT_EQ(set.add(service("a")), ServiceError::none);
    EXPECT_EQ(other.add(service("b")), ServiceError::none);
    EXPECT_TRUE(set.assign(other));
    EXPECT_EQ(names_in(set), std::vector<std::string>{"b"});
    EXPECT_EQ(names_in(other), std::vector<std::string>{"b"});
    EXPECT_EQ(set.add(service("B")), ServiceError::duplicate);
    EXPECT_TRUE(set.assign({}));
    EXPECT_TRUE(set.is_empty());
}

TEST(ServiceSet, moves) {
    ServiceSet set;
    EXPECT_EQ(set.add(service("a")), ServiceError::none);
    ServiceSet other(std::move(set));
    EXPECT_EQ(names_in(other), std::vector<std::string>{"a"});
    ServiceSet third;
    third = std::move(other);
    EXPECT_EQ(names_in(third), std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace mpdisc::test
