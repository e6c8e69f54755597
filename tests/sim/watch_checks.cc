// SPDX-License-Identifier: MIT
#include "tests/sim/watch_checks.h"

#include <algorithm>

#include "tests/sim/provider_program.h"
#include "wire/client_messages.h"

namespace mpdisc::sim {
namespace {

constexpr TimeUs audit_gap_us = 250 * ms;
/// A host is silent if so many requests within `lost_after` got no answer.
constexpr std::size_t asked_min = 2;
/// From the answer of a primary to the event: the datagram, and scheduling delays.
constexpr TimeUs telling_max_us = 1'500 * ms;
/// From a change to the event, if announcements tell of it: a host that changes often announces it
/// every 250 ms, and a new primary waits until all have registered.
constexpr TimeUs prompt_max_us = 3 * second;
/// The greatest gap between two queries of a watch to all hosts.
constexpr TimeUs query_gap_max_us = 16 * second;
/// After `lost_after`, a silent host is gone within this time.
constexpr TimeUs giving_up_max_us = second;
/// For so long a watch asks whether a lost host is back. After that the host has announced itself.
constexpr TimeUs missed_us = 60 * second;
/// After a registration was lost, a provider repeats it after this time at most.
constexpr TimeUs registration_gap_us = 5 * second;

/// Faults after which a watch learns the truth no later than without them.
constexpr std::initializer_list<Fault> disturbances = {
    Fault::kill_primary,  Fault::hang,       Fault::foreign, Fault::suspend,
    Fault::jump,          Fault::scarcity,   Fault::lan_cut, Fault::loopback_cut,
    Fault::loopback_down, Fault::other_keys,
};

std::uint64_t transaction_of(const Packet& packet) {
    wire::Header header;
    wire::Bytes fields;
    (void)wire::decode_header(packet.bytes(), header, fields);
    return header.transaction;
}

wire::Roster roster_of(const Packet& answer) {
    wire::Header header;
    wire::Bytes fields;
    wire::Advertisement advertisement;
    (void)wire::decode_header(answer.bytes(), header, fields);
    (void)wire::decode(header, fields, advertisement);
    return advertisement.roster;
}

std::string list_text(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

// --- The watches ---

void WatchChecks::begin() {
    start_watch(network_.add_client_host(), "w1", false);
    const auto& hosts = network_.hosts();
    start_watch(*hosts[world_.plan.below(hosts.size())], "w2", world_.plan.chance(300));
    plan_audit();
}

void WatchChecks::start_watch(Host& host, const std::string& name, bool local_only) {
    world_.clock.after(world_.plan.below(world_.profile.faults_us / 2), [=, this, &host] {
        const WatchProgram::Setup setup{name, local_only, world_.profile.lost_after_ms};
        auto& made = host.add<WatchProgram>(
            network_, setup, [this](WatchProgram& program, const WatchProgram::Event& event) {
                take(program, event);
            });
        watches_.emplace_back().program = &made;
        made.start();
    });
}

void WatchChecks::end() {
    has_ended_ = true;
    for (const Watched& each : watches_) each.program->kill();
}

WatchChecks::Watched& WatchChecks::state_of(const WatchProgram& program) {
    return *std::ranges::find(watches_, &program, &Watched::program);
}

void WatchChecks::stepped(Program& program) {
    if (program.as_provider() != nullptr) truth_.stepped(program.host);
}

void WatchChecks::sent(Program& program, const Packet& packet) {
    const auto type = static_cast<wire::MessageType>(packet.bytes()[4]);
    if (type != wire::MessageType::client_discovery_request || packet.is_to_all) return;
    const auto watched = std::ranges::find(watches_, &program, &Watched::program);
    if (watched == watches_.end()) return;
    const IpAddress& to = packet.to.address;
    const Host* host = to.is_loopback() ? &program.host : network_.find(to);
    Contact& contact = watched->contacts[host];
    contact.transaction = transaction_of(packet);
    contact.asked_us.push_back(world_.now_us());
    if (contact.asked_us.size() > asked_min) contact.asked_us.pop_front();
}

void WatchChecks::received(Program& program, const Packet& packet) {
    const auto type = static_cast<wire::MessageType>(packet.bytes()[4]);
    if (type != wire::MessageType::service_advertisement) return;
    const auto watched = std::ranges::find(watches_, &program, &Watched::program);
    if (watched == watches_.end()) return;
    const IpAddress& from = packet.from.address;
    const Host* host = from.is_loopback() ? &program.host : network_.find(from);
    Contact& contact = watched->contacts[host];
    if (contact.transaction != transaction_of(packet)) return;
    contact.answered_us = world_.now_us();
    const wire::Roster roster = roster_of(packet);
    const bool is_known = watched->is_synced && roster.primary != contact.primary;
    if (is_known) contact.former_primary = contact.primary;
    contact.primary = roster.primary;
    contact.contested_us =
        roster.contested ? std::min(contact.contested_us, world_.now_us()) : never_us;
}

// --- Events ---

void WatchChecks::take(WatchProgram& program, const WatchProgram::Event& event) {
    Watched& watched = state_of(program);
    switch (event.type) {
        case WatchEventType::added:
            return add(watched, event.service);
        case WatchEventType::changed:
            return change(watched, event.service);
        case WatchEventType::removed:
            return remove(watched, event.service);
        case WatchEventType::synced:
            return sync(watched);
    }
}

void WatchChecks::add(Watched& watched, const Service& service) {
    if (!watched.list.emplace(service.name, service).second) {
        // A search takes a provider that has become the primary for two, because the answers come
        // from two ports. They may differ.
        const bool is_double = !watched.is_synced && !watched.doubles.contains(service.name) &&
                               watched.list[service.name].details != service.details;
        if (!is_double) return fail(watched, "adds " + service.name + ", which it lists");
        watched.doubles.emplace(service.name, service);
    }
    const ProviderProgram* provider = provider_of(service.name);
    if (provider == nullptr || provider->id() != service.provider) {
        fail(watched, "adds " + service.name + ", which nobody ever had");
    }
}

void WatchChecks::change(Watched& watched, const Service& service) {
    const auto listed = watched.list.find(service.name);
    if (listed == watched.list.end()) {
        return fail(watched, "changes " + service.name + ", which it does not list");
    }
    if (listed->second.details == service.details) {
        return fail(watched, "changes " + service.name + ", but nothing of it");
    }
    listed->second = service;
}

void WatchChecks::remove(Watched& watched, const Service& service) {
    if (const auto twin = watched.doubles.find(service.name); twin != watched.doubles.end()) {
        if (twin->second.details != service.details) watched.list[service.name] = twin->second;
        watched.doubles.erase(twin);
        return;
    }
    if (watched.list.erase(service.name) == 0) {
        return fail(watched, "removes " + service.name + ", which it does not list");
    }
    const ProviderProgram* provider = provider_of(service.name);
    const bool is_offered =
        !provider->has_ended() &&
        std::ranges::find(provider->services(), service.name) != provider->services().end();
    if (is_silent(watched, provider->host) || is_closed(*provider)) {
        watched.contacts[&provider->host].lost_us = world_.now_us();
        return;
    }
    if (!is_offered || may_be_unknown(watched, *provider)) return;
    fail(watched, "removes " + service.name + ", which is there");
}

void WatchChecks::sync(Watched& watched) {
    if (watched.is_synced) return fail(watched, "is synced twice");
    watched.is_synced = true;
    const WatchProgram& program = *watched.program;
    const auto expected = invariants_.findable_by(program, program.is_local_only());
    if (!expected) return;
    for (const std::string& name : expected->services) {
        if (!watched.list.contains(name)) fail(watched, "is synced without " + name);
    }
}

// --- Excuses ---

bool WatchChecks::is_silent(const Watched& watched, const Host& host) const {
    const WatchProgram& program = *watched.program;
    const auto contact = watched.contacts.find(&host);
    if (contact == watched.contacts.end()) return false;
    // After a suspension nobody knows how long the host was silent. Half the time decides then.
    const TimeUs full_us = world_.now_us() - std::min(world_.now_us(), program.lost_after_us());
    const bool was_away = log_.last_us(program.host, {Fault::suspend, Fault::jump}) > full_us;
    const TimeUs since_us = was_away ? full_us + program.lost_after_us() / 2 : full_us;
    if (contact->second.answered_us > since_us) return false;
    // Without the loopback interface a host cannot ask itself.
    if (&host == &program.host && log_.last_us(host, {Fault::loopback_down}) > since_us) {
        return true;
    }
    const std::deque<TimeUs>& asked_us = contact->second.asked_us;
    return asked_us.size() == asked_min && asked_us.front() >= since_us;
}

bool WatchChecks::is_closed(const ProviderProgram& provider) const {
    const Profile& profile = world_.profile;
    const Host& host = provider.host;
    // Each provider usually tries to open it at least once in that time.
    const TimeUs closed_us =
        std::min<TimeUs>(limits::primary_check_ms, world_.profile.lost_after_ms) * ms - 500 * ms;
    // While another program or a provider with other keys has the port, nobody answers either.
    const bool was_foreign =
        log_.last_us(host, {Fault::foreign, Fault::other_keys}) == host.port_changed_us();
    const TimeUs since_us = was_foreign ? host.port_changed_before_us() : host.port_changed_us();
    const bool may_miss_it =
        provider.hangs() || was_foreign || profile.hides_deaths() || profile.has_scarcity;
    return may_miss_it && host.port_holders().empty() && world_.now_us() >= since_us + closed_us;
}

/// A living provider may be missing in the registry of its host's primary only for a reason: it
/// hung when that primary began, and it does not hold the port, or two others hold it, too; or it
/// hung for longer than `lost_after`; or the primary is new beside another holder of the port that
/// hangs; or the provider has not noticed yet that the former primary has ended; or a fault has
/// kept the programs of the host from hearing each other.
bool WatchChecks::may_be_unknown(const Watched& watched, const ProviderProgram& provider) const {
    const Host& host = provider.host;
    const TimeUs now_us = world_.now_us();
    const TimeUs missing_us = truth_.last_missing_us(provider);
    if (missing_us == 0 || now_us > missing_us + telling_max_us) return false;

    const bool hung = provider.hung_us() != 0 &&
                      (provider.hangs() || now_us <= provider.woken_us() + registration_gap_us);
    const TimeUs hung_until_us = provider.hangs() ? now_us : provider.woken_us();
    // A watch remembers one former primary.
    const bool is_former = provider.has_port() && host.port_holders().size() == 2;
    const TimeUs patience_us = is_former ? watched.program->lost_after_us() : 0;
    if (hung && hung_until_us >= provider.hung_us() + patience_us) return true;

    const TimeUs since_us = truth_.primary_since_us(host);
    const Contact& contact = watched.contacts.at(&host);
    const bool was_primary = contact.former_primary == provider.id();
    const TimeUs port_patience_us = was_primary ? watched.program->lost_after_us() : 0;
    if (contact.contested_us != never_us && now_us >= contact.contested_us + port_patience_us &&
        now_us <= since_us + registration_gap_us) {
        return true;
    }
    const Profile& profile = world_.profile;
    const bool is_lossy = profile.lo_loss_permille != 0 || profile.lo_slow_permille != 0;
    if (is_lossy && (calm_us_ == never_us || now_us <= calm_us_ + profile.bound_us())) return true;
    if (profile.slow_schedule_permille != 0) return true;
    if (profile.hides_deaths() && now_us <= since_us + profile.bound_us()) return true;
    const TimeUs deaf_us =
        log_.last_us(host, {Fault::loopback_cut, Fault::loopback_down, Fault::suspend, Fault::jump,
                            Fault::scarcity, Fault::other_keys, Fault::foreign});
    return deaf_us != 0 && now_us <= deaf_us + profile.bound_us();
}

// --- The list as a whole ---

void WatchChecks::plan_audit() {
    world_.clock.after(audit_gap_us, [this] {
        if (has_ended_) return;
        for (const auto& host : network_.hosts()) {
            if (host->suspended) {
                away_since_us_.emplace(host.get(), world_.now_us());
            } else {
                away_since_us_.erase(host.get());
            }
        }
        for (Watched& each : watches_) {
            if (each.program->runs()) audit(each);
        }
        plan_audit();
    });
}

void WatchChecks::audit(Watched& watched) {
    check_snapshot(watched);
    check_given_up(watched);
    const std::set<std::string> wrong = mistakes(watched, offers_for(watched));
    std::erase_if(watched.wrong_since_us,
                  [&](const auto& each) { return !wrong.contains(each.first); });
    for (const std::string& name : wrong) {
        const auto at = watched.wrong_since_us.emplace(name, world_.now_us()).first;
        check_deadline(watched, name, at->second);
    }
}

void WatchChecks::check_snapshot(const Watched& watched) {
    const std::vector<Service> snapshot = watched.program->services();
    if (snapshot.size() != watched.list.size() + watched.doubles.size() ||
        watched.program->service_count() != snapshot.size()) {
        return fail(watched, "lists " + std::to_string(snapshot.size()) +
                                 " services; its events tell of " +
                                 std::to_string(watched.list.size()));
    }
    if (!watched.doubles.empty()) return;
    for (const Service& each : snapshot) {
        const auto told = watched.list.find(each.name);
        if (told != watched.list.end() && told->second.details == each.details) continue;
        return fail(watched, "lists " + each.name + " " + each.details + ", but has not told so");
    }
}

void WatchChecks::check_given_up(const Watched& watched) {
    const WatchProgram& program = *watched.program;
    const TimeUs awake_us =
        std::max({program.started_us(), program.woken_us(),
                  log_.last_us(program.host, {Fault::suspend, Fault::jump, Fault::loopback_down})});
    for (const auto& [name, service] : watched.list) {
        const ProviderProgram& provider = *provider_of(name);
        const auto away = away_since_us_.find(&provider.host);
        if (away == away_since_us_.end()) continue;
        const TimeUs since_us = std::max(away->second, awake_us);
        if (world_.now_us() <= since_us + program.lost_after_us() + giving_up_max_us) continue;
        return fail(watched, "still lists " + name + " of a host that is suspended");
    }
}

WatchChecks::Offers WatchChecks::offers_for(const Watched& watched) const {
    const WatchProgram& program = *watched.program;
    Offers offers;
    for (const auto& host : network_.hosts()) {
        if (program.is_local_only() && host.get() != &program.host) continue;
        for (const ProviderProgram* each : host->living_providers()) {
            for (const std::string& name : each->services()) offers.emplace(name, each);
        }
    }
    return offers;
}

std::set<std::string> WatchChecks::mistakes(const Watched& watched, const Offers& offers) const {
    std::set<std::string> wrong;
    for (const auto& [name, service] : watched.list) {
        if (!offers.contains(name)) wrong.insert(name);
    }
    for (const auto& [name, provider] : offers) {
        const auto listed = watched.list.find(name);
        const bool is_right =
            listed != watched.list.end() && listed->second.port == provider->port_of(name);
        if (!is_right) wrong.insert(name);
    }
    return wrong;
}

void WatchChecks::check_deadline(const Watched& watched, const std::string& name, TimeUs since_us) {
    const ProviderProgram& provider = *provider_of(name);
    const TimeUs quiet_us =
        std::max({since_us, disturbed_us(watched, provider.host), provider.woken_us(),
                  provider.hung_us(), truth_.primary_since_us(provider.host)});
    if (world_.now_us() <= quiet_us + bound_us(watched, provider)) return;
    const bool is_listed = watched.list.contains(name);
    fail(watched, (is_listed ? "still lists a former state of " : "still lacks ") + name);
}

TimeUs WatchChecks::disturbed_us(const Watched& watched, const Host& host) const {
    const Host& own = watched.program->host;
    const TimeUs now_us = world_.now_us();
    // With keys, a host answers only requests of about its own time of day.
    if (&own != &host && !(own.is_wall_right() && host.is_wall_right())) return now_us;
    TimeUs last_us = std::max({watched.program->started_us(), own.wall_set_us(), host.wall_set_us(),
                               log_.last_us(own, disturbances), log_.last_us(host, disturbances)});
    for (const auto& each : network_.hosts()) {
        last_us = std::max(last_us, log_.last_us(*each, {Fault::lan_cut}));
    }
    if (is_prompt()) return last_us;
    return calm_us_ == never_us ? now_us : std::max(last_us, calm_us_);
}

/// Whether a change is told as soon as it has happened, also during the faults.
bool WatchChecks::is_prompt() const {
    const Profile& profile = world_.profile;
    return !profile.hides_deaths() && !profile.has_scarcity && !profile.has_wall_jumps &&
           profile.slow_schedule_permille == 0 && profile.renewal_refusals_permille == 0 &&
           profile.lan_loss_permille == 0 && profile.lan_slow_permille == 0;
}

TimeUs WatchChecks::bound_us(const Watched& watched, const ProviderProgram& provider) const {
    const Host& host = provider.host;
    // Nobody is left to tell that the last provider has died.
    const bool must_be_missed = host.living_providers().empty();
    // A watch asks from time to time whether a host is back.
    const auto contact = watched.contacts.find(&host);
    const bool was_lost = contact != watched.contacts.end() && contact->second.lost_us != 0 &&
                          world_.now_us() <= contact->second.lost_us + missed_us;
    // What a program could not be asked for while it hung is asked for at the next check.
    const std::vector<ProviderProgram*> living = host.living_providers();
    const bool has_hung = std::ranges::any_of(
        living, [](const ProviderProgram* each) { return each->woken_us() != 0; });
    if (is_prompt() && !must_be_missed && !was_lost && !has_hung) return prompt_max_us;
    const TimeUs recovery_us = is_prompt() ? second : world_.profile.bound_us();
    const bool is_unheard = contact == watched.contacts.end() || contact->second.answered_us == 0;
    return recovery_us + settling_us() + (is_unheard ? query_gap_max_us : 0);
}

TimeUs WatchChecks::settling_us() const {
    return world_.profile.lost_after_ms * ms * 3 / 2 + second;
}

void WatchChecks::check_lists() {
    for (const Watched& each : watches_) check_list(each);
}

void WatchChecks::check_list(const Watched& watched) {
    check_snapshot(watched);
    if (!watched.is_synced) return fail(watched, "is not synced");
    const std::set<std::string> wrong = mistakes(watched, offers_for(watched));
    if (!wrong.empty()) fail(watched, "does not know the truth of " + list_text(wrong));
}

const ProviderProgram* WatchChecks::provider_of(const std::string& service) const {
    const std::string label = service.substr(0, service.rfind(' '));
    for (const auto& host : network_.hosts()) {
        for (const auto& program : host->programs()) {
            if (program->label == label) return program->as_provider();
        }
    }
    return nullptr;
}

void WatchChecks::fail(const Watched& watched, std::string_view what) {
    world_.fail("watch", watched.program->label + " " + std::string(what));
}

}  // namespace mpdisc::sim
