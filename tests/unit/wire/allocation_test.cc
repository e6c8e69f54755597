// SPDX-License-Identifier: MIT
//
// Decoding and encoding allocate no memory, so that datagrams cannot use up a program's memory.
#include <atomic>
#include <cstdlib>

#include "tests/vectors/fields.h"

// The C library exports its malloc() under a second name, so that this file can wrap it. The
// sanitizer has a malloc() of its own, which must stay.
#if defined(__SANITIZE_ADDRESS__)
#define MPDISC_HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MPDISC_HAS_SANITIZER 1
#endif
#endif
#if defined(__GLIBC__) && !defined(MPDISC_HAS_SANITIZER)
#define MPDISC_COUNTS_ALLOCATIONS 1
#endif

namespace {
std::atomic<std::size_t> allocations = 0;
}

#if defined(MPDISC_COUNTS_ALLOCATIONS)
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

void* malloc(std::size_t size) {
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    ++allocations;
    return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
    ++allocations;
    return __libc_realloc(memory, size);
}
}
#endif

namespace mpdisc::testing {
namespace {

class Allocations : public ::testing::Test {
   protected:
    void SetUp() override {
#if !defined(MPDISC_COUNTS_ALLOCATIONS)
        GTEST_SKIP() << "this build cannot count allocations";
#endif
    }
};

TEST_F(Allocations, are_counted) {
    const std::size_t before = allocations;
    void* volatile memory = std::malloc(1);
    std::free(memory);
    EXPECT_EQ(allocations, before + 1);
    std::vector<int>* volatile object = new std::vector<int>(1000);
    delete object;
    EXPECT_EQ(allocations, before + 3);
}

TEST_F(Allocations, do_not_happen_while_decoding_and_encoding) {
    static std::array<std::uint8_t, limits::loopback_datagram_max> room;
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        const std::size_t before = allocations;
        const Decoded decoded = decode_any(vector.datagram);
        std::size_t services = 0;
        if (const auto* const message = std::get_if<wire::Advertisement>(&decoded.message)) {
            auto reader = message->services.read();
            for (wire::ServiceList::Item item; reader.next(item);) ++services;
        }
        if (const auto* const message = std::get_if<wire::StatusResponse>(&decoded.message)) {
            wire::StatusReader reader(*message);
            for (ProviderStatus status; reader.next_provider(status);) {
                for (ServiceView service; reader.next_service(service);) ++services;
            }
        } else {
            EXPECT_EQ(encode_into(decoded, room), vector.datagram.size());
        }
        EXPECT_EQ(allocations, before);
    }
}

TEST_F(Allocations, do_not_happen_while_refusing_a_datagram) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        Datagram changed = vector.datagram;
        for (std::size_t at = 0; at < changed.size(); ++at) {
            changed[at] ^= 0xFF;
            const std::size_t before = allocations;
            (void)decode_any(changed);
            EXPECT_EQ(allocations, before);
            changed[at] ^= 0xFF;
        }
    }
}

}  // namespace
}  // namespace mpdisc::testing
