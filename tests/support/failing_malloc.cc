// SPDX-License-Identifier: MIT
//
// For LD_PRELOAD: denies MPDISC_DENIED_COUNT allocations of the program, beginning with number
// MPDISC_DENIED_FROM (the first one is 0). Creates the file MPDISC_DENIED_MARK at the first denial.
// Child processes are not affected.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

namespace {

bool is_counting = false;
unsigned long seen = 0;
unsigned long first = 0;
unsigned long count = 0;
const char* mark = nullptr;

bool is_denied() {
    if (!is_counting) return false;
    const unsigned long number = seen++;
    if (number < first || number - first >= count) return false;
    if (number == first) close(open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    errno = ENOMEM;
    return true;
}

__attribute__((constructor)) void begin() {
    const char* const from = std::getenv("MPDISC_DENIED_FROM");
    const char* const how_many = std::getenv("MPDISC_DENIED_COUNT");
    mark = std::getenv("MPDISC_DENIED_MARK");
    if (from == nullptr || how_many == nullptr || mark == nullptr) return;
    first = std::strtoul(from, nullptr, 10);
    count = std::strtoul(how_many, nullptr, 10);
    unsetenv("LD_PRELOAD");
    is_counting = true;
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t items, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

void* malloc(std::size_t size) {
    return is_denied() ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t items, std::size_t size) {
    return is_denied() ? nullptr : __libc_calloc(items, size);
}
void* realloc(void* memory, std::size_t size) {
    return is_denied() ? nullptr : __libc_realloc(memory, size);
}
void* mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) noexcept {
    if (is_denied()) return MAP_FAILED;
    const long result = syscall(SYS_mmap, at, size, protection, flags, file, offset);
    return reinterpret_cast<void*>(result);
}
}
