// SPDX-License-Identifier: MIT
#include "tests/sim/provider_program.h"

#include <algorithm>

namespace mpdisc::sim {
namespace {

/// The id that a user namespace shows for all users outside it.
constexpr std::uint32_t user_unknown_inside = 65'534;

constexpr std::string_view service_type = "_sim._tcp";
constexpr std::uint16_t first_port = 80;

Service make_service(const std::string& name, std::uint16_t port) {
    Service made;
    (void)made.set_name(name);
    (void)made.set_type(service_type);
    (void)made.set_port(port);
    return made;
}

const char* text_of(ProviderEventType type) {
    switch (type) {
        case ProviderEventType::role_changed:
            return "role";
        case ProviderEventType::port_held_by_stranger:
            return "port held by stranger";
        case ProviderEventType::primary_silent:
            return "primary silent";
        case ProviderEventType::registration_refused:
            return "registration refused";
        case ProviderEventType::secondary_registered:
            return "registered";
        case ProviderEventType::secondary_left:
            return "left";
        case ProviderEventType::secondary_expired:
            return "expired";
        case ProviderEventType::interfaces_changed:
            return "interfaces changed";
        case ProviderEventType::secondary_died:
            return "died";
        case ProviderEventType::deputy_appointed:
            return "deputy appointed";
        case ProviderEventType::deputy_missing:
            return "deputy missing";
        case ProviderEventType::took_over:
            return "took over from";
        case ProviderEventType::takeover_refused:
            return "takeover refused";
        case ProviderEventType::superseded:
            return "superseded by";
        case ProviderEventType::key_mismatch:
            return "keys differ";
        case ProviderEventType::interface_missing:
            return "interface missing";
        case ProviderEventType::interface_gone:
            return "interface gone";
        case ProviderEventType::interface_present:
            return "interface present";
        case ProviderEventType::interfaces_truncated:
            return "too many interfaces";
        case ProviderEventType::interfaces_partial:
            return "interfaces known in part";
        case ProviderEventType::interfaces_unlisted:
            return "interfaces not listed";
        case ProviderEventType::no_link:
            return "no link";
        case ProviderEventType::primary_has_other_keys:
            return "primary has other keys";
        case ProviderEventType::duplicate_service:
            return "duplicate service of";
        case ProviderEventType::registry_full:
            return "registry full";
        case ProviderEventType::messages_dropped:
            return "dropped a message";
    }
    return "?";
}

}  // namespace

std::string name_of(const Host& host, const ProviderId& id) {
    if (id == ProviderId{}) return "nobody";
    const ProviderProgram* provider = find_provider(host, id);
    return provider == nullptr ? "somebody unknown" : provider->label;
}

ProviderProgram* find_provider(const Host& host, const ProviderId& id) {
    for (const auto& program : host.programs()) {
        ProviderProgram* provider = program->as_provider();
        if (provider != nullptr && provider->id() == id) return provider;
    }
    return nullptr;
}

core::ProviderConfig ProviderProgram::config_of(Host& host, const Setup& setup,
                                                std::uint32_t process_id) {
    core::ProviderConfig config;
    Dice& dice = host.world.noise;
    for (std::uint8_t& byte : config.id.bytes) byte = static_cast<std::uint8_t>(dice.next());
    // Derived, so that the dice of all other choices stay the same.
    for (std::size_t n = 0; n < config.host.bytes.size(); ++n) {
        config.host.bytes[n] = static_cast<std::uint8_t>(config.id.bytes[n] ^ 0xff);
    }
    config.process_id = setup.claimed_process_id == 0 ? process_id : setup.claimed_process_id;
    config.user_id = setup.user_inside == 0 ? setup.user : setup.user_inside;
    (void)config.host_name.assign(host.label);
    config.announce_s = host.world.profile.announce_s;
    config.seed = dice.seed();
    config.keys = keyring_of(host.world.profile.has_keys, setup.has_other_keys);
    return config;
}

ProviderProgram::ProviderProgram(Host& on, Network& network, const Setup& setup)
    : Program(on, setup.name),
      user_(setup.user),
      user_inside_(setup.user_inside),
      claimed_process_id_(setup.claimed_process_id == 0 ? process_id() : setup.claimed_process_id),
      has_other_keys_(setup.has_other_keys),
      services_at_start_(setup.services),
      control_(*this, network, core::Channel::control),
      line_(*this, network, core::Channel::line),
      port_(*this, network, core::Channel::discovery),
      announcements_(*this, network, core::Channel::announcement),
      answer_(*this, network, core::Channel::answer),
      driver_(config_of(on, setup, process_id()), *this) {
    port_.user = setup.user;
    control_.user = setup.user;
}

void ProviderProgram::start() {
    note("starts");
    while (services_.size() < services_at_start_) add_service();
    if (host.grants_socket()) host.open(answer_);
    if (!answer_.is_open() || driver_.start() != OpenError::none) return end("cannot start");
    take_events();
    wait();
}

void ProviderProgram::stop() {
    driver_.stop();
    take_events();
    end("stopped");
}

void ProviderProgram::add_service() {
    const std::string name = label + " s" + std::to_string(++services_made_);
    note("adds service " + name);
    if (driver_.add(make_service(name, first_port).view()) != ServiceError::none) {
        world.fail("contract", label + " cannot add a service");
    }
    services_.push_back(name);
    ports_[name] = first_port;
    services_max_ = std::max(services_max_, services_.size());
    poke();
}

void ProviderProgram::remove_service() {
    if (services_.size() < 2) return;
    note("removes service " + services_.front());
    if (driver_.remove(services_.front(), service_type) != ServiceError::none) {
        world.fail("contract", label + " cannot remove a service");
    }
    services_.erase(services_.begin());
    poke();
}

void ProviderProgram::change_service() {
    const std::string& name = services_.front();
    const Service changed = make_service(name, ++ports_[name]);
    note("changes service " + name + " to port " + std::to_string(ports_[name]));
    if (driver_.update(changed.view()) != ServiceError::none) {
        world.fail("contract", label + " cannot change a service");
    }
    poke();
}

void ProviderProgram::interfaces_changed() {
    list_due_us_ = host.now_us();
    poke();
}

bool ProviderProgram::is_readable() const {
    return process_watch.is_readable() || control_.is_readable() || line_.is_readable() ||
           port_.is_readable() || announcements_.is_readable();
}

void ProviderProgram::close_sockets() {
    host.close(control_);
    host.close(line_);
    host.close(port_);
    host.close(announcements_);
    host.close(answer_);
}

void ProviderProgram::run() {
    driver_.process();
    take_events();
}

bool ProviderProgram::list_interfaces(TimeUs now_us, InterfaceList& out) {
    retry_interfaces(now_us);
    if (!host.grants_socket()) return false;
    list_due_us_ = never_us;
    interfaces_ = host.interfaces();
    out = InterfaceList{interfaces_};
    return true;
}

NetworkSocket* ProviderProgram::socket_for(const core::Route& route) {
    switch (route.channel) {
        case core::Channel::discovery:
            return &port_;
        case core::Channel::control:
            return &control_;
        case core::Channel::line:
            return &line_;
        case core::Channel::answer:
            return &answer_;
        case core::Channel::client:
        case core::Channel::announcement:
            world.fail("contract", "no such socket");
    }
    return nullptr;
}

std::uint16_t ProviderProgram::open_control(const IpAddress&) {
    host.close(control_);
    if (host.grants_socket()) host.open(control_);
    return control_.port;
}

std::uint16_t ProviderProgram::open_line(const Endpoint& peer) {
    host.close(line_);
    line_.only_from = peer;
    if (peer.port != 0 && host.grants_socket()) host.open(line_);
    return line_.port;
}

bool ProviderProgram::claim_port(core::PortAction action) {
    const bool renews = action == core::PortAction::renew;
    if (port_.is_open() != renews) {
        world.fail("contract", label + (renews ? " renews no port" : " binds the port it has"));
        return false;
    }
    if (renews) return renew_port();
    ++port_tries_;
    const bool takes_over = action == core::PortAction::take_over;
    const bool has_it =
        host.grants_socket() && (takes_over ? host.take_over(port_) : host.bind(port_));
    lacks_ipv6_ = has_it && !host.grants_ipv6();
    note(std::string(takes_over ? "takes the port over" : "tries the port") +
         (has_it ? ": has it" : ": refused"));
    port_.allows_takeover = has_it && world.profile.has_takeover;
    return has_it;
}

bool ProviderProgram::renew_port() {
    const bool has_it = host.grants_renewal();
    note(has_it ? "makes its port the newest" : "closes its port, and gets no other");
    if (has_it) {
        host.renew(port_);
    } else {
        host.close(port_);
    }
    lacks_ipv6_ = has_it && !host.grants_ipv6();
    return has_it;
}

bool ProviderProgram::claim_ipv6(bool) {
    lacks_ipv6_ = !host.grants_ipv6();
    return !lacks_ipv6_;
}

bool ProviderProgram::open_announcements(std::span<const InterfaceAddress>) {
    if (announcements_.is_open()) world.fail("contract", label + " opens an open port");
    if (!host.grants_socket()) return false;
    host.listen(announcements_);
    return true;
}

void ProviderProgram::close_port() {
    if (!port_.is_open()) world.fail("contract", label + " closes a closed port");
    note("closes the port");
    host.close(port_);
    lacks_ipv6_ = false;
}

platform::PortUserAnswer ProviderProgram::user_of(const Endpoint& socket, std::uint32_t& user) {
    if (!world.profile.tells_users) return platform::PortUserAnswer::never;
    const std::optional<std::uint32_t> told = user_of_port(socket.port);
    // The system does not list a closed socket.
    if (!told) return platform::PortUserAnswer::not_now;
    user = *told;
    return platform::PortUserAnswer::told;
}

platform::PortUserAnswer ProviderProgram::tell_port_users(core::Provider& to) {
    if (!world.profile.tells_users) return platform::PortUserAnswer::never;
    for (const auto& [port, socket] : host.ephemeral()) {
        const std::optional<std::uint32_t> user = user_of_port(port);
        if (user) to.port_user_told(port, *user);
    }
    return platform::PortUserAnswer::told;
}

/// The user of the socket with that port, as this program's user namespace shows it.
std::optional<std::uint32_t> ProviderProgram::user_of_port(std::uint16_t port) const {
    const sim::Socket* socket = host.find(port, control_.port);
    if (socket == nullptr) return std::nullopt;
    if (user_inside_ == 0) return socket->user;
    return socket->user == user_ ? user_inside_ : user_unknown_inside;
}

void ProviderProgram::take_events() {
    for (ProviderEvent event; driver_.machine().poll_event(event);) {
        ++events_;
        if (event.type == ProviderEventType::role_changed) {
            follows_ = event.peer;
            has_followed_ |= event.role == Role::secondary;
            note(std::string("role: ") + to_text(event.role) + " of " + name_of(host, event.peer));
        } else {
            if (event.type == ProviderEventType::took_over) took_over_from_ = event.peer;
            note(std::string("event: ") + text_of(event.type) + " " + name_of(host, event.peer));
            if (world.observer != nullptr) world.observer->told(*this, event);
        }
    }
}

}  // namespace mpdisc::sim
