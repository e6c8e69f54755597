// SPDX-License-Identifier: MIT
#include "cli/explain_causes.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/search_messages.h"

namespace mpdisc::cli {
namespace {

/// What the primary dropped longer ago has nothing to do with this search.
constexpr std::uint64_t recent_ms = 60'000;
constexpr const char* same_keys = "give all programs the same key file (-k)";
/// No clock that was ever set is earlier: 2025-01-01.
constexpr std::uint64_t earliest_time_ms = 1'735'689'600'000;

/// The parts of one explanation. Each function adds at most one cause, unless it says more.
class Explanation {
   public:
    Explanation(const ExplainFacts& facts, const ProbeArguments& arguments, ExplainOutput& out)
        : facts_(facts), arguments_(arguments), out_(out) {}

    void add_all();

   private:
    void add_result();
    void add_lack_of_link();
    void add_refused_sends();
    void add_port_holder();
    void add_unset_clock();
    void add_other_keys();
    void add_other_clock();
    /// One for each reason.
    void add_dropped_answers();
    void add_firewall();
    void add_rate_limit();
    /// One for each host.
    void add_incomplete_hosts();
    void add_unasked_networks();
    void add_loss();
    void add_mismatch();
    void add_silence();
    void add_dropped_requests();
    void add_notes();

    void add_cause(const char* code, const char* advice) {
        out_.add(FindingKind::cause, code, advice);
        has_cause_ = true;
    }
    /// Of something that the primary dropped. It explains this search only if this host sent it.
    void add_cause(const char* code, const char* advice, const LastDrop& drop) {
        out_.add(FindingKind::cause, code, advice);
        has_cause_ = has_cause_ || is_own(drop);
    }
    /// The last message that the primary of this host dropped for that reason, if it is recent.
    [[nodiscard]] const LastDrop* recent_drop(Counter reason) const;
    [[nodiscard]] bool is_own(const LastDrop& drop) const {
        const IpAddress& from = drop.from.address;
        return from.is_loopback() ||
               std::ranges::find(facts_.addresses, from, &InterfaceAddress::address) !=
                   facts_.addresses.end();
    }
    void append_sender(const LastDrop& drop);
    /// How many answers the search dropped for that reason, and who sent the last one.
    void append_dropped_answers(Counter reason);
    void append_types(const TypesSeen& types);
    void append_nothing_found();
    [[nodiscard]] bool asks_link() const {
        return !arguments_.local_only && arguments_.target_count == 0;
    }
    /// Whether it asks this host and all others.
    [[nodiscard]] bool asks_all() const {
        return arguments_.target_count == 0 && arguments_.interface_name.empty();
    }

    const ExplainFacts& facts_;
    const ProbeArguments& arguments_;
    ExplainOutput& out_;
    /// There is a cause that explains this search.
    bool has_cause_ = false;
};

void Explanation::add_all() {
    add_result();
    add_lack_of_link();
    add_refused_sends();
    add_port_holder();
    add_unset_clock();
    add_other_keys();
    add_other_clock();
    add_dropped_answers();
    add_firewall();
    add_rate_limit();
    add_incomplete_hosts();
    add_unasked_networks();
    add_loss();
    add_mismatch();
    add_silence();
    add_dropped_requests();
    add_notes();
}

void Explanation::add_result() {
    TextBuffer& text = out_.text();
    if (facts_.found == 0) {
        append_nothing_found();
        out_.add(FindingKind::result, "nothing", "");
        return;
    }
    text.append("services found: ").append_number(facts_.found);
    const bool is_complete = facts_.outcome == ProbeOutcome::complete;
    text.append(is_complete ? "; none known to be missing" : "; some are missing");
    out_.add(FindingKind::result, is_complete ? "complete" : "incomplete", "");
}

void Explanation::append_nothing_found() {
    TextBuffer& text = out_.text();
    text.append("nothing found");
    bool is_first = true;
    for (const std::string_view type : arguments_.wanted_types()) {
        text.append(is_first ? ": no service of type " : " or ").append(type);
        is_first = false;
    }
}

void Explanation::add_lack_of_link() {
    const bool is_down =
        facts_.outcome == ProbeOutcome::not_asked && facts_.counters[Counter::send_errors] == 0;
    if (!facts_.has_no_link && !is_down) return;
    if (is_down) {
        append_not_asked(out_.text(), 0, arguments_);
    } else {
        append_no_link(out_.text());
    }
    add_cause("no-interface", "bring up an interface with an address");
}

void Explanation::add_refused_sends() {
    if (facts_.counters[Counter::send_errors] == 0) return;
    TextBuffer& text = out_.text();
    text.append("the system refused to send requests");
    std::size_t named = 0;
    while (named < facts_.unsent.size() && append_unsent_path(text, facts_.unsent[named], named)) {
        ++named;
    }
    text.append(named == 0 ? ": " : "): ").append(system_error_text(facts_.system_error).view());
    add_cause("sends-refused", "check the routes and the firewall rules for outgoing UDP");
}

void Explanation::add_port_holder() {
    if (facts_.status != StatusOutcome::no_answer || facts_.port_holder.empty()) return;
    TextBuffer& text = out_.text();
    text.append("another program holds UDP port ").append_number(arguments_.discovery_port);
    text.append(" of this host and does not answer as a provider: ");
    append_escaped(text, facts_.port_holder);
    add_cause("port-held", "stop that program, or use another port everywhere (-P)");
}

void Explanation::add_unset_clock() {
    if (arguments_.keys.is_empty() || facts_.time_of_day_ms >= earliest_time_ms) return;
    out_.text().append("the clock of this host is not set; messages with keys carry the time");
    add_cause("clock", "set the clock");
}

void Explanation::add_other_keys() {
    const LastDrop* const drop = recent_drop(Counter::drop_unauthenticated);
    TextBuffer& text = out_.text();
    if (facts_.status == StatusOutcome::other_keys) {
        text.append("this program shares no key with the providers of this host");
    } else if (facts_.counters[Counter::drop_unauthenticated] != 0) {
        text.append("answers ignored without a shared key: ");
        append_dropped_answers(Counter::drop_unauthenticated);
    } else if (drop != nullptr && !is_own(*drop)) {
        text.append("the primary of this host ignores messages without a shared key");
        append_sender(*drop);
        return add_cause("keys", same_keys, *drop);
    } else {
        return;
    }
    add_cause("keys", same_keys);
}

void Explanation::add_other_clock() {
    const LastDrop* const drop = recent_drop(Counter::drop_replayed);
    if (arguments_.keys.is_empty() || drop == nullptr) return;
    out_.text().append("the primary of this host ignores messages with a wrong time");
    append_sender(*drop);
    add_cause("clock", "set the clocks of both hosts", *drop);
}

void Explanation::add_dropped_answers() {
    constexpr Counter reasons[] = {Counter::drop_malformed, Counter::drop_unknown_type,
                                   Counter::drop_unknown_field, Counter::drop_no_memory};
    for (const Counter reason : reasons) {
        if (facts_.counters[reason] == 0) continue;
        TextBuffer& text = out_.text();
        text.append("answers ignored (").append(to_text(reason)).append("): ");
        append_dropped_answers(reason);
        add_cause("answers-dropped", "find the program that sends them; it may be another version");
    }
}

void Explanation::add_firewall() {
    if (arguments_.local_only) return;
    TextBuffer& text = out_.text();
    std::size_t named = 0;
    for (const AskedInterface& each : facts_.interfaces) {
        if (!each.loses_broadcasts) continue;
        text.append(named++ == 0 ? "a firewall of this host drops answers received on " : ", ");
        append_escaped_word(text, each.name);
    }
    if (named == 0) return;
    text.append(": a broadcast from this host to itself was lost there, but not on loopback");
    add_cause(
        "firewall",
        "allow incoming UDP to one port, and ask from it with --from-port (mpdisc.7, FIREWALLS)");
}

void Explanation::add_rate_limit() {
    const LastDrop* const drop = recent_drop(Counter::drop_rate_limited);
    if (drop == nullptr) return;
    out_.text().append("the primary of this host gets more requests than its rate allows");
    append_sender(*drop);
    add_cause("rate-limit", "ask less often, use --watch, or raise --client-rate", *drop);
}

void Explanation::add_incomplete_hosts() {
    for (const IncompleteHost& host : facts_.incomplete) {
        TextBuffer& text = out_.text();
        append_host(text, host);
        if (host.is_silent) {
            text.append(" is known to its neighbours, but does not answer");
            add_cause("silent-host",
                      "check that it is on and that its firewall allows incoming UDP");
            continue;
        }
        if (host.missing_services == 0) {
            text.append(": its providers are changing");
        } else {
            text.append(": missing services: ").append_number(host.missing_services);
        }
        add_cause("incomplete-host",
                  "ask again or wait longer (-w); check its load and its --client-rate");
    }
    const std::size_t named = facts_.incomplete.size();
    if (facts_.incomplete_count <= named) return;
    out_.text().append("further incomplete hosts: ").append_number(facts_.incomplete_count - named);
    add_cause("incomplete-host", "list the hosts: mpdisc-probe --hosts");
}

void Explanation::add_unasked_networks() {
    if (!facts_.has_unasked_networks) return;
    out_.text().append("this host has more networks than one search asks: ");
    out_.text().append_number(limits::probe_targets_max);
    add_cause("unasked-networks", "ask on one interface at a time (-i)");
}

void Explanation::add_loss() {
    const std::uint32_t on_host = asks_all() ? facts_.on_host.wanted : 0;
    const std::uint32_t known = std::max(facts_.on_link.wanted, on_host);
    if (known <= facts_.found || has_cause_) return;
    out_.text().append("answers were lost: other searches found more matching services: ");
    out_.text().append_number(known);
    add_cause("loss", "ask again or wait longer (-w)");
}

void Explanation::add_mismatch() {
    const bool asks_here = asks_all() && facts_.on_host.services != 0;
    const bool is_matched = facts_.on_link.wanted != 0 || (asks_here && facts_.on_host.wanted != 0);
    if (facts_.found != 0 || is_matched) return;
    const bool is_local = asks_here && facts_.on_link.services <= facts_.on_host.services;
    const FilterMatches& seen = is_local ? facts_.on_host : facts_.on_link;
    if (seen.services == 0) return;
    TextBuffer& text = out_.text();
    text.append(is_local ? "the providers of this host do not match: "
                         : "the providers that answer do not match: ");
    if (seen.of_type != 0) {
        text.append("services without this name or these attributes: ");
        text.append_number(seen.of_type);
    } else {
        append_types(seen.types);
    }
    add_cause("no-match", "run mpdisc-probe without a filter and compare");
}

void Explanation::append_types(const TypesSeen& types) {
    TextBuffer& text = out_.text();
    text.append("they offer ");
    bool is_first = true;
    for (const auto& type : types.all()) {
        if (!is_first) text.append(", ");
        is_first = false;
        append_escaped_word(text, type.view());
    }
    if (types.has_others()) text.append(", and others");
}

void Explanation::add_silence() {
    if (facts_.found != 0 || has_cause_) return;
    TextBuffer& text = out_.text();
    text.append("no provider answers");
    const bool tells_of_host = asks_all() && facts_.on_host.services == 0;
    if (tells_of_host && facts_.status == StatusOutcome::complete) {
        text.append(", except those of this host, which offer no service");
    } else if (tells_of_host && facts_.status == StatusOutcome::no_answer) {
        text.append(", not even on this host");
    }
    add_cause("nobody", arguments_.local_only
                            ? "start mpdisc-provider; providers with keys need -k"
                            : "start mpdisc-provider there; check firewalls (mpdisc.7, FIREWALLS); "
                              "beyond a router: --to here, --allow there; with keys: -k");
}

void Explanation::add_dropped_requests() {
    const LastDrop* const drop = recent_drop(Counter::drop_off_link);
    if (drop == nullptr) return;
    out_.text().append("the primary of this host ignores requests from outside its networks");
    append_sender(*drop);
    add_cause("off-link", "allow that network: mpdisc-provider --allow", *drop);
}

void Explanation::add_notes() {
    if (!asks_link()) return;
    for (const AskedInterface& each : facts_.interfaces) {
        if (each.kind == InterfaceKind::other) continue;
        append_escaped_word(out_.text(), each.name);
        if (each.kind == InterfaceKind::wireless) {
            out_.text().append(
                " is Wi-Fi: an access point may isolate its clients and delays broadcasts");
            out_.add(FindingKind::note, "wifi", "turn off client isolation; use --patience 2");
        } else {
            out_.text().append(
                " is a bridge: a new port forwards nothing at first (30 s with spanning tree)");
            out_.add(FindingKind::note, "bridge", "ask again later, or set its forward delay to 0");
        }
    }
}

const LastDrop* Explanation::recent_drop(Counter reason) const {
    const auto& drop = facts_.primary_drops[static_cast<std::size_t>(reason)];
    return drop && drop->age_ms <= recent_ms ? &*drop : nullptr;
}

void Explanation::append_sender(const LastDrop& drop) {
    TextBuffer& text = out_.text();
    text.append("; the last one came from ");
    text.append(is_own(drop) ? "this host, " : "");
    text.append(to_text(drop.from).view());
}

void Explanation::append_dropped_answers(Counter reason) {
    out_.text().append_number(facts_.counters[reason]);
    const auto& last = facts_.last_drops[static_cast<std::size_t>(reason)];
    if (last) append_sender(*last);
}

}  // namespace

void explain(const ExplainFacts& facts, const ProbeArguments& arguments, ExplainOutput& out) {
    Explanation(facts, arguments, out).add_all();
}

}  // namespace mpdisc::cli
