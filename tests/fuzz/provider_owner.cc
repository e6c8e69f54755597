// SPDX-License-Identifier: MIT
#include "tests/fuzz/provider_owner.h"

#include <utility>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"
#include "tests/vectors/any_message.h"
#include "wire/announcement_port.h"

namespace mpdisc::fuzz {
namespace {

using core::Channel;
using core::PortAction;
using wire::MessageType;

constexpr std::uint16_t control_port = 20'000;
constexpr std::uint16_t answer_port = 20'002;
constexpr std::uint16_t line_port = 20'003;
/// One of the ports from which the input's messages come.
constexpr std::uint16_t primary_line_port = 20'100;
constexpr std::uint32_t own_process_id = 7;
constexpr std::uint32_t primary_process_id = 6;
/// Bytes a second. A few hundred requests use it up.
constexpr std::uint64_t low_rate = std::uint64_t{limits::rate_kib_min} * 1024;
constexpr TimeUs absence_us = 1'500'000;
/// Smaller than any answer of a notified provider.
constexpr std::size_t least_answer = 64;
/// How often a provider runs before it sleeps.
constexpr int runs_at_once = 3;
/// How many deadlines pass after the end of the input.
constexpr int wakings = 16;

core::ProviderConfig make_config(Input& input, const wire::Keyring& keys) {
    core::ProviderConfig config;
    const std::uint8_t choices = input.u8();
    config.id = test::id_of(0x1000);
    config.host.bytes = test::id_of(0x2000).bytes;
    config.process_id = own_process_id;
    config.user_id = (choices & 1) != 0 ? wire::Registration::no_user : 0;
    (void)config.host_name.assign("box");
    config.one_interface = (choices & 2) != 0;
    if ((choices & 4) != 0) config.family = (choices & 8) != 0 ? Family::ipv6 : Family::ipv4;
    if ((choices & 16) != 0) config.allowed[config.allowed_count++] = allowed_network();
    if ((choices & 32) != 0) {
        config.heartbeat_ms = limits::heartbeat_ms_min;
        config.lease_ms = 2 * limits::heartbeat_ms_min;
    }
    if ((choices & 64) != 0) config.rates.client = config.rates.host = low_rate;
    if ((choices & 128) != 0) config.rates.client = 0;
    config.announce_s = (choices & 32) != 0 ? 1 : (choices & 64) != 0 ? 0 : 60;
    config.keys = keys;
    config.seed = {choices, 2, 3, 4};
    config.secret = {5, 6};
    return config;
}

/// Whether only programs of this host may send messages of this type.
bool is_control(MessageType type) {
    return type != MessageType::client_discovery_request && type < MessageType::host_announcement;
}

/// Whether a message of this type goes to all hosts of a link, or to the other end of a link with
/// two ends, or to all programs of this host.
bool is_to_all(MessageType type, const core::Route& route, const core::InterfaceTable& interfaces) {
    const bool is_query = type == MessageType::host_query;
    const std::uint16_t port = limits::discovery_port_default;
    const bool is_for_many = interfaces.is_for_many(route.to.address) ||
                             (!is_query && route.to.address == IpAddress::v4(127, 255, 255, 255));
    if (is_for_many) return route.to.port == (is_query ? port : wire::announcement_port(port));
    const bool is_other_end =
        std::ranges::any_of(interfaces.all(), [&](const InterfaceAddress& entry) {
            return entry.peer.family != Family::any && entry.peer == route.to.address;
        });
    return is_other_end && !is_control(type) && type != MessageType::service_advertisement;
}

}  // namespace

ProviderOwner::ProviderOwner(Input& input)
    : input_(input),
      keys_(choose_keys(input).ring),
      driver_(make_config(input, keys_), *this),
      generator_(machine_.id(), keys_),
      has_clock_(input.flag()) {
    connect(control_, Channel::control);
    connect(line_, Channel::line);
    connect(port_, Channel::discovery);
    connect(answer_, Channel::answer);
    connect(announcements_, Channel::announcement);
    answer_.open(answer_port);
}

void ProviderOwner::connect(Socket& socket, Channel channel) {
    socket.send_one = [this, channel](const platform::DatagramToSend& each) {
        check_datagram(
            {{channel, each.to, each.source, each.if_index, each.on_link_only}, each.bytes});
        ++datagrams_;
        return true;
    };
}

void ProviderOwner::start(bool port_is_free) {
    port_is_free_ = port_is_free;
    set_time(1'000'000);
    interfaces_ = choose_interfaces(input_);
    change_services();
    EXPECT_EQ(driver_.start(), OpenError::none);
    check_state();
    process();
}

void ProviderOwner::enroll() {
    const ProviderId primary = test::id_of(limits::discovery_port_default);
    hear_primary(wire::DiscoveryResponse{
        {generator_.transaction_of(MessageType::provider_discovery_request), primary}, {1}});
    process();
    hear_primary(
        wire::RegistrationAck{generator_.transaction_of(MessageType::provider_registration),
                              primary, wire::RegistrationResult::accepted, primary_process_id,
                              limits::lease_ms_default, limits::heartbeat_ms_default});
    if (!input_.flag()) return;
    static constexpr std::array<std::uint8_t, 4> peers = {0x4E, 0x21, 0x4E, 0x22};
    hear_primary(wire::Appointment{1, primary, 1, peers, input_.flag(), primary_line_port});
}

template <typename... Message>
void ProviderOwner::hear_primary(const Message&... message) {
    const IpAddress loopback = machine_.loopback();
    const Arrival arrival = {{loopback, 0, limits::discovery_port_default}, loopback, test::lo};
    std::array<std::uint8_t, 256> room;
    const wire::Binding binding = binding_of(arrival, Channel::control);
    const std::size_t size = keys_.seal({}, binding, room, wire::encode(message..., room));
    hear(arrival, Channel::control, wire::Bytes(room).first(size));
}

void ProviderOwner::run() {
    while (!input_.is_used_up()) step();
    for (int n = 0; n < wakings && machine_.next_deadline_us() != never_us; ++n) {
        set_time(std::max(now_us_, machine_.next_deadline_us()));
        process();
    }
}

void ProviderOwner::step() {
    switch (input_.below(16)) {
        case 0:
        case 1:
        case 2:
            return pass_time();
        case 3:
            interfaces_ = choose_interfaces(input_);
            return process();
        case 4:
            return change_services();
        case 5:
        case 6:
            return answer_for_system();
        default:
            return receive();
    }
}

void ProviderOwner::set_time(TimeUs now_us) {
    now_us_ = now_us;
    generator_.set_time(time_of_day_ms(now_us));
}

void ProviderOwner::pass_time() {
    const std::uint8_t code = input_.u8();
    TimeUs then_us = machine_.next_deadline_us();
    if (code < 128 && then_us != never_us && then_us > now_us_) {
        // The deadline, or just before it, or so late that the program must have been stopped.
        if (code < 16) --then_us;
        if (code > 112) then_us += absence_us;
    } else {
        then_us = now_us_ + (TimeUs{1} << code % 36);
    }
    set_time(then_us);
    process();
}

void ProviderOwner::receive() {
    const Arrival arrival = choose_arrival(input_);
    Channel channel = input_.flag() ? Channel::control : Channel::discovery;
    // The system lets only this peer send to the line.
    if (arrival.from == line_peer_ && arrival.from.port != 0) channel = Channel::line;
    generator_.set_sender(arrival.from);
    generator_.bind(binding_of(arrival, channel));
    const wire::Bytes datagram = generator_.generate(input_);
    // Announcements come to one port or to the other.
    const bool is_announcement =
        datagram.size() > 15 &&
        datagram[4] == static_cast<std::uint8_t>(MessageType::host_announcement);
    if (is_announcement && datagram[15] % 2 != 0) channel = Channel::announcement;
    hear(arrival, channel, datagram);
}

void ProviderOwner::hear(const Arrival& arrival, Channel channel, wire::Bytes datagram) {
    const Role role_before = machine_.role();
    const TimeUs deadline_before_us = machine_.next_deadline_us();
    const testing::Decoded message = testing::decode_any(datagram);
    note_arrival(arrival, channel, datagram.size(), message);
    if (arrival.is_link_broadcast) claimants_.insert(arrival.from.address.bytes);
    const bool is_bound = is_sealed(datagram, binding_of(arrival, channel));
    // A closed socket receives nothing.
    Socket& socket = socket_of(channel);
    if (socket.is_open()) {
        socket.queue.push_back({arrival.from,
                                arrival.to,
                                arrival.if_index,
                                arrival.is_link_broadcast,
                                {datagram.begin(), datagram.end()},
                                channel == Channel::announcement});
    }
    process();
    const bool may_be_believed =
        message.ok() && is_bound && (arrival.is_local() || !is_control(message.header.type));
    if (may_be_believed) return;
    // A program of this host may be told that its keys differ.
    const MessageType type = message.header.type;
    const bool asks_from_here =
        arrival.is_local() &&
        (type == MessageType::provider_discovery_request || type == MessageType::status_request);
    EXPECT_LE(last_datagrams_, asks_from_here ? 1U : 0U);
    EXPECT_EQ(machine_.role(), role_before);
    EXPECT_EQ(machine_.next_deadline_us(), deadline_before_us);
}

/// Notes how much the provider may send because of this message.
void ProviderOwner::note_arrival(const Arrival& arrival, Channel channel, std::size_t size,
                                 const testing::Decoded& message) {
    if (const auto* told = std::get_if<wire::Appointment>(&message.message)) {
        peers_told_ += told->peers.size() / 2;
    } else if (const auto* passed_on = std::get_if<wire::Notification>(&message.message)) {
        amplification_.trust(passed_on->arrival.client);
        if (passed_on->arrival.claims_link)
            claimants_.insert(passed_on->arrival.client.address.bytes);
    } else if (const auto* request = std::get_if<wire::Request>(&message.message)) {
        const bool may_be_forged = request->address_token == 0 && keys_.is_empty();
        if (!may_be_forged || arrival.if_index == test::lo) amplification_.trust(arrival.from);
        if (channel == Channel::discovery) amplification_.note_request(arrival.from, size);
    } else if (const auto* query = std::get_if<wire::HostQuery>(&message.message)) {
        const bool may_be_forged = query->address_token == 0;
        if (!may_be_forged || arrival.if_index == test::lo) amplification_.trust(arrival.from);
        amplification_.note_request(arrival.from, size);
    }
}

wire::Binding ProviderOwner::binding_of(const Arrival& arrival, Channel channel) const {
    const std::uint16_t own_port = channel == Channel::line ? line_.port : control_port;
    return {arrival.from.port, own_port, machine_.nonce()};
}

/// Whether the datagram is sealed as the machine's keys demand. Without keys it must not be sealed.
bool ProviderOwner::is_sealed(wire::Bytes datagram, const wire::Binding& binding) const {
    wire::Header header;
    wire::Bytes fields;
    wire::Seal seal;
    return wire::decode_header(datagram, header, fields) == wire::DecodeError::none &&
           keys_.open(datagram, binding, fields, seal);
}

void ProviderOwner::change_services() {
    const std::uint8_t choice = input_.u8();
    const ServiceView service = MessageGenerator::choose_service(input_);
    if ((choice & 1) != 0) {
        (void)driver_.remove(service.name, service.type);
    } else if (driver_.add(service) == ServiceError::none) {
        ++services_added_;
    }
    check_state();
}

/// Changes the system's state, or reports an ended process or a refused datagram.
void ProviderOwner::answer_for_system() {
    switch (input_.below(8)) {
        case 0:
            port_is_free_ = !port_is_free_;
            return;
        case 1:
            may_take_over_ = !may_take_over_;
            has_successors_ = !has_successors_;
            answers_user_questions_ = !input_.flag();
            has_lines_ = !has_lines_;
            user_of_others_.reset();
            if (input_.flag()) user_of_others_ = static_cast<std::uint32_t>(input_.below(2));
            return;
        case 2:
        case 3:
            ended_ = static_cast<std::uint32_t>(input_.below(8));
            return process();
        case 4:
            if (input_.below(8) != 0) return;
            is_stopped_ = true;
            driver_.stop();
            return check_state();
        default:
            control_.refusals.push_back(choose_arrival(input_).from);
            return process();
    }
}

void ProviderOwner::process() {
    // A provider that got the port announces its host in the next run of its loop. If it could not
    // renew its hold on the port, it begins again then.
    std::size_t datagrams = 0;
    for (int run = 0; run < runs_at_once; ++run) {
        driver_.process();
        check_state();
        datagrams += last_datagrams_;
        if (driver_.next_deadline_us() > now_us_) break;
    }
    last_datagrams_ = datagrams;
    // Otherwise its owner would never sleep.
    EXPECT_GT(driver_.next_deadline_us(), now_us_);
}

void ProviderOwner::check_state() {
    // A few to each known peer, some for each added service, and the answers that were delayed.
    const std::uint64_t registrations = machine_.counters()[Counter::registrations];
    EXPECT_LE(datagrams_, limits::delayed_datagrams_max + 2 * registrations + services_added_ +
                              2 * peers_told_ + 8 + 3 * limits::neighbour_question_rate);
    check_events();
    check_counters();
    EXPECT_FALSE(machine_.must_flush()) << "all output was taken";
    EXPECT_EQ(machine_.role() == Role::primary, port_.is_open());
    if (is_stopped_) {
        EXPECT_EQ(machine_.role(), Role::none);
        EXPECT_EQ(machine_.next_deadline_us(), never_us);
    }
    last_datagrams_ = datagrams_;
    datagrams_ = 0;
    users_asked_ = 0;
    nonces_ = {machine_.nonce()};
}

bool ProviderOwner::list_interfaces(TimeUs, InterfaceList& out) {
    out = *interfaces_;
    interfaces_.reset();
    return true;
}

ProviderOwner::Socket& ProviderOwner::socket_of(Channel channel) {
    switch (channel) {
        case Channel::discovery:
            return port_;
        case Channel::control:
            return control_;
        case Channel::line:
            return line_;
        case Channel::announcement:
            return announcements_;
        case Channel::client:
            ADD_FAILURE() << "a provider has no such socket";
            break;
        case Channel::answer:
            break;
    }
    return answer_;
}

bool ProviderOwner::open_announcements(std::span<const InterfaceAddress>) {
    EXPECT_FALSE(announcements_.is_open());
    if (!port_is_free_) return false;
    announcements_.open(wire::announcement_port(limits::discovery_port_default));
    return true;
}

ProviderOwner::Socket* ProviderOwner::socket_for(const core::Route& route) {
    EXPECT_NE(route.channel, Channel::announcement) << "nothing is sent from there";
    nonces_.push_back(machine_.nonce());
    EXPECT_TRUE(route.channel != Channel::discovery || port_.is_open());
    return &socket_of(route.channel);
}

std::uint16_t ProviderOwner::open_control(const IpAddress&) {
    control_.open(control_port);
    return control_port;
}

std::uint16_t ProviderOwner::open_line(const Endpoint& peer) {
    EXPECT_TRUE(peer.port == 0 || peer.address.is_loopback());
    line_peer_ = peer;
    line_.open(has_lines_ && peer.port != 0 ? line_port : std::uint16_t{0});
    return line_.port;
}

bool ProviderOwner::claim_port(PortAction action) {
    nonces_.push_back(machine_.nonce());
    EXPECT_EQ(port_.is_open(), action == PortAction::renew);
    port_.close();
    const bool is_free = action == PortAction::bind ? port_is_free_ : may_take_over_;
    if (is_free) port_.open(limits::discovery_port_default);
    return is_free;
}

void ProviderOwner::close_port() {
    EXPECT_TRUE(port_.is_open());
    port_.close();
}

platform::PortUserAnswer ProviderOwner::user_of(const Endpoint& socket, std::uint32_t& user) {
    EXPECT_TRUE(socket.address.is_loopback());
    EXPECT_LE(++users_asked_, 1U) << "each question may be expensive for the system";
    if (!answers_user_questions_) return platform::PortUserAnswer::not_now;
    if (!user_of_others_) return platform::PortUserAnswer::never;
    user = *user_of_others_;
    return platform::PortUserAnswer::told;
}

platform::PortUserAnswer ProviderOwner::tell_port_users(core::Provider& to) {
    if (!answers_user_questions_) return platform::PortUserAnswer::not_now;
    if (!user_of_others_) return platform::PortUserAnswer::never;
    for (std::uint32_t port = 0; port <= UINT16_MAX; ++port) {
        to.port_user_told(static_cast<std::uint16_t>(port), *user_of_others_);
    }
    return platform::PortUserAnswer::told;
}

bool ProviderOwner::watch(std::uint32_t process_id) {
    EXPECT_NE(process_id, 0U);
    return false;
}

bool ProviderOwner::next_ended(std::uint32_t& process_id) {
    if (!ended_) return false;
    process_id = *ended_;
    ended_.reset();
    return true;
}

void ProviderOwner::check_events() {
    for (ProviderEvent event; machine_.poll_event(event);) {
        const bool is_new_role = event.type == ProviderEventType::role_changed;
        if (is_new_role && event.role == Role::primary) {
            EXPECT_EQ(event.peer, machine_.id());
        }
    }
}

void ProviderOwner::check_datagram(const core::Outbound& out) {
    const core::Route& route = out.route;
    const testing::Decoded message = testing::decode_any(out.bytes);
    EXPECT_EQ(message.error, wire::DecodeError::none) << "our own decoder refuses it";
    const MessageType type = message.header.type;
    const bool is_answer = !is_control(type) || type == MessageType::service_advertisement;
    EXPECT_TRUE(is_answer || route.to.address.is_loopback()) << "a message for this host left it";
    EXPECT_LE(out.bytes.size(), is_answer && type != MessageType::host_list
                                    ? limits::network_datagram_max
                                    : limits::loopback_datagram_max);
    const bool is_claimant = route.on_link_only && claimants_.contains(route.to.address.bytes);
    EXPECT_TRUE(may_be_answered(route.to.address) || is_claimant ||
                is_to_all(type, route, machine_.interfaces()))
        << to_text(route.to.address).view();
    EXPECT_FALSE(is_claimant && !is_one_host(route.to.address));
    EXPECT_NE(route.to.port, 0);
    EXPECT_TRUE(route.source.family == Family::any ||
                route.source.family == route.to.address.family);
    EXPECT_FALSE(route.source.is_multicast());
    // Messages from before a change of primary are bound to the former primary.
    EXPECT_TRUE(std::ranges::any_of(nonces_, [&](const wire::Nonce& each) {
        return is_sealed(out.bytes, {control_port, route.to.port, each});
    }));
    const bool is_question =
        type == MessageType::host_query || is_to_all(type, route, machine_.interfaces());
    if (is_answer && !is_question) amplification_.note_answer(route.to, out.bytes.size());
    if (const auto* passed_on = std::get_if<wire::Notification>(&message.message)) {
        amplification_.note_answer(passed_on->arrival.client, least_answer);
    }
    generator_.observe(message);
}

void ProviderOwner::check_counters() {
    for (std::size_t n = 0; n < counter_count; ++n) {
        const auto counter = static_cast<Counter>(n);
        const bool went_back = machine_.counters()[counter] < counters_before_[counter];
        if (went_back) ADD_FAILURE() << to_text(counter) << " went back";
    }
    counters_before_ = machine_.counters();
}

}  // namespace mpdisc::fuzz
