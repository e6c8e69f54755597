// SPDX-License-Identifier: MIT
#include "cli/service_changes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mpdisc::cli {
namespace {

struct Sample {
    const char* name;
    std::uint32_t port = 80;
    std::vector<const char*> attributes = {};
    const char* type = "_http._tcp";
};

ServiceSet set_of(const std::vector<Sample>& samples) {
    ServiceSet set;
    for (const Sample& sample : samples) {
        Service service;
        EXPECT_EQ(service.set_name(sample.name), ServiceError::none);
        EXPECT_EQ(service.set_type(sample.type), ServiceError::none);
        EXPECT_EQ(service.set_port(sample.port), ServiceError::none);
        for (const char* each : sample.attributes) {
            EXPECT_EQ(service.add_attribute(each), ServiceError::none);
        }
        EXPECT_EQ(set.add(service), ServiceError::none);
    }
    return set;
}

/// "ADDED CHANGED REMOVED"
std::string changes(const std::vector<Sample>& before, const std::vector<Sample>& after) {
    const ServiceChanges found = compare(set_of(before), set_of(after));
    EXPECT_EQ(found.any(), found.added + found.changed + found.removed != 0);
    return std::to_string(found.added) + " " + std::to_string(found.changed) + " " +
           std::to_string(found.removed);
}

TEST(ServiceChanges, CountsWhatIsAddedAndRemoved) {
    EXPECT_EQ(changes({}, {}), "0 0 0");
    EXPECT_EQ(changes({}, {{"a"}, {"b"}}), "2 0 0");
    EXPECT_EQ(changes({{"a"}, {"b"}}, {}), "0 0 2");
    EXPECT_EQ(changes({{"a"}, {"b"}}, {{"b"}, {"c"}}), "1 0 1");
    EXPECT_EQ(changes({{"a"}}, {{"a", 80, {}, "_ipp._tcp"}}), "1 0 1") << "another type";
}

TEST(ServiceChanges, CountsWhatHasChanged) {
    EXPECT_EQ(changes({{"a", 80}}, {{"a", 81}}), "0 1 0");
    EXPECT_EQ(changes({{"a", 80, {"k=1"}}}, {{"a", 80, {"k=2"}}}), "0 1 0");
    EXPECT_EQ(changes({{"a", 80, {"k="}}}, {{"a", 80, {"k"}}}), "0 1 0");
    EXPECT_EQ(changes({{"a"}}, {{"A"}}), "0 1 0") << "the spelling";
    EXPECT_EQ(changes({{"a"}, {"b"}, {"c"}}, {{"d"}, {"c", 81}, {"b"}}), "1 1 1");
}

TEST(ServiceChanges, FindsNoneInAnotherOrder) {
    EXPECT_EQ(changes({{"a"}, {"b", 81}, {"c", 82, {"k"}}}, {{"c", 82, {"k"}}, {"a"}, {"b", 81}}),
              "0 0 0");
}

}  // namespace
}  // namespace mpdisc::cli
