// SPDX-License-Identifier: MIT
#include "tests/sim/provider_program.h"

#include <algorithm>

namespace mpdisc::sim {
namespace {

/// As src/runtime/machine_io.h has it: one turn takes no more from one socket.
constexpr int datagrams_per_turn_max = 128;

/// What a user namespace calls all users that are not its own.
constexpr std::uint32_t user_unknown_inside = 65'534;

core::Random::Seed seed_of(Dice& dice) {
    return {dice.next(), dice.next(), dice.next(), dice.next()};
}

Service make_service(const std::string& name) {
    Service made;
    (void)made.set_name(name);
    (void)made.set_type("_sim._tcp");
    (void)made.set_port(80);
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
    config.process_id = setup.claimed_process_id == 0 ? process_id : setup.claimed_process_id;
    config.user_id = setup.user_inside == 0 ? setup.user : setup.user_inside;
    (void)config.host_name.assign(host.label);
    config.seed = seed_of(dice);
    config.keys = keyring_of(host.world.profile.has_keys);
    return config;
}

ProviderProgram::ProviderProgram(Host& on, Network& network, const Setup& setup)
    : Program(on, setup.name),
      network_(network),
      user_(setup.user),
      user_inside_(setup.user_inside),
      claimed_process_id_(setup.claimed_process_id == 0 ? process_id() : setup.claimed_process_id),
      services_at_start_(setup.services),
      machine_(config_of(on, setup, process_id())),
      control_(*this),
      line_(*this),
      port_(*this),
      answer_(*this) {
    port_.user = setup.user;
    control_.user = setup.user;
}

void ProviderProgram::start() {
    note("starts");
    set_clock();
    (void)machine_.set_interfaces(host.now_us(), InterfaceList{host.interfaces()});
    host.open(control_);
    host.open(answer_);
    machine_.set_control_port(control_.port);
    while (services_.size() < services_at_start_) add_service();
    machine_.start(host.now_us());
    settle();
    wait();
}

void ProviderProgram::stop() {
    machine_.stop();
    settle();
    end("stopped");
}

void ProviderProgram::add_service() {
    const std::string name = label + " s" + std::to_string(++services_made_);
    note("adds service " + name);
    if (machine_.add(host.now_us(), make_service(name).view()) != ServiceError::none) {
        world.fail("contract", label + " cannot add a service");
    }
    services_.push_back(name);
    services_max_ = std::max(services_max_, services_.size());
    offer_changed_us_ = world.now_us();
    poke();
}

void ProviderProgram::remove_service() {
    if (services_.size() < 2) return;
    note("removes service " + services_.front());
    if (machine_.remove(host.now_us(), services_.front(), "_sim._tcp") != ServiceError::none) {
        world.fail("contract", label + " cannot remove a service");
    }
    services_.erase(services_.begin());
    offer_changed_us_ = world.now_us();
    poke();
}

void ProviderProgram::interfaces_changed() {
    interfaces_changed_ = true;
    poke();
}

bool ProviderProgram::is_readable() const {
    return interfaces_changed_ || process_watch.is_readable() || control_.is_readable() ||
           line_.is_readable() || port_.is_readable();
}

void ProviderProgram::close_sockets() {
    host.close(control_);
    host.close(line_);
    host.close(port_);
    host.close(answer_);
}

void ProviderProgram::set_clock() {
    machine_.set_wall_clock(host.now_us(), wall_ms(world.now_us()));
}

void ProviderProgram::run() {
    set_clock();
    if (interfaces_changed_) {
        interfaces_changed_ = false;
        (void)machine_.set_interfaces(host.now_us(), InterfaceList{host.interfaces()});
        settle();
    }
    outlast_rivals();
    drain(control_, core::Channel::control);
    drain(line_, core::Channel::line);
    drain(port_, core::Channel::discovery);
    for (std::uint32_t ended = 0; process_watch.next_ended(ended);) {
        machine_.process_ended(host.now_us(), ended);
        settle();
    }
    machine_.tick(host.now_us());
    settle();
}

void ProviderProgram::drain(Socket& socket, core::Channel channel) {
    while (!socket.refusals.empty()) {
        const Endpoint to = socket.refusals.front();
        socket.refusals.pop_front();
        machine_.refused(host.now_us(), to);
        settle();
    }
    int taken = 0;
    for (Packet packet; take(socket, taken, datagrams_per_turn_max, packet);) {
        machine_.receive(host.now_us(), {channel, packet.from, packet.to.address, packet.if_index,
                                         packet.bytes()});
        settle();
    }
}

void ProviderProgram::settle() {
    take_port_actions();
    answer_user_questions();
    take_line_actions();
    for (core::WatchAction action; machine_.poll_watch(action);) {
        if (action.watch) {
            if (process_watch.watch(action.process_id)) machine_.process_watched(action.process_id);
        } else {
            process_watch.forget(action.process_id);
        }
    }
    for (core::Outbound out; machine_.poll_transmit(out);) transmit(out);
    take_events();
}

void ProviderProgram::take_port_actions() {
    for (;;) {
        switch (machine_.take_port_action()) {
            case core::PortAction::none:
                return;
            case core::PortAction::close:
                if (!port_.is_open()) world.fail("contract", label + " closes a closed port");
                note("closes the port");
                host.close(port_);
                rivals_.end();
                break;
            case core::PortAction::bind:
                bind_port(false);
                break;
            case core::PortAction::take_over:
                bind_port(true);
                break;
        }
    }
}

void ProviderProgram::answer_user_questions() {
    for (Endpoint socket; machine_.take_user_question(socket);) {
        // The system does not list a socket that has closed.
        if (world.profile.tells_users && host.find(socket.port, control_.port) == nullptr) {
            continue;
        }
        machine_.user_told(user_of_port(socket.port));
    }
    if (!machine_.take_port_users_question()) return;
    for (const auto& [port, socket] : host.ephemeral()) {
        const std::optional<std::uint32_t> user = user_of_port(port);
        if (user) machine_.port_user_told(port, *user);
    }
    machine_.port_users_told(host.now_us(), world.profile.tells_users);
}

void ProviderProgram::take_line_actions() {
    for (Endpoint peer; machine_.take_line_action(peer);) {
        if (line_.is_open()) host.close(line_);
        line_.only_from = peer;
        if (peer.port != 0) host.open(line_);
        machine_.line_opened(host.now_us(), line_.port);
    }
}

/// As the system tells it in this program's user namespace.
std::optional<std::uint32_t> ProviderProgram::user_of_port(std::uint16_t port) const {
    if (!world.profile.tells_users) return std::nullopt;
    const Socket* socket = host.find(port, control_.port);
    if (socket == nullptr) return std::nullopt;
    if (user_inside_ == 0) return socket->user;
    return socket->user == user_ ? user_inside_ : user_unknown_inside;
}

void ProviderProgram::bind_port(bool takes_over) {
    if (port_.is_open()) return world.fail("contract", label + " binds the port it has");
    ++port_tries_;
    const bool bound = takes_over ? host.take_over(port_) : host.bind(port_);
    note(std::string(takes_over ? "takes the port over" : "tries the port") +
         (bound ? ": has it" : ": refused"));
    if (!bound) return machine_.port_refused(host.now_us());
    port_.allows_takeover = host.has_takeover;
    rivals_.begin(host.now_us(), takes_over ? count_rivals() : 0);
    machine_.port_bound(host.now_us(), host.has_takeover);
}

void ProviderProgram::outlast_rivals() {
    if (!rivals_.is_due(host.now_us()) || !rivals_.has_outlasted_one(count_rivals())) return;
    note("makes its port the newest");
    host.renew(port_);
    rivals_.begin(host.now_us(), count_rivals());
}

void ProviderProgram::transmit(const core::Outbound& out) {
    std::uint16_t from = answer_.port;
    if (out.route.channel == core::Channel::discovery) from = port_.port;
    if (out.route.channel == core::Channel::control) from = control_.port;
    if (out.route.channel == core::Channel::line) from = line_.port;
    if (out.route.channel == core::Channel::client) world.fail("contract", "no such socket");
    if (from == 0 || !network_.send(*this, from, out)) {
        machine_.counters().add(Counter::send_errors);
    }
}

void ProviderProgram::take_events() {
    for (ProviderEvent event; machine_.poll_event(event);) {
        ++events_;
        if (event.type == ProviderEventType::role_changed) {
            follows_ = event.peer;
            note(std::string("role: ") + to_text(event.role) + " of " + name_of(host, event.peer));
        } else {
            if (event.type == ProviderEventType::took_over) took_over_from_ = event.peer;
            note(std::string("event: ") + text_of(event.type) + " " + name_of(host, event.peer));
            if (world.observer != nullptr) world.observer->told(*this, event);
        }
    }
}

}  // namespace mpdisc::sim
