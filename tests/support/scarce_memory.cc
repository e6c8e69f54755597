// SPDX-License-Identifier: MIT
//
// The test programs are linked with --wrap for these functions, so that each call arrives here
// first, with or without a sanitizer.
#include "tests/support/scarce_memory.h"

#ifndef _WIN32
#include <sys/mman.h>
#endif

namespace mpdisc::test {
namespace {

std::size_t to_grant = SIZE_MAX;
std::size_t to_deny = 0;
bool any_denied = false;

bool is_denied() {
    if (to_grant != 0) {
        if (to_grant != SIZE_MAX) --to_grant;
        return false;
    }
    if (to_deny == 0) return false;
    if (to_deny != ScarceMemory::for_good) --to_deny;
    any_denied = true;
    return true;
}

}  // namespace

ScarceMemory::ScarceMemory(std::size_t granted, std::size_t denied) {
    to_grant = granted;
    to_deny = denied;
    any_denied = false;
}

ScarceMemory::~ScarceMemory() {
    to_grant = SIZE_MAX;
}

bool ScarceMemory::has_denied() const {
    return any_denied;
}

extern "C" {

void* __real_malloc(std::size_t size);
void* __real_realloc(void* memory, std::size_t size);

void* __wrap_malloc(std::size_t size);
void* __wrap_malloc(std::size_t size) {
    return is_denied() ? nullptr : __real_malloc(size);
}

void* __wrap_realloc(void* memory, std::size_t size);
void* __wrap_realloc(void* memory, std::size_t size) {
    return is_denied() ? nullptr : __real_realloc(memory, size);
}

#ifndef _WIN32
void* __real_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset);

void* __wrap_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset);
void* __wrap_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) {
    return is_denied() ? MAP_FAILED : __real_mmap(at, size, protection, flags, file, offset);
}
#endif
}

}  // namespace mpdisc::test
