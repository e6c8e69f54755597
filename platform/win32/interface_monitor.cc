// SPDX-License-Identifier: MIT
#include <array>

#include "mpdisc/expects.h"
#include "platform/interfaces.h"
#include "platform/win32/adapters.h"
#include "platform/win32/handle.h"

// The system calls back, on a thread of its own, and all that thread does is to set an event.
// A monitor is that event; the registrations that go with it stand in a table here.

namespace mpdisc::platform {
namespace {

struct Registration {
    /// Null: free.
    HANDLE event;
    /// Of interfaces, and of addresses.
    HANDLE notices[2];
};

SRWLOCK lock = SRWLOCK_INIT;
/// Guarded by the lock. A monitor for which there is no room is as one that the system lacks.
std::array<Registration, 64> registrations;

VOID CALLBACK on_interface_change(PVOID event, PMIB_IPINTERFACE_ROW, MIB_NOTIFICATION_TYPE) {
    SetEvent(event);
}

VOID CALLBACK on_address_change(PVOID event, PMIB_UNICASTIPADDRESS_ROW, MIB_NOTIFICATION_TYPE) {
    SetEvent(event);
}

/// Waits for a callback that runs just now, so not to be called with the lock held.
void cancel(const Registration& registration) {
    for (HANDLE notice : registration.notices) {
        if (notice != nullptr) CancelMibChangeNotify2(notice);
    }
    if (registration.event != nullptr) CloseHandle(registration.event);
}

/// False where the system tells of no changes: some take the wish, and give no handle for it.
bool subscribe(Registration& out) {
    out = {CreateEventW(nullptr, TRUE, FALSE, nullptr), {}};
    return out.event != nullptr &&
           NotifyIpInterfaceChange(AF_UNSPEC, on_interface_change, out.event, FALSE,
                                   &out.notices[0]) == NO_ERROR &&
           NotifyUnicastIpAddressChange(AF_UNSPEC, on_address_change, out.event, FALSE,
                                        &out.notices[1]) == NO_ERROR &&
           out.notices[0] != nullptr && out.notices[1] != nullptr;
}

/// Swaps the registration of `event`, null for a free place, for another; false where there is
/// none.
bool exchange(HANDLE event, const Registration& with, Registration& out) {
    bool found = false;
    AcquireSRWLockExclusive(&lock);
    for (Registration& registration : registrations) {
        if (registration.event != event) continue;
        out = registration;
        registration = with;
        found = true;
        break;
    }
    ReleaseSRWLockExclusive(&lock);
    return found;
}

}  // namespace

bool InterfaceMonitor::open() {
    expects(!is_open());
    Registration registration;
    Registration none{};
    if (!subscribe(registration) || !exchange(nullptr, registration, none)) {
        cancel(registration);
        return false;
    }
    handle_ = from_handle(registration.event);
    return true;
}

void InterfaceMonitor::close() {
    if (!is_open()) return;
    Registration registration{};
    (void)exchange(to_handle(handle_), {}, registration);
    cancel(registration);
    handle_ = -1;
}

bool InterfaceMonitor::changed(InterfaceLosses&) {
    if (WaitForSingleObject(to_handle(handle_), 0) != WAIT_OBJECT_0) return false;
    // Before the list is read: what changes meanwhile sets it anew.
    ResetEvent(to_handle(handle_));
    return true;
}

}  // namespace mpdisc::platform
