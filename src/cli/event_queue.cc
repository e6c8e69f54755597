// SPDX-License-Identifier: MIT
#include "cli/event_queue.h"

#include "cli/watch_output.h"
#include "mpdisc/expects.h"

namespace mpdisc::cli {

namespace {

EventQueue::ServiceKey key_of(const FoundService& found) {
    EventQueue::ServiceKey key;
    key.provider = found.provider;
    [[maybe_unused]] const bool fits =
        key.name.assign(found.service.name) && key.type.assign(found.service.type);
    expects(fits);
    return key;
}

/// The event that tells the same as the two together. Nothing is known of the service unless the
/// first one is `changed` or `removed`.
WatchEventType united(WatchEventType first, WatchEventType second) {
    if (second == WatchEventType::removed) return second;
    return first == WatchEventType::added ? first : WatchEventType::changed;
}

}  // namespace

void EventQueue::add(const WatchEvent& event, std::string_view time) {
    expects(has_room() && event.type != WatchEventType::synced);
    WatchEvent told = event;
    const ServiceKey service = key_of(event.service);
    Job* job = find(State::waiting, service);
    if (job == nullptr) {
        job = &take_free();
        job->state = State::waiting;
        job->service = service;
        job->number = next_number_++;
        ++waiting_count_;
    } else if (job->event == WatchEventType::added && event.type == WatchEventType::removed) {
        // It came and went before any command knew of it.
        job->state = State::free;
        --waiting_count_;
        return;
    } else {
        told.type = united(job->event, event.type);
    }
    job->event = told.type;
    job->variables.clear();
    append_event_variables(job->variables, told, time);
}

EventQueue::Job* EventQueue::start_next() {
    if (running_count_ == running_max) return nullptr;
    Job* next = nullptr;
    for (Job& job : jobs_) {
        if (job.state != State::waiting || (next != nullptr && job.number > next->number)) continue;
        if (find(State::running, job.service) == nullptr) next = &job;
    }
    if (next == nullptr) return nullptr;
    next->state = State::running;
    --waiting_count_;
    ++running_count_;
    return next;
}

void EventQueue::end(Job& job) {
    expects(job.state == State::running);
    job.state = State::free;
    --running_count_;
}

EventQueue::Job* EventQueue::find(State state, const ServiceKey& service) {
    for (Job& job : jobs_) {
        if (job.state == state && job.service == service) return &job;
    }
    return nullptr;
}

EventQueue::Job& EventQueue::take_free() {
    for (Job& job : jobs_) {
        if (job.state == State::free) return job;
    }
    expects(false);
    return jobs_.front();
}

}  // namespace mpdisc::cli
