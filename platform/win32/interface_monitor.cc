// SPDX-License-Identifier: MIT
#include <array>

#include "mpdisc/expects.h"
#include "platform/interfaces.h"
#include "platform/win32/adapters.h"
#include "platform/win32/handle.h"

// The system calls back on its own thread, and the callback sets an event. A monitor is that event.
// Its registrations are in a table here.

namespace mpdisc::platform {
namespace {

struct Registration {
    /// Null: this place is free.
    HANDLE event;
    /// The registrations for changes of interfaces and of addresses.
    HANDLE notices[2];
};

SRWLOCK lock = SRWLOCK_INIT;
/// Guarded by the lock. If the table is full, a monitor cannot be opened, as on a system without
/// notices.
std::array<Registration, 64> registrations;

VOID CALLBACK on_interface_change(PVOID event, PMIB_IPINTERFACE_ROW, MIB_NOTIFICATION_TYPE) {
    SetEvent(event);
}

VOID CALLBACK on_address_change(PVOID event, PMIB_UNICASTIPADDRESS_ROW, MIB_NOTIFICATION_TYPE) {
    SetEvent(event);
}

/// Waits for a callback that runs just now, so the lock must not be held.
void cancel(const Registration& registration) {
    for (HANDLE notice : registration.notices) {
        if (notice != nullptr) CancelMibChangeNotify2(notice);
    }
    if (registration.event != nullptr) CloseHandle(registration.event);
}

/// False if the system reports no changes. Some systems accept the registration, but return no
/// handle.
bool subscribe(Registration& out) {
    out = {CreateEventW(nullptr, TRUE, FALSE, nullptr), {}};
    return out.event != nullptr &&
           NotifyIpInterfaceChange(AF_UNSPEC, on_interface_change, out.event, FALSE,
                                   &out.notices[0]) == NO_ERROR &&
           NotifyUnicastIpAddressChange(AF_UNSPEC, on_address_change, out.event, FALSE,
                                        &out.notices[1]) == NO_ERROR &&
           out.notices[0] != nullptr && out.notices[1] != nullptr;
}

/// Replaces the registration of `event` by another one. Null stands for a free place. False if
/// there is none.
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
    // The event is reset before the list is read. A change meanwhile sets it again.
    ResetEvent(to_handle(handle_));
    return true;
}

}  // namespace mpdisc::platform
