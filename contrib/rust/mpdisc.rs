// SPDX-License-Identifier: MIT
//! Offers and finds services on the local network: what a program in Rust needs of mpdisc's C API
//! to offer services and to watch them. It needs no crate.
//!
//! Each object has a descriptor. Wait until it is readable, call `process()`, and take the events by
//! `next_event()` until it gives `None`. At most one thread may use an object at a time.

use std::ffi::{CStr, CString};
use std::fmt;
use std::os::raw::{c_char, c_int, c_void};
use std::os::unix::io::{AsRawFd, RawFd};
use std::ptr::{null, NonNull};

/// Why a call failed, as one sentence.
#[derive(Debug)]
pub struct Error(pub String);

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Offers services. Dropped, it says farewell.
pub struct Provider(Object);

impl Provider {
    pub fn open() -> Result<Provider, Error> {
        let provider = Provider(made(unsafe { mpdisc_provider_new() })?);
        check(unsafe { mpdisc_provider_open(provider.0, null()) })?;
        Ok(provider)
    }

    /// Offers one more service.
    pub fn add(&mut self, name: &str, kind: &str, port: u16) -> Result<(), Error> {
        let service = Service(made(unsafe { mpdisc_service_new() })?);
        let (name, kind) = (c_text(name)?, c_text(kind)?);
        check(unsafe { mpdisc_service_set_name(service.0, name.as_ptr()) })?;
        check(unsafe { mpdisc_service_set_type(service.0, kind.as_ptr()) })?;
        check(unsafe { mpdisc_service_set_port(service.0, port.into()) })?;
        check(unsafe { mpdisc_provider_add(self.0, service.0) })
    }

    pub fn process(&mut self) {
        unsafe { mpdisc_provider_process(self.0) }
    }

    /// The next change of the role: "none", "primary" or "secondary".
    pub fn next_role(&mut self) -> Option<String> {
        const ROLE_CHANGED: c_int = 0;
        unsafe {
            while let Some(event) = mpdisc_provider_next_event(self.0) {
                if mpdisc_provider_event_get_type(event) == ROLE_CHANGED {
                    return Some(text(mpdisc_role_name(mpdisc_provider_event_role(event))));
                }
            }
        }
        None
    }
}

impl AsRawFd for Provider {
    fn as_raw_fd(&self) -> RawFd {
        unsafe { mpdisc_provider_fd(self.0) }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        unsafe { mpdisc_provider_free(self.0) }
    }
}

/// What a watch tells.
pub struct Event {
    /// "added", "changed", "removed" or "synced".
    pub kind: String,
    /// None if the kind is "synced".
    pub found: Option<Found>,
}

/// A service that was found.
pub struct Found {
    pub name: String,
    /// The address and the port.
    pub endpoint: String,
}

/// Tells of each service that appears, changes or goes.
pub struct Watch(Object);

impl Watch {
    /// Watches the services of this type.
    pub fn open(kind: &str) -> Result<Watch, Error> {
        let kind = c_text(kind)?;
        let watch = Watch(made(unsafe { mpdisc_watch_new() })?);
        unsafe {
            let mut options: WatchOptions = std::mem::zeroed();
            mpdisc_watch_options_init(&mut options, std::mem::size_of::<WatchOptions>());
            options.kind = kind.as_ptr();
            check(mpdisc_watch_open(watch.0, &options))?;
        }
        Ok(watch)
    }

    pub fn process(&mut self) {
        unsafe { mpdisc_watch_process(self.0) }
    }

    pub fn next_event(&mut self) -> Option<Event> {
        unsafe {
            let event = mpdisc_watch_next_event(self.0)?;
            Some(Event {
                kind: text(mpdisc_watch_event_type_name(mpdisc_watch_event_get_type(
                    event,
                ))),
                found: mpdisc_watch_event_found(event).map(|found| Found {
                    name: text(mpdisc_service_name(mpdisc_found_service(found))),
                    endpoint: text(mpdisc_found_endpoint(found)),
                }),
            })
        }
    }
}

impl AsRawFd for Watch {
    fn as_raw_fd(&self) -> RawFd {
        unsafe { mpdisc_watch_fd(self.0) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        unsafe { mpdisc_watch_free(self.0) }
    }
}

struct Service(Object);

impl Drop for Service {
    fn drop(&mut self) {
        unsafe { mpdisc_service_free(self.0) }
    }
}

fn check(code: c_int) -> Result<(), Error> {
    match code {
        0 => Ok(()),
        _ => Err(Error(unsafe { text(mpdisc_error_text(code)) })),
    }
}

fn made(object: Option<Object>) -> Result<Object, Error> {
    object.ok_or_else(|| Error("no memory".to_string()))
}

fn c_text(text: &str) -> Result<CString, Error> {
    CString::new(text).map_err(|error| Error(error.to_string()))
}

unsafe fn text(text: Text) -> String {
    CStr::from_ptr(text).to_string_lossy().into_owned()
}

type Object = NonNull<c_void>;
type Text = *const c_char;

/// The struct mpdisc_watch_options.
#[repr(C)]
struct WatchOptions {
    size: usize,
    discovery_port: u16,
    family: c_int,
    local_only: bool,
    kind: Text,
    name: Text,
    attributes: *const Text,
    attribute_count: usize,
    targets: *const Text,
    target_count: usize,
    interface_name: Text,
    lost_after_ms: u32,
    patience_ms: u32,
    keys: *const c_void,
    source_port: u16,
    name_pattern: Text,
    types: *const Text,
    type_count: usize,
}

#[link(name = "mpdisc")]
extern "C" {
    fn mpdisc_error_text(error: c_int) -> Text;
    fn mpdisc_role_name(role: c_int) -> Text;

    fn mpdisc_service_new() -> Option<Object>;
    fn mpdisc_service_free(service: Object);
    fn mpdisc_service_set_name(service: Object, name: Text) -> c_int;
    fn mpdisc_service_set_type(service: Object, kind: Text) -> c_int;
    fn mpdisc_service_set_port(service: Object, port: u32) -> c_int;
    fn mpdisc_service_name(service: Object) -> Text;

    fn mpdisc_provider_new() -> Option<Object>;
    fn mpdisc_provider_free(provider: Object);
    fn mpdisc_provider_open(provider: Object, options: *const c_void) -> c_int;
    fn mpdisc_provider_add(provider: Object, service: Object) -> c_int;
    fn mpdisc_provider_fd(provider: Object) -> c_int;
    fn mpdisc_provider_process(provider: Object);
    fn mpdisc_provider_next_event(provider: Object) -> Option<Object>;
    fn mpdisc_provider_event_get_type(event: Object) -> c_int;
    fn mpdisc_provider_event_role(event: Object) -> c_int;

    fn mpdisc_watch_options_init(options: *mut WatchOptions, size: usize);
    fn mpdisc_watch_new() -> Option<Object>;
    fn mpdisc_watch_free(watch: Object);
    fn mpdisc_watch_open(watch: Object, options: *const WatchOptions) -> c_int;
    fn mpdisc_watch_fd(watch: Object) -> c_int;
    fn mpdisc_watch_process(watch: Object);
    fn mpdisc_watch_next_event(watch: Object) -> Option<Object>;
    fn mpdisc_watch_event_get_type(event: Object) -> c_int;
    fn mpdisc_watch_event_type_name(kind: c_int) -> Text;
    fn mpdisc_watch_event_found(event: Object) -> Option<Object>;
    fn mpdisc_found_service(found: Object) -> Object;
    fn mpdisc_found_endpoint(found: Object) -> Text;
}
