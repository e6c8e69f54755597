// SPDX-License-Identifier: MIT
#include "mpdisc/service.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace mpdisc {
namespace {

struct TypeCase {
    std::string type;
    bool expected;
};

const TypeCase type_cases[] = {
    {"", false},
    {"_", false},
    {"http", false},
    {"_http", false},
    {"_http._", false},
    {"_http._tc", false},
    {"_http._tcp", true},
    {"_http._udp", true},
    {"_HTTP._TCP", true},
    {"_http._UdP", true},
    {"_http._tcp.", false},
    {"_http._tcp.local", false},
    {"_http._sctp", false},
    {"_http.tcp", false},
    {"_http_tcp", false},
    {"_http-._tcp", false},
    {"http._tcp", false},
    {".http._tcp", false},
    {"__http._tcp", false},
    {"._http._tcp", false},
    {"_._tcp", false},
    {"._tcp", false},
    {"_tcp", false},
    {"_a._tcp", true},
    {"_1._tcp", false},
    {"_123-456._tcp", false},
    {"_1a._tcp", true},
    {"_a1._tcp", true},
    {"_1-a-2._tcp", true},
    {"_a-b._tcp", true},
    {"_-._tcp", false},
    {"_-a._tcp", false},
    {"_a-._tcp", false},
    {"_a--b._tcp", false},
    {"_a-b-c._tcp", true},
    {"_a_b._tcp", false},
    {"_a.b._tcp", false},
    {"_a b._tcp", false},
    {"_a\n._tcp", false},
    {"_caf\xC3\xA9._tcp", false},
    {std::string("_a\0b._tcp", 9), false},
    {std::string("_ab._tcp\0", 9), false},
    {"_" + std::string(limits::service_name_max - 1, 'a') + "._tcp", true},
    {"_" + std::string(limits::service_name_max, 'a') + "._tcp", true},
    {"_" + std::string(limits::service_name_max + 1, 'a') + "._tcp", false},
    {"_" + std::string(1000, 'a') + "._tcp", false},
    {"_0@._tcp", false},
    {"_z{._tcp", false},
    {"_Z[._tcp", false},
    {"_a`._tcp", false},
    {"_a/._tcp", false},
    {"_a:._tcp", false},
};

TEST(Service, accepts_only_valid_types) {
    for (const TypeCase& c : type_cases) {
        SCOPED_TRACE(c.type);
        EXPECT_EQ(is_service_type(c.type), c.expected);
        Service service;
        ASSERT_EQ(service.set_type("_old._udp"), ServiceError::none);
        EXPECT_EQ(service.set_type(c.type),
                  c.expected ? ServiceError::none : ServiceError::type_malformed);
        EXPECT_EQ(service.view().type, c.expected ? c.type : "_old._udp");
    }
}

TEST(Service, accepts_the_longest_type) {
    const std::string type = "_" + std::string(limits::service_name_max, 'a') + "._udp";
    EXPECT_EQ(type.size(), limits::service_type_max);
    Service service;
    EXPECT_EQ(service.set_type(type), ServiceError::none);
    EXPECT_EQ(service.view().type, type);
}

struct NameCase {
    std::string name;
    ServiceError expected;
};

TEST(Service, accepts_only_valid_names) {
    using enum ServiceError;
    const NameCase cases[] = {
        {"", name_empty},
        {"a", none},
        {" ", none},
        {"Printer, 2nd floor", none},
        {"B\xC3\xBCro", none},
        {std::string(limits::instance_name_max - 1, 'n'), none},
        {std::string(limits::instance_name_max, 'n'), none},
        {std::string(limits::instance_name_max + 1, 'n'), name_too_long},
        {std::string(10'000, 'n'), name_too_long},
        {std::string(61, 'n') + "\xC3\xA4", none},
        {std::string(62, 'n') + "\xC3\xA4", name_too_long},
        {std::string(62, 'n') + "\xC3", name_not_text},
        {"a\tb", name_not_text},
        {"a\n", name_not_text},
        {"\x7F", name_not_text},
        {std::string("a\0b", 3), name_not_text},
        {"a\xC2\x80", name_not_text},
        {"a\xC2\x9F", name_not_text},
        {"a\xC2\xA0", none},
        {"\xFF", name_not_text},
    };
    for (const NameCase& c : cases) {
        SCOPED_TRACE(c.name);
        Service service;
        EXPECT_FALSE(service.has_name());
        ASSERT_EQ(service.set_name("old"), none);
        EXPECT_EQ(service.set_name(c.name), c.expected);
        EXPECT_EQ(service.view().name, c.expected == none ? c.name : "old");
        EXPECT_TRUE(service.has_name());
    }
}

TEST(ServiceView, is_named_without_regard_to_ascii_case) {
    const ServiceView view{"Printer", "_ipp._tcp", 631, {}};
    EXPECT_TRUE(view.is_named("printer", "_IPP._tcp"));
    EXPECT_FALSE(view.is_named("printer", "_ipp._udp"));
    EXPECT_FALSE(view.is_named("printer2", "_ipp._tcp"));
    EXPECT_FALSE(view.is_named("", "_ipp._tcp"));
}

TEST(Service, accepts_only_valid_ports) {
    Service service;
    EXPECT_EQ(service.view().port, 0);
    EXPECT_EQ(service.set_port(1), ServiceError::none);
    EXPECT_EQ(service.view().port, 1);
    EXPECT_EQ(service.set_port(65'535), ServiceError::none);
    for (const std::uint32_t bad : {0U, 65'536U, 65'537U, 131'071U, 0xFFFF'FFFFU}) {
        EXPECT_EQ(service.set_port(bad), ServiceError::port_zero) << bad;
        EXPECT_EQ(service.view().port, 65'535);
    }
}

TEST(Service, keeps_only_accepted_attributes) {
    Service service;
    EXPECT_TRUE(service.view().attributes.empty());
    EXPECT_EQ(service.add_attribute("path=/"), ServiceError::none);
    EXPECT_EQ(service.add_attribute("Path"), ServiceError::attribute_duplicate);
    EXPECT_EQ(service.add_attribute(""), ServiceError::attribute_without_key);
    Attribute found;
    ASSERT_TRUE(service.view().attributes.find("path", found));
    EXPECT_EQ(found.value, "/");
}

TEST(Service, has_views_of_its_own_bytes_after_a_copy) {
    Service copy;
    {
        Service service;
        ASSERT_EQ(service.set_name("n"), ServiceError::none);
        ASSERT_EQ(service.set_type("_t._tcp"), ServiceError::none);
        ASSERT_EQ(service.add_attribute("k=v"), ServiceError::none);
        copy = service;
        ASSERT_EQ(service.set_name("changed"), ServiceError::none);
    }
    EXPECT_EQ(copy.view().name, "n");
    EXPECT_EQ(copy.view().type, "_t._tcp");
    Attribute found;
    EXPECT_TRUE(copy.view().attributes.find("k", found));
}

struct FilterCase {
    const char* type;
    const char* name;
    std::vector<const char*> attributes;
    bool expected;
};

TEST(Filter, matches_type_name_and_attributes) {
    Service service;
    ASSERT_EQ(service.set_name("B\xC3\xBCro Printer"), ServiceError::none);
    ASSERT_EQ(service.set_type("_ipp._tcp"), ServiceError::none);
    ASSERT_EQ(service.set_port(631), ServiceError::none);
    for (const char* attribute : {"path=/ipp", "color", "note=", "eq=a=b"}) {
        ASSERT_EQ(service.add_attribute(attribute), ServiceError::none);
    }
    const FilterCase cases[] = {
        {"", "", {}, true},
        {"_ipp._tcp", "", {}, true},
        {"_IPP._TCP", "", {}, true},
        {"_ipp._udp", "", {}, false},
        {"_ipp", "", {}, false},
        {"_ipps._tcp", "", {}, false},
        {"", "B\xC3\xBCro Printer", {}, true},
        {"", "b\xC3\xBCRO printer", {}, true},
        {"", "B\xC3\x9CRO PRINTER", {}, false},
        {"", "B\xC3\xBCro", {}, false},
        {"", "B\xC3\xBCro Printer ", {}, false},
        {"_ipp._tcp", "B\xC3\xBCro Printer", {"path=/ipp", "color"}, true},
        {"_ipp._tcp", "other", {}, false},
        {"_http._tcp", "B\xC3\xBCro Printer", {}, false},
        {"", "", {"path"}, true},
        {"", "", {"PATH"}, true},
        {"", "", {"path=/ipp"}, true},
        {"", "", {"Path=/ipp"}, true},
        {"", "", {"path=/IPP"}, false},
        {"", "", {"path="}, false},
        {"", "", {"path=/ip"}, false},
        {"", "", {"path=/ipp/"}, false},
        {"", "", {"color"}, true},
        {"", "", {"color="}, false},
        {"", "", {"color=1"}, false},
        {"", "", {"note"}, true},
        {"", "", {"note="}, true},
        {"", "", {"note=x"}, false},
        {"", "", {"eq=a=b"}, true},
        {"", "", {"eq=a"}, false},
        {"", "", {"absent"}, false},
        {"", "", {"color", "absent"}, false},
        {"", "", {"absent", "color"}, false},
        {"", "", {"color", "note=", "path", "eq"}, true},
    };
    for (const FilterCase& c : cases) {
        AttributeSet wanted;
        std::string trace = std::string(c.type) + " " + c.name;
        for (const char* attribute : c.attributes) {
            ASSERT_EQ(wanted.add(attribute), ServiceError::none);
            trace += std::string(" ") + attribute;
        }
        EXPECT_EQ((Filter{c.type, c.name, wanted.view()}.matches(service.view())), c.expected)
            << trace;
    }
}

TEST(Filter, with_attributes_matches_no_service_without_them) {
    AttributeSet wanted;
    ASSERT_EQ(wanted.add("k"), ServiceError::none);
    const ServiceView bare{"n", "_t._tcp", 1, {}};
    EXPECT_FALSE((Filter{"", "", wanted.view()}.matches(bare)));
    EXPECT_TRUE((Filter{}.matches(bare)));
}

TEST(ServiceError, has_a_distinct_message_for_each_error) {
    std::set<std::string> texts;
    const int count = static_cast<int>(ServiceError::not_found) + 1;
    for (int i = 0; i < count; ++i) {
        const std::string text = to_text(static_cast<ServiceError>(i));
        EXPECT_GE(text.size(), 8U);
        EXPECT_NE(text.back(), '.') << text;
        EXPECT_NE(text, "unknown error");
        EXPECT_TRUE(texts.insert(text).second) << text;
    }
    EXPECT_STREQ(to_text(static_cast<ServiceError>(200)), "unknown error");
}

TEST(Service, adds_an_attribute_of_a_key_and_a_value) {
    Service service;
    EXPECT_EQ(service.add_attribute("path", "/a=b"), ServiceError::none);
    EXPECT_EQ(service.add_attribute("empty", ""), ServiceError::none);
    Attribute found;
    ASSERT_TRUE(service.view().attributes.find("path", found));
    EXPECT_EQ(found.value, "/a=b");
    ASSERT_TRUE(service.view().attributes.find("empty", found));
    EXPECT_TRUE(found.has_value);
    EXPECT_EQ(service.add_attribute("PATH", "x"), ServiceError::attribute_duplicate);
    EXPECT_EQ(service.add_attribute("a=b", "x"), ServiceError::attribute_key_malformed);
    EXPECT_EQ(service.add_attribute("", "x"), ServiceError::attribute_without_key);
    EXPECT_EQ(service.add_attribute("k", std::string_view("a\0b", 3)),
              ServiceError::attribute_value_not_text);
    EXPECT_EQ(service.add_attribute("k", std::string(254, 'v')), ServiceError::attribute_too_long);
    EXPECT_EQ(service.add_attribute("k", std::string(253, 'v')), ServiceError::none);
}

/// All attributes of a service, with a space after each.
std::string attributes_of(const Service& service) {
    std::string all;
    const Attributes attributes = service.view().attributes;
    for (auto each = attributes.begin(); each != attributes.end(); ++each) {
        all += std::string(each.text()) + " ";
    }
    return all;
}

TEST(Service, replaces_and_removes_an_attribute) {
    Service service;
    for (const char* each : {"a=1", "b", "c=3"}) {
        ASSERT_EQ(service.set_attribute(each), ServiceError::none);
    }
    EXPECT_EQ(attributes_of(service), "a=1 b c=3 ");
    EXPECT_EQ(service.set_attribute("B", "22"), ServiceError::none);
    EXPECT_EQ(attributes_of(service), "a=1 B=22 c=3 ");
    EXPECT_EQ(service.set_attribute("c"), ServiceError::none);
    EXPECT_EQ(attributes_of(service), "a=1 B=22 c ");
    EXPECT_TRUE(service.remove_attribute("A"));
    EXPECT_FALSE(service.remove_attribute("A"));
    EXPECT_EQ(attributes_of(service), "B=22 c ");
    EXPECT_TRUE(service.remove_attribute("c"));
    EXPECT_TRUE(service.remove_attribute("b"));
    EXPECT_EQ(attributes_of(service), "");
    EXPECT_EQ(service.add_attribute("b"), ServiceError::none);
}

TEST(Service, copies_a_view) {
    Service made;
    ASSERT_EQ(made.set_name("web"), ServiceError::none);
    ASSERT_EQ(made.set_type("_http._tcp"), ServiceError::none);
    ASSERT_EQ(made.set_port(80), ServiceError::none);
    ASSERT_EQ(made.add_attribute("a=1"), ServiceError::none);
    Service copy;
    ASSERT_EQ(copy.set_attribute("b"), ServiceError::none);
    EXPECT_EQ(copy.assign(made.view()), ServiceError::none);
    EXPECT_TRUE(copy.view().is_named("web", "_http._tcp"));
    EXPECT_EQ(copy.view().port, 80);
    EXPECT_EQ(attributes_of(copy), "a=1 ");
    ServiceView broken = made.view();
    broken.port = 0;
    EXPECT_EQ(copy.assign(broken), ServiceError::port_zero);
    broken = made.view();
    broken.type = "http";
    EXPECT_EQ(copy.assign(broken), ServiceError::type_malformed);
    EXPECT_TRUE(copy.view().is_named("web", "_http._tcp"));
    EXPECT_EQ(copy.assign(copy.view()), ServiceError::none);
    EXPECT_EQ(attributes_of(copy), "a=1 ");
}

TEST(Service, keeps_its_attributes_if_a_replacement_is_refused) {
    Service service;
    const std::string large(250, 'v');
    for (const char* key : {"a", "b", "c", "d"}) {
        ASSERT_EQ(service.set_attribute(key, large), ServiceError::none);
    }
    ASSERT_EQ(service.set_attribute("e", "1"), ServiceError::none);
    const std::string before = attributes_of(service);
    EXPECT_EQ(service.set_attribute("e", large), ServiceError::attributes_too_large);
    EXPECT_EQ(service.set_attribute("a", "\xFF"), ServiceError::attribute_value_not_text);
    EXPECT_EQ(attributes_of(service), before);
    EXPECT_EQ(service.set_attribute("a", ""), ServiceError::none);
    EXPECT_EQ(service.set_attribute("e", large), ServiceError::none);
}

}  // namespace
}  // namespace mpdisc
