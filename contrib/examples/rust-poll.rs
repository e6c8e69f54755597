// SPDX-License-Identifier: MIT
//
// rust-poll NAME PORT
//
// Offers a service, and tells of all services of its type, with poll(2).

#[path = "../rust/mpdisc.rs"]
mod mpdisc;

use mpdisc::{Provider, Watch};
use std::error::Error;
use std::io;
use std::os::raw::{c_int, c_short, c_ulong};
use std::os::unix::{io::AsRawFd, net::UnixStream};
use std::sync::atomic::{AtomicI32, Ordering};

const TYPE: &str = "_example._tcp";
const SIGINT: c_int = 2;
const SIGTERM: c_int = 15;
const POLLIN: c_short = 1;

#[repr(C)]
struct PollFd {
    fd: c_int,
    events: c_short,
    revents: c_short,
}

extern "C" {
    fn poll(fds: *mut PollFd, count: c_ulong, timeout_ms: c_int) -> c_int;
    fn signal(number: c_int, handler: extern "C" fn(c_int)) -> usize;
    fn write(fd: c_int, bytes: *const u8, size: usize) -> isize;
}

/// The signal handler writes to this socket, which wakes the loop.
static STOPPER: AtomicI32 = AtomicI32::new(-1);

extern "C" fn stop(_number: c_int) {
    unsafe { write(STOPPER.load(Ordering::Relaxed), &0, 1) };
}

fn print_roles(provider: &mut Provider) {
    while let Some(role) = provider.next_role() {
        println!("role {}", role);
    }
}

fn print_services(watch: &mut Watch) {
    while let Some(event) = watch.next_event() {
        match event.found {
            Some(found) => println!("{} {} {}", event.kind, found.name, found.endpoint),
            None => println!("{}", event.kind),
        }
    }
}

/// Runs until `stopped` is readable.
fn run(mut provider: Provider, mut watch: Watch, stopped: UnixStream) -> io::Result<()> {
    let fds = [provider.as_raw_fd(), watch.as_raw_fd(), stopped.as_raw_fd()];
    if fds.iter().any(|&fd| fd < 0) {
        return Err(io::Error::new(
            io::ErrorKind::Other,
            "no descriptors are left",
        ));
    }
    let mut polls = fds.map(|fd| PollFd {
        fd,
        events: POLLIN,
        revents: 0,
    });
    while polls[2].revents == 0 {
        if unsafe { poll(polls.as_mut_ptr(), polls.len() as c_ulong, -1) } < 0 {
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        provider.process();
        print_roles(&mut provider);
        watch.process();
        print_services(&mut watch);
    }
    Ok(())
}

fn offer_and_watch(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    if arguments.len() != 3 {
        return Err("usage: rust-poll NAME PORT".into());
    }
    let (stopped, stopper) = UnixStream::pair()?;
    STOPPER.store(stopper.as_raw_fd(), Ordering::Relaxed);
    unsafe {
        signal(SIGINT, stop);
        signal(SIGTERM, stop);
    }
    let mut provider = Provider::open()?;
    provider.add(&arguments[1], TYPE, arguments[2].parse()?)?;
    run(provider, Watch::open(TYPE)?, stopped)?;
    Ok(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Err(error) = offer_and_watch(&arguments) {
        eprintln!("rust-poll: {}", error);
        std::process::exit(1);
    }
}
