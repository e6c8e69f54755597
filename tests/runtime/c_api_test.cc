// SPDX-License-Identifier: MIT
// The C API on real sockets. The examples in contrib/examples use it from C itself.
#include "mpdisc/c/mpdisc.h"

#include <cstring>
#include <memory>

#include "tests/runtime/own_port.h"

namespace mpdisc::test {
namespace {

template <auto free_it>
struct Freer {
    template <typename T>
    void operator()(T* object) const {
        free_it(object);
    }
};
using CProvider = std::unique_ptr<mpdisc_provider, Freer<mpdisc_provider_free>>;
using CProbe = std::unique_ptr<mpdisc_probe, Freer<mpdisc_probe_free>>;
using CWatch = std::unique_ptr<mpdisc_watch, Freer<mpdisc_watch_free>>;
using CQuery = std::unique_ptr<mpdisc_status_query, Freer<mpdisc_status_query_free>>;
using CService = std::unique_ptr<mpdisc_service, Freer<mpdisc_service_free>>;
using CKeys = std::unique_ptr<mpdisc_keys, Freer<mpdisc_keys_free>>;
using CFound = std::unique_ptr<mpdisc_found, Freer<mpdisc_found_free>>;

class CApiTest : public OwnPort {
   protected:
    static CService make_service(const char* name, std::uint32_t number = 80) {
        CService made(mpdisc_service_new());
        EXPECT_EQ(mpdisc_service_set_name(made.get(), name), MPDISC_OK);
        EXPECT_EQ(mpdisc_service_set_type(made.get(), "_http._tcp"), MPDISC_OK);
        EXPECT_EQ(mpdisc_service_set_port(made.get(), number), MPDISC_OK);
        return made;
    }
    [[nodiscard]] mpdisc_provider_options provider_options() const {
        mpdisc_provider_options options;
        mpdisc_provider_options_init(&options, sizeof options);
        options.discovery_port = port;
        options.host_name = "box";
        return options;
    }
    [[nodiscard]] mpdisc_probe_options probe_options() const {
        mpdisc_probe_options options;
        mpdisc_probe_options_init(&options, sizeof options);
        options.discovery_port = port;
        options.local_only = true;
        return options;
    }
    [[nodiscard]] CProvider open_provider(const mpdisc_provider_options& options) const {
        CProvider provider(mpdisc_provider_new());
        EXPECT_EQ(mpdisc_provider_open(provider.get(), &options), MPDISC_OK);
        return provider;
    }
    [[nodiscard]] CProvider open_provider() const { return open_provider(provider_options()); }

    /// What run() needs of each kind of object.
    static std::size_t entries_of(const mpdisc_provider* object, mpdisc_poll_entry* out) {
        return mpdisc_provider_poll_entries(object, out, MPDISC_POLL_ENTRIES_MAX);
    }
    static std::size_t entries_of(const mpdisc_probe* object, mpdisc_poll_entry* out) {
        return mpdisc_probe_poll_entries(object, out, MPDISC_POLL_ENTRIES_MAX);
    }
    static std::size_t entries_of(const mpdisc_watch* object, mpdisc_poll_entry* out) {
        return mpdisc_watch_poll_entries(object, out, MPDISC_POLL_ENTRIES_MAX);
    }
    static std::size_t entries_of(const mpdisc_status_query* object, mpdisc_poll_entry* out) {
        return mpdisc_status_query_poll_entries(object, out, MPDISC_POLL_ENTRIES_MAX);
    }
    static std::uint64_t deadline_of(const mpdisc_provider* object) {
        return mpdisc_provider_next_deadline_us(object);
    }
    static std::uint64_t deadline_of(const mpdisc_probe* object) {
        return mpdisc_probe_next_deadline_us(object);
    }
    static std::uint64_t deadline_of(const mpdisc_watch* object) {
        return mpdisc_watch_next_deadline_us(object);
    }
    static std::uint64_t deadline_of(const mpdisc_status_query* object) {
        return mpdisc_status_query_next_deadline_us(object);
    }
    static void process(mpdisc_provider* object) { mpdisc_provider_process(object); }
    static void process(mpdisc_probe* object) { mpdisc_probe_process(object); }
    static void process(mpdisc_watch* object) { mpdisc_watch_process(object); }
    static void process(mpdisc_status_query* object) { mpdisc_status_query_process(object); }

    /// Runs the objects until `is_done`. False if that takes too long.
    template <typename IsDone, typename... Objects>
    static bool run(IsDone is_done, const Objects&... objects) {
        const std::uint64_t end_us = mpdisc_now_us() + 20'000'000;
        while (!is_done()) {
            if (mpdisc_now_us() >= end_us) return false;
            std::array<mpdisc_poll_entry, sizeof...(objects) * MPDISC_POLL_ENTRIES_MAX> entries;
            std::size_t count = 0;
            std::uint64_t deadline_us = end_us;
            ((count += entries_of(objects.get(), entries.data() + count)), ...);
            ((deadline_us = std::min(deadline_us, deadline_of(objects.get()))), ...);
            if (!mpdisc_wait(entries.data(), count, deadline_us)) return false;
            (process(objects.get()), ...);
        }
        return true;
    }
    static bool become_primary(const CProvider& provider) {
        return run([&] { return mpdisc_provider_role(provider.get()) == MPDISC_ROLE_PRIMARY; },
                   provider);
    }
};

TEST_F(CApiTest, makes_a_service_and_reads_it) {
    const CService service = make_service("Web", 8080);
    mpdisc_service* const s = service.get();
    EXPECT_STREQ(mpdisc_service_name(s), "Web");
    EXPECT_STREQ(mpdisc_service_type(s), "_http._tcp");
    EXPECT_EQ(mpdisc_service_port(s), 8080);
    EXPECT_EQ(mpdisc_service_attribute_count(s), 0U);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "path", "/a=b"), MPDISC_OK);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "flag", nullptr), MPDISC_OK);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "empty", ""), MPDISC_OK);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "PATH", "/c"), MPDISC_OK);
    ASSERT_EQ(mpdisc_service_attribute_count(s), 3U);
    EXPECT_STREQ(mpdisc_service_attribute_key(s, 0), "PATH");
    EXPECT_STREQ(mpdisc_service_attribute_value(s, 0), "/c");
    EXPECT_STREQ(mpdisc_service_attribute_key(s, 1), "flag");
    EXPECT_EQ(mpdisc_service_attribute_value(s, 1), nullptr);
    EXPECT_STREQ(mpdisc_service_attribute_value(s, 2), "");
    EXPECT_EQ(mpdisc_service_attribute_key(s, 3), nullptr);
    EXPECT_STREQ(mpdisc_service_attribute(s, "Path"), "/c");
    EXPECT_EQ(mpdisc_service_attribute(s, "flag"), nullptr);
    EXPECT_TRUE(mpdisc_service_has_attribute(s, "FLAG"));
    EXPECT_FALSE(mpdisc_service_has_attribute(s, "other"));
    EXPECT_TRUE(mpdisc_service_remove_attribute(s, "flag"));
    EXPECT_FALSE(mpdisc_service_remove_attribute(s, "flag"));
    EXPECT_STREQ(mpdisc_service_attribute_key(s, 1), "empty");

    const CService copy(mpdisc_service_copy(s));
    EXPECT_EQ(mpdisc_service_set_name(s, "other"), MPDISC_OK);
    EXPECT_STREQ(mpdisc_service_name(copy.get()), "Web");
    EXPECT_STREQ(mpdisc_service_attribute(copy.get(), "path"), "/c");
}

TEST_F(CApiTest, tells_why_a_value_is_refused) {
    const CService service = make_service("web");
    mpdisc_service* const s = service.get();
    EXPECT_EQ(mpdisc_service_set_name(s, ""), MPDISC_ERROR_NAME_EMPTY);
    EXPECT_EQ(mpdisc_service_set_name(s, nullptr), MPDISC_ERROR_NAME_EMPTY);
    EXPECT_EQ(mpdisc_service_set_name(s, "a\n"), MPDISC_ERROR_NAME_NOT_TEXT);
    EXPECT_EQ(mpdisc_service_set_type(s, "http"), MPDISC_ERROR_TYPE_MALFORMED);
    EXPECT_EQ(mpdisc_service_set_port(s, 65536), MPDISC_ERROR_PORT_ZERO);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "a=b", "c"), MPDISC_ERROR_ATTRIBUTE_KEY_MALFORMED);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "a=b", nullptr),
              MPDISC_ERROR_ATTRIBUTE_KEY_MALFORMED);
    EXPECT_EQ(mpdisc_service_set_attribute(s, "", ""), MPDISC_ERROR_ATTRIBUTE_WITHOUT_KEY);
    EXPECT_STREQ(mpdisc_service_name(s), "web") << "it is unchanged";
    EXPECT_STREQ(mpdisc_error_text(MPDISC_ERROR_PORT_ZERO), "the port must be 1 to 65535");
}

TEST_F(CApiTest, has_a_text_for_each_error) {
    const auto check = [](int first, int last) {
        for (int n = first; n <= last; ++n) {
            EXPECT_STRNE(mpdisc_error_text(n), "unknown error") << n;
        }
    };
    check(MPDISC_OK, MPDISC_ERROR_PORT_IN_USE);
    check(MPDISC_ERROR_NAME_EMPTY, MPDISC_ERROR_SERVICE_NOT_FOUND);
    check(MPDISC_ERROR_KEY_TOO_SHORT, MPDISC_ERROR_KEY_FILE_TOO_LARGE);
    for (const int n : {-1, 11, 31, 49, 63, 74, 1000}) {
        EXPECT_STREQ(mpdisc_error_text(n), "unknown error") << n;
    }
    // The text is the one of this error, and not of its neighbour.
    EXPECT_STREQ(mpdisc_error_text(MPDISC_ERROR_NO_MEMORY), "out of memory");
    EXPECT_STREQ(mpdisc_error_text(MPDISC_ERROR_PROVIDER_FULL),
                 to_text(ServiceError::provider_full));
    EXPECT_STREQ(mpdisc_error_text(MPDISC_ERROR_SERVICE_NOT_FOUND),
                 to_text(ServiceError::not_found));
    EXPECT_STREQ(mpdisc_error_text(MPDISC_ERROR_KEY_FILE_EXPOSED), to_text(KeyError::exposed));
}

TEST_F(CApiTest, offers_finds_changes_and_removes_a_service) {
    const CProvider provider = open_provider();
    const CService service = make_service("web", 8080);
    ASSERT_EQ(mpdisc_service_set_attribute(service.get(), "path", "/"), MPDISC_OK);
    ASSERT_EQ(mpdisc_provider_add(provider.get(), service.get()), MPDISC_OK);
    EXPECT_EQ(mpdisc_provider_add(provider.get(), service.get()), MPDISC_ERROR_SERVICE_DUPLICATE);
    ASSERT_TRUE(become_primary(provider));
    const mpdisc_provider_event* event = mpdisc_provider_next_event(provider.get());
    while (event != nullptr &&
           mpdisc_provider_event_get_type(event) != MPDISC_PROVIDER_ROLE_CHANGED) {
        event = mpdisc_provider_next_event(provider.get());
    }
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(mpdisc_provider_event_role(event), MPDISC_ROLE_PRIMARY);
    const uint8_t* primary = mpdisc_provider_event_peer(event);
    EXPECT_EQ(std::memcmp(primary, mpdisc_provider_id(provider.get()), 16), 0);
    EXPECT_STREQ(mpdisc_provider_event_type_name(MPDISC_PROVIDER_ROLE_CHANGED), "role-changed");

    const CProbe probe(mpdisc_probe_new());
    mpdisc_probe_options options = probe_options();
    const char* attributes[] = {"path=/"};
    options.type = "_http._tcp";
    options.attributes = attributes;
    options.attribute_count = 1;
    ASSERT_EQ(mpdisc_probe_open(probe.get(), &options), MPDISC_OK);
    ASSERT_TRUE(run([&] { return mpdisc_probe_outcome(probe.get()) != MPDISC_PROBE_RUNNING; },
                    probe, provider));
    EXPECT_STREQ(mpdisc_probe_outcome_name(mpdisc_probe_outcome(probe.get())), "complete");
    const mpdisc_found* found = mpdisc_probe_next_service(probe.get());
    ASSERT_NE(found, nullptr);
    EXPECT_STREQ(mpdisc_service_name(mpdisc_found_service(found)), "web");
    EXPECT_STREQ(mpdisc_service_attribute(mpdisc_found_service(found), "path"), "/");
    EXPECT_STREQ(mpdisc_found_host(found), "box");
    EXPECT_EQ(std::string(mpdisc_found_endpoint(found)),
              std::string(mpdisc_found_address(found)) + ":8080");
    EXPECT_EQ(mpdisc_found_role(found), MPDISC_ROLE_PRIMARY);
    EXPECT_EQ(std::memcmp(mpdisc_found_provider(found), mpdisc_provider_id(provider.get()), 16), 0);
    const CFound kept(mpdisc_found_copy(found));
    EXPECT_EQ(mpdisc_probe_next_service(probe.get()), nullptr);
    mpdisc_probe_close(probe.get());
    EXPECT_STREQ(mpdisc_service_name(mpdisc_found_service(kept.get())), "web");

    const CWatch watch(mpdisc_watch_new());
    mpdisc_watch_options watch_options;
    mpdisc_watch_options_init(&watch_options, sizeof watch_options);
    watch_options.discovery_port = port;
    watch_options.local_only = true;
    ASSERT_EQ(mpdisc_watch_open(watch.get(), &watch_options), MPDISC_OK);
    std::string told;
    const auto is_told = [&](std::string_view text) {
        told.clear();
        return run(
            [&] {
                while (const mpdisc_watch_event* each = mpdisc_watch_next_event(watch.get())) {
                    const mpdisc_found* about = mpdisc_watch_event_found(each);
                    told += mpdisc_watch_event_type_name(mpdisc_watch_event_get_type(each));
                    if (about != nullptr) {
                        told +=
                            ":" + std::to_string(mpdisc_service_port(mpdisc_found_service(about)));
                    }
                    told += " ";
                }
                return told == text;
            },
            watch, provider);
    };
    EXPECT_TRUE(is_told("added:8080 synced ")) << told;
    EXPECT_TRUE(mpdisc_watch_is_synced(watch.get()));
    EXPECT_EQ(mpdisc_watch_service_count(watch.get()), 1U);
    std::uint32_t cursor = 0;
    ASSERT_NE(mpdisc_watch_next_service(watch.get(), &cursor), nullptr);
    EXPECT_EQ(mpdisc_watch_next_service(watch.get(), &cursor), nullptr);

    ASSERT_EQ(mpdisc_service_set_port(service.get(), 8081), MPDISC_OK);
    ASSERT_EQ(mpdisc_provider_update(provider.get(), service.get()), MPDISC_OK);
    EXPECT_TRUE(is_told("changed:8081 ")) << told;
    EXPECT_EQ(mpdisc_provider_set_host_name(provider.get(), "renamed"), MPDISC_OK);
    EXPECT_TRUE(is_told("changed:8081 ")) << told;
    EXPECT_EQ(mpdisc_provider_set_host_name(provider.get(), "\n"), MPDISC_ERROR_BAD_HOST_NAME);
    const CService other = make_service("other", 90);
    const mpdisc_service* const both[] = {service.get(), other.get()};
    EXPECT_EQ(mpdisc_provider_set_services(provider.get(), both, 2), MPDISC_OK);
    EXPECT_TRUE(is_told("added:90 ")) << told;
    std::size_t position = 0;
    std::string own;
    while (const mpdisc_service* each = mpdisc_provider_next_service(provider.get(), &position)) {
        own += std::string(mpdisc_service_name(each)) + " ";
    }
    EXPECT_EQ(own, "web other ");
    ASSERT_EQ(mpdisc_provider_remove(provider.get(), "WEB", "_http._tcp"), MPDISC_OK);
    EXPECT_TRUE(is_told("removed:8081 ")) << told;
    EXPECT_EQ(mpdisc_provider_remove(provider.get(), "web", "_http._tcp"),
              MPDISC_ERROR_SERVICE_NOT_FOUND);
}

TEST_F(CApiTest, reads_the_status_of_the_primary) {
    const CProvider provider = open_provider();
    const CService service = make_service("web");
    ASSERT_EQ(mpdisc_provider_add(provider.get(), service.get()), MPDISC_OK);
    ASSERT_TRUE(become_primary(provider));
    const CQuery query(mpdisc_status_query_new());
    mpdisc_status_query_options options;
    mpdisc_status_query_options_init(&options, sizeof options);
    options.discovery_port = port;
    ASSERT_EQ(mpdisc_status_query_open(query.get(), &options), MPDISC_OK);
    std::size_t providers = 0;
    std::string names;
    const auto is_done = [&] {
        while (const mpdisc_provider_status* each =
                   mpdisc_status_query_next_provider(query.get())) {
            ++providers;
            EXPECT_EQ(mpdisc_provider_status_role(each), MPDISC_ROLE_PRIMARY);
            EXPECT_EQ(mpdisc_provider_status_service_count(each), 1U);
            EXPECT_EQ(std::memcmp(mpdisc_provider_status_id(each),
                                  mpdisc_provider_id(provider.get()), 16),
                      0);
            while (const mpdisc_service* offered = mpdisc_status_query_next_service(query.get())) {
                names += mpdisc_service_name(offered);
            }
        }
        return mpdisc_status_query_outcome(query.get()) != MPDISC_STATUS_RUNNING;
    };
    ASSERT_TRUE(run(is_done, query, provider));
    EXPECT_STREQ(mpdisc_status_outcome_name(mpdisc_status_query_outcome(query.get())), "complete");
    EXPECT_EQ(providers, 1U);
    EXPECT_EQ(names, "web");
    EXPECT_EQ(mpdisc_status_query_counter(query.get(), MPDISC_COUNTER_TAKEOVERS), 0U);
    const std::array<std::uint8_t, 16> unknown{};
    EXPECT_NE(std::memcmp(mpdisc_status_query_host_id(query.get()), unknown.data(), 16), 0);
}

TEST_F(CApiTest, names_the_option_that_is_refused) {
    const CProvider provider(mpdisc_provider_new());
    mpdisc_provider_options options = provider_options();
    options.lease_ms = UINT32_MAX;
    EXPECT_EQ(mpdisc_provider_open(provider.get(), &options), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_provider_bad_option(provider.get()), "lease_ms");
    const char* networks[] = {"192.0.2.0/24", "192.0.2.0/33"};
    options = provider_options();
    options.allow = networks;
    options.allow_count = 2;
    EXPECT_EQ(mpdisc_provider_open(provider.get(), &options), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_provider_bad_option(provider.get()), "allow");
    options.allow_count = 1;
    EXPECT_EQ(mpdisc_provider_open(provider.get(), &options), MPDISC_OK);
    EXPECT_EQ(mpdisc_provider_bad_option(provider.get()), nullptr);

    const CProbe probe(mpdisc_probe_new());
    mpdisc_probe_options search = probe_options();
    search.type = "http";
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "type");
    const char* targets[] = {"localhost"};
    search = probe_options();
    search.targets = targets;
    search.target_count = 1;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "targets");
    search = probe_options();
    search.family = 5;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "family");
    const char* attributes[] = {"=x"};
    search = probe_options();
    search.attributes = attributes;
    search.attribute_count = 1;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "attributes");
}

/// A program that is compiled for a later version, with one option more.
struct LaterProbeOptions {
    mpdisc_probe_options known;
    std::uint64_t later;
};

TEST_F(CApiTest, takes_options_of_older_and_newer_programs) {
    const CProbe probe(mpdisc_probe_new());
    mpdisc_probe_options older = probe_options();
    // It ends before `timeout_ms`, and memory of the program follows.
    older.size = offsetof(mpdisc_probe_options, timeout_ms);
    older.timeout_ms = 0;
    older.patience_ms = UINT32_MAX;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &older), MPDISC_OK);

    LaterProbeOptions newer;
    std::memset(&newer, 0xFF, sizeof newer);
    mpdisc_probe_options_init(&newer.known, sizeof newer);
    EXPECT_EQ(newer.known.size, sizeof newer);
    EXPECT_EQ(newer.later, 0U) << "it stands for the default";
    newer.known.discovery_port = port;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &newer.known), MPDISC_OK);
    newer.later = 1;
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &newer.known), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "size");
    mpdisc_probe_options without_size{};
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &without_size), MPDISC_ERROR_BAD_OPTION);
    EXPECT_STREQ(mpdisc_probe_bad_option(probe.get()), "size");
}

TEST_F(CApiTest, asks_from_a_source_port) {
    platform::UdpSocket other;
    ASSERT_EQ(other.open({}), platform::SocketError::none);
    mpdisc_probe_options search = probe_options();
    search.source_port = other.port();
    const CProbe probe(mpdisc_probe_new());
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_ERROR_PORT_IN_USE);
    other.close();
    EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_OK);
}

TEST_F(CApiTest, does_nothing_with_a_closed_object) {
    const CProvider provider(mpdisc_provider_new());
    const CService service = make_service("web");
    EXPECT_FALSE(mpdisc_provider_is_open(provider.get()));
    EXPECT_EQ(mpdisc_provider_add(provider.get(), service.get()), MPDISC_ERROR_CLOSED);
    EXPECT_EQ(mpdisc_provider_update(provider.get(), service.get()), MPDISC_ERROR_CLOSED);
    EXPECT_EQ(mpdisc_provider_remove(provider.get(), "a", "_a._tcp"), MPDISC_ERROR_CLOSED);
    EXPECT_EQ(mpdisc_provider_set_services(provider.get(), nullptr, 0), MPDISC_ERROR_CLOSED);
    EXPECT_EQ(mpdisc_provider_set_host_name(provider.get(), "a"), MPDISC_ERROR_CLOSED);
    EXPECT_EQ(mpdisc_provider_fd(provider.get()), -1);
    EXPECT_EQ(mpdisc_provider_next_deadline_us(provider.get()), MPDISC_NEVER_US);
    mpdisc_provider_process(provider.get());
    EXPECT_EQ(mpdisc_provider_next_event(provider.get()), nullptr);
    const std::array<std::uint8_t, 16> no_id{};
    const CProvider closed = open_provider();
    EXPECT_NE(std::memcmp(mpdisc_provider_id(closed.get()), no_id.data(), 16), 0);
    mpdisc_provider_close(closed.get());
    EXPECT_EQ(std::memcmp(mpdisc_provider_id(closed.get()), no_id.data(), 16), 0);
    mpdisc_provider_free(nullptr);
    mpdisc_probe_free(nullptr);
    mpdisc_watch_free(nullptr);
    mpdisc_status_query_free(nullptr);
    mpdisc_service_free(nullptr);
    mpdisc_keys_free(nullptr);
    mpdisc_found_free(nullptr);
}

TEST_F(CApiTest, seals_with_keys_and_changes_them) {
    const CKeys keys(mpdisc_keys_new());
    EXPECT_EQ(mpdisc_keys_add_hexadecimal(keys.get(), "00"), MPDISC_ERROR_KEY_TOO_SHORT);
    EXPECT_EQ(mpdisc_keys_add_hexadecimal(keys.get(), std::string(32, 'x').c_str()),
              MPDISC_ERROR_KEY_NOT_HEXADECIMAL);
    EXPECT_EQ(mpdisc_keys_read_file(keys.get(), nullptr, nullptr, nullptr),
              MPDISC_ERROR_KEY_FILE_UNREADABLE);
    const std::array<std::uint8_t, 16> first{1, 2, 3};
    ASSERT_EQ(mpdisc_keys_add(keys.get(), first.data(), first.size()), MPDISC_OK);
    EXPECT_EQ(mpdisc_keys_count(keys.get()), 1U);
    std::size_t line = 1;
    int system_error = 0;
    EXPECT_EQ(mpdisc_keys_read_file(keys.get(), "/nowhere", &line, &system_error),
              MPDISC_ERROR_KEY_FILE_UNREADABLE);
    EXPECT_NE(system_error, 0);

    mpdisc_provider_options options = provider_options();
    options.keys = keys.get();
    const CProvider provider = open_provider(options);
    const CService service = make_service("web");
    ASSERT_EQ(mpdisc_provider_add(provider.get(), service.get()), MPDISC_OK);
    ASSERT_TRUE(become_primary(provider));
    const auto find = [&](const mpdisc_keys* of_probe) {
        const CProbe probe(mpdisc_probe_new());
        mpdisc_probe_options search = probe_options();
        search.keys = of_probe;
        search.timeout_ms = 300;
        EXPECT_EQ(mpdisc_probe_open(probe.get(), &search), MPDISC_OK);
        EXPECT_TRUE(run([&] { return mpdisc_probe_outcome(probe.get()) != MPDISC_PROBE_RUNNING; },
                        probe, provider));
        return mpdisc_probe_next_service(probe.get()) != nullptr;
    };
    EXPECT_TRUE(find(keys.get()));
    const CKeys other(mpdisc_keys_new());
    const std::array<std::uint8_t, 16> second{9, 8, 7};
    ASSERT_EQ(mpdisc_keys_add(other.get(), second.data(), second.size()), MPDISC_OK);
    EXPECT_FALSE(find(other.get()));
    EXPECT_EQ(mpdisc_provider_set_keys(provider.get(), other.get()), MPDISC_OK);
    EXPECT_TRUE(find(other.get()));
    EXPECT_EQ(mpdisc_provider_set_keys(provider.get(), nullptr), MPDISC_ERROR_KEYS_NOT_CHANGEABLE);
    const CKeys none(mpdisc_keys_new());
    EXPECT_EQ(mpdisc_provider_set_keys(provider.get(), none.get()),
              MPDISC_ERROR_KEYS_NOT_CHANGEABLE);
}

TEST_F(CApiTest, tells_times_versions_and_names) {
    EXPECT_STREQ(mpdisc_version(), MPDISC_VERSION);
    EXPECT_EQ(mpdisc_timeout_ms(MPDISC_NEVER_US), -1);
    EXPECT_EQ(mpdisc_timeout_ms(0), 0);
    EXPECT_EQ(mpdisc_timeout_ms(mpdisc_now_us() - 1), 0);
    const int soon = mpdisc_timeout_ms(mpdisc_now_us() + 1'000'000);
    EXPECT_GT(soon, 900);
    EXPECT_LE(soon, 1'000);
    EXPECT_EQ(mpdisc_timeout_ms(MPDISC_NEVER_US - 1), INT_MAX);
    char text[MPDISC_ID_TEXT_SIZE];
    const std::uint8_t id[16] = {0x01, 0xAB};
    mpdisc_id_text(id, text);
    EXPECT_STREQ(text, "01ab0000000000000000000000000000");
    EXPECT_STREQ(mpdisc_role_name(MPDISC_ROLE_SECONDARY), "secondary");
    EXPECT_STREQ(mpdisc_counter_name(MPDISC_COUNTER_DROP_OFF_LINK), "drop-off-link");
    EXPECT_EQ(mpdisc_counter_count(), MPDISC_COUNTER_DROP_REPLAYED + 1U);
    EXPECT_STREQ(mpdisc_counter_name(1000), "unknown");
    for (const int number : {-1, 256, 1000}) {
        EXPECT_STREQ(mpdisc_role_name(number), "unknown");
        EXPECT_STREQ(mpdisc_probe_outcome_name(number), "unknown");
        EXPECT_STREQ(mpdisc_status_outcome_name(number), "unknown");
        EXPECT_STREQ(mpdisc_watch_event_type_name(number), "unknown");
        EXPECT_STREQ(mpdisc_provider_event_type_name(number), "unknown");
    }
    const CProbe probe(mpdisc_probe_new());
    EXPECT_EQ(mpdisc_probe_counter(probe.get(), 1000), 0U);
}

}  // namespace
}  // namespace mpdisc::test
