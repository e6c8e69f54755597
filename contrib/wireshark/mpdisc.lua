-- SPDX-License-Identifier: MIT
--
-- A dissector for Wireshark and tshark, tested with version 4.0. It shows each message of
-- mpdisc-wire(7) field by field, and what is wrong with a message that receivers drop.
--
-- To install it, copy this file to the personal plugins of Wireshark:
--
--     ~/.local/lib/wireshark/plugins/    on Unix
--     %APPDATA%\Wireshark\plugins\       on Windows
--
-- Without installing: tshark -X lua_script:mpdisc.lua -i any -f udp -Y mpdisc
--
-- It takes what comes from or goes to the UDP ports in its preference mpdisc.udp_ports, and what
-- "Decode As" gives it. Secondaries answer from other ports: there it recognises messages by their
-- magic and length. Filters are named after the page:
--
--     mpdisc.type == "PRIMARY_CHANGE"     messages of one type
--     mpdisc.service.name == "Wiki"       messages with this service
--     mpdisc.transaction_id == 0x5d2e8f1a90c3b764
--     mpdisc and _ws.malformed            messages that a receiver drops
--     mpdisc.error.missing_field          those that lack a field
--     mpdisc.warning                      messages that break a rule for senders alone
--
-- It has no keys, so it shows the code of AUTH, and does not check it.

local mpdisc = Proto("mpdisc", "mpdisc service discovery")

-- --- What the numbers of codes and flags mean ----------------------------------------------------

local ROLES = {[1] = "primary", [2] = "secondary"}
local REGISTRATION_RESULTS = {[1] = "accepted", [2] = "registry full"}
local HEARTBEAT_RESULTS = {[1] = "known", [2] = "register again"}
local CHANGES = {[1] = "it leaves", [2] = "it is the primary"}
local FAMILIES = {[0] = "any", [4] = "IPv4", [6] = "IPv6"}
local COUNTERS = {
    [0] = "requests", "answers", "notifications", "registrations", "heartbeats", "unregistrations",
    "expirations", "events-lost", "send-errors", "drop-malformed", "drop-unknown-type",
    "drop-unknown-field", "drop-unexpected", "drop-not-local", "drop-not-registrant",
    "drop-off-link", "drop-repeated", "drop-registry-full", "drop-no-memory", "deaths", "takeovers",
    "withheld", "drop-rate-limited", "drop-unauthenticated", "drop-replayed",
}

-- --- Rules for values: they return what is wrong, or nil -----------------------------------------

-- Whether the text is UTF-8, and all its code points are allowed.
local function is_utf8(text, is_allowed)
    local at = 1
    while at <= #text do
        local lead, size, code = text:byte(at), nil, nil
        if lead < 0x80 then size, code = 1, lead
        elseif lead >= 0xc2 and lead < 0xe0 then size, code = 2, lead - 0xc0
        elseif lead >= 0xe0 and lead < 0xf0 then size, code = 3, lead - 0xe0
        elseif lead >= 0xf0 and lead < 0xf5 then size, code = 4, lead - 0xf0
        else return false end
        for n = at + 1, at + size - 1 do
            local byte = text:byte(n)
            if not byte or byte < 0x80 or byte > 0xbf then return false end
            code = code * 64 + byte - 0x80
        end
        local is_overlong = (size == 3 and code < 0x800) or (size == 4 and code < 0x10000)
        local is_surrogate = code >= 0xd800 and code <= 0xdfff
        local is_code_point = not is_overlong and not is_surrogate and code <= 0x10ffff
        if not is_code_point or not is_allowed(code) then return false end
        at = at + size
    end
    return true
end

local function is_not_control(code) return code >= 0x20 and (code < 0x7f or code > 0x9f) end
local function is_not_nul(code) return code ~= 0 end

local function name_error(text)
    if not is_utf8(text, is_not_control) then return "is not UTF-8, or has control characters" end
end

local function service_type_error(text)
    local name, protocol = text:match("^_(.+)%.(_%a%a%a)$")
    local is_type = name and #name <= 15 and name:find("^[%a%d-]+$") and name:find("%a") and
        not name:find("^-") and not name:find("-$") and not name:find("--", 1, true) and
        (protocol:lower() == "_tcp" or protocol:lower() == "_udp")
    if not is_type then return "is no service type, such as _http._tcp" end
end

-- `seen` has the keys of the attributes before this one.
local function attribute_error(text, seen)
    local key, equals, value = text:match("^([\32-\60\62-\126]+)(=?)(.*)$")
    local is_key = key and (equals == "=" or value == "")
    if not is_key then return "has a key that is not printable ASCII" end
    if not is_utf8(value, is_not_nul) then return "has a value that is not UTF-8, or has a NUL" end
    if seen[key:lower()] then return "has the key '" .. key .. "' twice" end
    seen[key:lower()] = true
end

local function is_zero(bytes) return bytes == ("\0"):rep(#bytes) end

local function is_multicast(address)
    local first = address:byte(1)
    return #address == 4 and first >= 224 and first < 240 or #address == 16 and first == 0xff
end

local function multicast_error(address)
    if is_multicast(address) then return "is a multicast address" end
end

local function unicast_error(address)
    if is_zero(address) then return "is the unspecified address" end
    return multicast_error(address)
end

-- An address that another host can have.
local function other_host_error(address)
    local first = address:byte(1)
    local is_reserved = #address == 4 and (first == 0 or first == 127 or first >= 240)
    local is_embedded = #address == 16 and is_zero(address:sub(1, 10)) and
        (is_zero(address:sub(11, 12)) or address:sub(11, 12) == "\255\255")
    if is_reserved or is_embedded then return "is no address that another host can have" end
    return unicast_error(address)
end

local function zero_id_error(bytes)
    if is_zero(bytes) then return "is all zeros" end
end

-- --- The parts of a value ------------------------------------------------------------------------
--
-- A part has a name, and the kind that tells how it is read. `size` is its number of bytes; a part
-- without a size takes all that is left. The name of its filter is the name of the part behind
-- "mpdisc.", or behind the name of the field that holds fields. Units stand last: _s, _ms.

local function part(kind, name, rules)
    local made = rules or {}
    made.kind, made.name = kind, name
    return made
end

local function number(size)
    return function(name, rules)
        local made = part("number", name, rules)
        made.size = size
        return made
    end
end
local u8, u16, u32, u64 = number(1), number(2), number(4), number(8)

local function code(name, meanings) return u8(name, {meanings = meanings}) end

-- The names of the bits, from the lowest one.
local function flags(name, ...) return part("flags", name, {size = 1, bits = {...}}) end

local function id(name, error_of) return part("bytes", name, {size = 16, error_of = error_of}) end
local function bytes(name, rules) return part("bytes", name, rules) end
local function text(name, error_of) return part("text", name, {error_of = error_of}) end
local function address(name, error_of, rules)
    local made = part("address", name, rules)
    made.error_of = error_of
    return made
end
local function attributes(name) return part("attributes", name) end
-- Elements of the same parts, one behind the other. Their number is a multiple of `multiple`.
local function list(multiple, ...)
    return part("list", nil, {multiple = multiple, parts = {...}})
end
-- A value of fields. `fields` is written as in MESSAGES below.
local function fields(name, of) return part("fields", name, {fields = of}) end

local function optional(made)
    made.is_optional = true
    return made
end

local function shard_error(values, name)
    if values[name .. ".shards"] == 0 then return "has 0 shards" end
    if values[name .. ".shard"] >= values[name .. ".shards"] then
        return "has shard " .. values[name .. ".shard"] .. " of " .. values[name .. ".shards"]
    end
end

-- --- The fields of mpdisc-wire(7): type, name and length as the page has them, then the parts ----
--
-- `shows` names the parts that stand beside the name of a field with several ones.

local FIELDS = {
    {1, "PROVIDER_ID", "16", id("provider_id")},
    {2, "ROLE", "1", code("role", ROLES)},
    {3, "HOST_NAME", "1-64", text("host_name", name_error)},
    {4, "ADDRESS", "4 or 16", address("address", unicast_error)},
    {5, "LIFETIME", "4", u32("lifetime_s")},
    {6, "ATTEMPT", "1", u8("attempt", {least = 1})},
    {7, "ROSTER", "25 or 33", id("roster.provider_id"), u32("roster.services"),
        u32("roster.revision"), flags("roster.flags", "not_settled", "others_answer", "contested"),
        optional(u64("roster.token", {is_hex = true, should_not_be_0 = true}))},
    {8, "SERVICE", "any", fields("service", "INSTANCE_NAME SERVICE_TYPE PORT ATTRIBUTES?"),
        shows = {"service.name", "service.type", "service.port"}},
    {9, "INSTANCE_NAME", "1-63", text("name", name_error)},
    {10, "SERVICE_TYPE", "7-21", text("type", service_type_error)},
    {11, "PORT", "2", u16("port", {least = 1})},
    {12, "ATTRIBUTES", "any", attributes("attribute")},
    {13, "WINDOW", "2", u16("window_ms", {most = 5000})},
    {14, "KNOWN_ANSWERS", "any", flags("known_answers.flags", "roster_wanted"),
        u8("known_answers.bits_per_service", {least = 1, most = 16}), u8("known_answers.shard"),
        u8("known_answers.shards"), bytes("known_answers.bits", {least_size = 1}),
        error_of = function(values) return shard_error(values, "known_answers") end},
    {15, "SHARD", "1", u8("shard")},
    {16, "PROCESS_ID", "4", u32("process_id")},
    {17, "LEASE", "4", u32("lease_ms")},
    {18, "HEARTBEAT_INTERVAL", "4", u32("heartbeat_interval_ms")},
    {19, "RESULT", "1", code("result", REGISTRATION_RESULTS)},
    {20, "CHANGE", "1", code("change", CHANGES)},
    {21, "CLIENT", "10 or 22", u16("client.port", {least = 1}), u32("client.interface_index"),
        address("client.address", unicast_error), shows = {"client.address", "client.port"}},
    {22, "ARRIVAL", "4, 8 or 20", u32("arrival.interface_index"),
        optional(address("arrival.address", multicast_error))},
    {23, "REACH", "5", code("reach.family", FAMILIES), u32("reach.interface_index")},
    {24, "USER_ID", "4", u32("user_id")},
    {25, "PEERS_REVISION", "4", u32("peers_revision")},
    {26, "PEERS", "any", list(1, u16("peers.port", {least = 1})), most_bytes = 8192 * 2},
    {27, "CONTESTED", "0"},
    {28, "ADDRESS_TOKEN", "8", u64("address_token", {is_hex = true})},
    {30, "CLAIMS_LINK", "0"},
    {31, "DUPLICATE_OF", "16", id("duplicate_of")},
    {32, "PAGE", "4", u32("page")},
    {33, "PROVIDER_STATUS", "42", id("provider_status.provider_id"),
        code("provider_status.role", ROLES), u32("provider_status.process_id"),
        u64("provider_status.role_age_ms"), u64("provider_status.heartbeat_age_ms"),
        u32("provider_status.services"), flags("provider_status.flags", "deputy"),
        shows = {"provider_status.provider_id", "provider_status.role"}},
    {34, "COUNTER", "10", u16("counter.number", {meanings = COUNTERS, has_more = true}),
        u64("counter.count"), shows = {"counter.number", "counter.count"}},
    {35, "AUTH", "24", u64("auth.time_ms", {is_date = true}), bytes("auth.code", {size = 16}),
        error_kind = "bad_auth", is_last = true},
    {36, "NONCE", "16", id("nonce")},
    {37, "HOST", "16", id("host", zero_id_error)},
    {38, "SUMMARY", "17", u32("summary.revision"), u32("summary.services"),
        u64("summary.digest", {is_hex = true}),
        flags("summary.flags", "not_settled", "learns_neighbours")},
    {39, "TYPES", "0-64", bytes("types")},
    {43, "NEIGHBOUR", "any", fields("neighbour", "HOST PROVIDER_ID SUMMARY TYPES AGE SOURCE+4"),
        shows = {"neighbour.host"}},
    {44, "AGE", "4", u32("age_s")},
    {45, "SOURCE", "8 or 20", u32("source.interface_index"),
        address("source.address", other_host_error), shows = {"source.address"}},
    {46, "NEIGHBOURHOOD", "29", id("neighbourhood.host", zero_id_error),
        u32("neighbourhood.hosts"), u32("neighbourhood.addresses"), u32("neighbourhood.candidates"),
        flags("neighbourhood.flags", "not_settled")},
    {48, "SKETCH", "42-1008", list(3, u64("sketch.keys", {is_hex = true}),
        u32("sketch.checks", {is_hex = true}), u16("sketch.count"))},
    {50, "FORMER_PRIMARY", "16", id("former_primary")},
    {51, "LAST_DROP", "20 or 32", u16("last_drop.reason", {meanings = COUNTERS, has_more = true}),
        u64("last_drop.age_ms"), u32("last_drop.interface_index"), u16("last_drop.port"),
        address("last_drop.address"), shows = {"last_drop.reason", "last_drop.address"}},
    {0x8028, "FILTER_TYPE", "7-21", text("filter.type", service_type_error)},
    {0x8029, "FILTER_NAME", "1-63", text("filter.name", name_error)},
    {0x802a, "FILTER_ATTRIBUTES", "any", attributes("filter.attribute")},
    {0x802f, "SKETCH_SIZE", "4", u8("sketch_size.cells", {most = 72, multiple = 3}),
        u8("sketch_size.shard"), u16("sketch_size.shards", {least = 1, most = 256}),
        error_of = function(values) return shard_error(values, "sketch_size") end},
    {0x8031, "WANTED", "8-768", list(1, u64("wanted.key", {is_hex = true}))},
    -- The page names it, and any message may have it.
    {29, "PADDING", "any", bytes("padding")},
}

-- --- The line in the Info column -----------------------------------------------------------------
--
-- `m:get(name)` is the first value of that name as text, or nil; `m:count(name)` is how many there
-- are.

-- "1 service", "2 services"
local function counted(count, what)
    return tostring(count) .. " " .. what .. (tostring(count) == "1" and "" or "s")
end

local function short(whole_id) return whole_id and whole_id:sub(1, 8) or "?" end

local function page_info(m)
    local page = m:get("page")
    return page == "0" and "last page" or "next page " .. (page or "?")
end

-- The first service, and how many more there are.
local function services_info(m)
    local more = m:count("service.name") - 1
    return ("%s %s port %s"):format(m:get("service.name") or "?", m:get("service.type") or "?",
        m:get("service.port") or "?") .. (more > 0 and " and " .. more .. " more" or "")
end

local function filter_info(m)
    local kind, name = m:get("filter.type"), m:get("filter.name")
    local what = "for " .. (kind or "all services") .. (name and " named " .. name or "")
    if m:count("filter.attribute") == 0 then return what end
    return what .. " with " .. table.concat(m.values["filter.attribute"], ", ")
end

local function request_info(m)
    local words = {"attempt " .. (m:get("attempt") or "?"), filter_info(m)}
    local function add(is_so, what)
        if is_so then words[#words + 1] = what end
    end
    add(m:get("known_answers.bits"), "with known answers")
    add(m:get("wanted.key"), counted(m:count("wanted.key"), "service") .. " wanted")
    add(m:get("sketch_size.cells"), "sketch of " .. (m:get("sketch_size.cells") or "?") .. " cells")
    add(m:get("address_token"), "with a token")
    return table.concat(words, ", ")
end

local function advertisement_info(m)
    local count = m:count("service.name")
    local words = {("%s of %s"):format(count, counted(m:get("roster.services") or "?", "service"))}
    if count > 0 then table.insert(words, 1, services_info(m)) end
    local cells = m:count("sketch.keys")
    if cells > 0 then words[#words + 1] = "sketch of " .. cells .. " cells" end
    if m:get("roster.token") then words[#words + 1] = "something withheld" end
    return table.concat(words, ", ")
end

local function registration_info(m)
    local count = m:count("service.name")
    local who = "provider " .. short(m:get("provider_id")) .. ", " .. counted(count, "service")
    return count == 0 and who or who .. ": " .. services_info(m)
end

local function ack_info(m)
    return ("%s, lease %s, heartbeat interval %s"):format(m:get("result") or "?",
        m:get("lease_ms") or "?", m:get("heartbeat_interval_ms") or "?")
end

local function notification_info(m)
    return ("client %s port %s, %s"):format(m:get("client.address") or "?",
        m:get("client.port") or "?", request_info(m))
end

local function provider_info(m) return "provider " .. short(m:get("provider_id")) end
local function primary_info(m) return "primary " .. short(m:get("provider_id")) end
local function result_info(m) return m:get("result") or "?" end

local function heartbeat_info(m)
    return provider_info(m) .. (m:get("peers_revision") and ", the deputy" or "")
end

local function change_info(m) return provider_info(m) .. ": " .. (m:get("change") or "?") end

local function appointment_info(m)
    return primary_info(m) .. " names " .. counted(m:count("peers.port"), "peer")
end

local function status_info(m)
    return counted(m:count("provider_status.provider_id"), "provider") .. ", " .. page_info(m)
end

local function announcement_info(m)
    if m:get("lifetime_s") == "0 s" then return "host " .. short(m:get("host")) .. " leaves" end
    return ("host %s, %s, revision %s"):format(short(m:get("host")),
        counted(m:get("summary.services") or "?", "service"), m:get("summary.revision") or "?")
end

local function query_info(m)
    local silent = m:get("host") and ", host " .. short(m:get("host")) .. " is silent" or ""
    if m:get("page") then return "for page " .. m:get("page") .. " of the hosts" .. silent end
    return "for the announcement" .. silent
end

local function host_list_info(m)
    return ("host %s lists %s, %s"):format(short(m:get("host")),
        counted(m:count("neighbour.host"), "neighbour"), page_info(m))
end

-- --- Rules for whole messages: they return what is wrong, or nil ---------------------------------

local function lease_error(m)
    local lease, interval = m.numbers.lease_ms, m.numbers.heartbeat_interval_ms
    if not lease or not interval then return nil end
    if lease > 86400000 then return "LEASE is more than a day" end
    if interval < 100 then return "HEARTBEAT_INTERVAL is less than 100 ms" end
    if interval >= lease then return "HEARTBEAT_INTERVAL is not less than LEASE" end
end

local function family_error(m)
    local client, arrival = m:get("client.address"), m:get("arrival.address")
    if client and arrival and not client:find(":") ~= not arrival:find(":") then
        return "the addresses of CLIENT and ARRIVAL have not the same family"
    end
end

-- The same for a rule that receivers do not check.
local function types_warning(m)
    if (m.numbers["summary.services"] == 0) ~= (m:get("types") == nil) then
        return "TYPES should be empty if the host has no services, and only then"
    end
end

-- --- The messages of mpdisc-wire(7) --------------------------------------------------------------
--
-- FIELD is required, FIELD? is optional. FIELD+ may be repeated, and FIELD* too, or be missing; a
-- number says how often it may be there. All messages may have AUTH and PADDING.

local MESSAGES = {
    {1, "CLIENT_DISCOVERY_REQUEST", "ATTEMPT WINDOW? KNOWN_ANSWERS? ADDRESS_TOKEN? FILTER_TYPE? " ..
        "FILTER_NAME? FILTER_ATTRIBUTES? SKETCH_SIZE? WANTED?",
        info = request_info, most_bytes = 1232},
    {2, "SERVICE_ADVERTISEMENT", "ATTEMPT PROVIDER_ID ROLE HOST_NAME? ADDRESS*8 LIFETIME ROSTER " ..
        "SHARD? FORMER_PRIMARY? SKETCH? SERVICE*",
        info = advertisement_info, most_bytes = 1232},
    {3, "PROVIDER_DISCOVERY_REQUEST", "PROVIDER_ID", info = provider_info},
    {4, "PROVIDER_DISCOVERY_RESPONSE", "PROVIDER_ID NONCE?", info = primary_info},
    {5, "PROVIDER_REGISTRATION", "PROVIDER_ID PROCESS_ID USER_ID? HOST? REACH? SERVICE*",
        info = registration_info, most_bytes = 57472},
    {6, "PROVIDER_NOTIFICATION", "CLIENT ARRIVAL CLAIMS_LINK? ROSTER ATTEMPT WINDOW? " ..
        "KNOWN_ANSWERS? WANTED? FILTER_TYPE? FILTER_NAME? FILTER_ATTRIBUTES?",
        info = notification_info, error_of = family_error, most_bytes = 1360},
    {7, "PROVIDER_HEARTBEAT", "PROVIDER_ID PEERS_REVISION? PORT?", info = heartbeat_info},
    {8, "PROVIDER_REGISTRATION_ACK", "PROVIDER_ID RESULT PROCESS_ID LEASE HEARTBEAT_INTERVAL " ..
        "DUPLICATE_OF? HOST? PORT?",
        info = ack_info, error_of = lease_error},
    {9, "PROVIDER_HEARTBEAT_ACK", "PROVIDER_ID RESULT", info = result_info,
        RESULT = code("result", HEARTBEAT_RESULTS)},  -- instead of the part in FIELDS
    {10, "PROVIDER_UNREGISTRATION", "PROVIDER_ID", info = provider_info},
    {11, "PRIMARY_CHANGE", "PROVIDER_ID CHANGE", info = change_info},
    {12, "STATUS_REQUEST", "PAGE", info = function(m) return "page " .. (m:get("page") or "?") end},
    {13, "STATUS_RESPONSE", "PROVIDER_ID PAGE COUNTER* LAST_DROP* NEIGHBOURHOOD? " ..
        "PROVIDER_STATUS* SERVICE*",
        info = status_info},
    {14, "DEPUTY_APPOINTMENT", "PROVIDER_ID PEERS_REVISION PEERS CONTESTED? PORT?",
        info = appointment_info, most_bytes = 16512},
    {15, "KEY_MISMATCH", "PROVIDER_ID", info = primary_info},
    {16, "HOST_ANNOUNCEMENT", "HOST PROVIDER_ID SUMMARY TYPES LIFETIME ADDRESS_TOKEN?",
        info = announcement_info, warning_of = types_warning, most_bytes = 1232},
    {17, "HOST_QUERY", "WINDOW? PAGE? ADDRESS_TOKEN? HOST?", info = query_info, most_bytes = 1232},
    {18, "HOST_LIST", "HOST SUMMARY PAGE NEIGHBOUR*", info = host_list_info},
}
local HEADER_BYTES = 16
local FIELD_HEADER_BYTES = 4
local CRITICAL = 0x8000

-- --- Items of the packet tree, and what filters call them ----------------------------------------

local all_items = {}
local function declare(item)
    all_items[#all_items + 1] = item
    return item
end

local function names_of(rows)
    local names = {}
    for _, row in ipairs(rows) do names[row[1]] = row[2] end
    return names
end
local FIELD_NAMES, MESSAGE_NAMES = names_of(FIELDS), names_of(MESSAGES)

local magic_item = declare(ProtoField.string("mpdisc.magic", "Magic"))
local type_item = declare(ProtoField.uint8("mpdisc.type", "Type", base.DEC, MESSAGE_NAMES))
local flags_item = declare(ProtoField.uint8("mpdisc.flags", "Flags", base.HEX))
local length_item = declare(ProtoField.uint16("mpdisc.length", "Length of the fields"))
local transaction_item =
    declare(ProtoField.uint64("mpdisc.transaction_id", "Transaction id", base.HEX))
local field_item = declare(ProtoField.none("mpdisc.field", "Field"))
local field_type_item =
    declare(ProtoField.uint16("mpdisc.field.type", "Type", base.HEX, FIELD_NAMES))
local field_length_item = declare(ProtoField.uint16("mpdisc.field.length", "Length"))
local unread_item = declare(ProtoField.bytes("mpdisc.unread", "Not read"))

-- "roster.provider_id" is shown as "Provider id".
local function label_of(name)
    local words = name:match("[^.]+$"):gsub("_m?s$", ""):gsub("_", " ")
    return words:sub(1, 1):upper() .. words:sub(2)
end

local function unit_of(name)
    local unit = name:match("_(m?s)$")
    return unit and " " .. unit
end

local NUMBERS = {
    [1] = ProtoField.uint8, [2] = ProtoField.uint16,
    [4] = ProtoField.uint32, [8] = ProtoField.uint64,
}

-- For each kind of part, its items. `filter` is the name of the filter.
local make_items = {}

function make_items.number(filter, made)
    local new, unit = NUMBERS[made.size], unit_of(made.name)
    if unit then return {item = new(filter, label_of(filter), base.UNIT_STRING, {unit})} end
    local display = made.is_hex and base.HEX or base.DEC
    return {item = new(filter, label_of(filter), display, made.meanings)}
end

function make_items.flags(filter, made)
    local items = {item = ProtoField.uint8(filter, label_of(filter), base.HEX)}
    for n, bit in ipairs(made.bits) do
        local mask = 2 ^ (n - 1)
        items[n] = ProtoField.bool(filter .. "." .. bit, label_of(bit), 8, {"yes", "no"}, mask)
    end
    return items
end

function make_items.bytes(filter)
    return {item = ProtoField.bytes(filter, label_of(filter))}
end

function make_items.text(filter)
    return {item = ProtoField.string(filter, label_of(filter), base.UNICODE)}
end

function make_items.attributes(filter)
    return {item = ProtoField.string(filter, label_of(filter), base.UNICODE),
        length = ProtoField.uint8(filter .. ".length", "Length of the attribute")}
end

function make_items.address(filter)
    return {[4] = ProtoField.ipv4(filter .. ".ipv4", label_of(filter)),
        [16] = ProtoField.ipv6(filter .. ".ipv6", label_of(filter))}
end

-- The fields that a message has, or a SERVICE or NEIGHBOUR: by their types, and in order. Each is
-- {is_required =, most =, declared =}; the last one is what declared_field() returns.
local parse_scope

local function declare_parts(prefix, parts, all)
    for _, made in ipairs(parts) do
        if made.kind == "list" then
            declare_parts(prefix, made.parts, all)
        elseif made.kind == "fields" then
            all[made] = parse_scope(made.name:upper(), made.fields, prefix .. made.name .. ".")
        else
            all[made] = make_items[made.kind]("mpdisc." .. prefix .. made.name, made)
            for _, item in pairs(all[made]) do declare(item) end
        end
    end
    return all
end

local function parts_of(field) return {table.unpack(field, 4)} end

-- A field of one plain value has the same name as this value. The others have items of their own.
local function is_plain(field)
    local first = field[4]
    return first and not field[5] and make_items[first.kind] and first.kind ~= "attributes"
end

-- A row of FIELDS, its item, the items of each part, and the names of what the item shows. Messages
-- share those that they have in common.
local shared = {}
local function declared_field(prefix, field)
    local key = prefix .. field[2]
    if shared[key] and shared[key].field == field then return shared[key] end
    local item = not is_plain(field) and
        declare(ProtoField.none("mpdisc." .. prefix .. field[2]:lower(), field[2])) or field_item
    local shown = {}
    for n, name in ipairs(field.shows or is_plain(field) and {field[4].name} or {}) do
        shown[n] = prefix .. name
    end
    shared[key] = {field = field, item = item, items = declare_parts(prefix, parts_of(field), {}),
        shown = shown}
    return shared[key]
end

local FIELDS_BY_NAME = {}
for _, field in ipairs(FIELDS) do FIELDS_BY_NAME[field[2]] = field end

function parse_scope(owner, spec, prefix, changed)
    local scope = {name = owner, prefix = prefix, ordered = {}, by_type = {}}
    for name, mark, most in (spec .. " PADDING*"):gmatch("([%u_]+)([?*+]?)(%d*)") do
        local field = FIELDS_BY_NAME[name]
        local most_times = (mark == "" or mark == "?") and 1 or tonumber(most)
        if changed and changed[name] then
            field = {field[1], field[2], field[3], changed[name]}
        end
        local rule = {is_required = mark == "" or mark == "+", most = most_times,
            declared = declared_field(prefix, field)}
        scope.ordered[#scope.ordered + 1] = rule
        scope.by_type[field[1]] = rule
    end
    return scope
end

local experts = {}
local function expert_info(name, description, group, severity)
    experts[name] = ProtoExpert.new("mpdisc." .. name, description, group, severity)
end
for name, description in pairs({
    too_short = "The datagram is shorter than a header",
    bad_length = "The header has another length than the datagram",
    too_large = "The message is larger than allowed",
    unknown_type = "The type of the message is unknown",
    truncated_field = "A field is cut off",
    unknown_critical_field = "A critical field is unknown",
    repeated_field = "A field is there too often",
    missing_field = "A required field is missing",
    bad_value = "A value is not allowed",
    bad_auth = "AUTH is not as it must be",
}) do
    expert_info("error." .. name, description, expert.group.MALFORMED, expert.severity.ERROR)
end
expert_info("warning", "A rule for senders is broken", expert.group.PROTOCOL, expert.severity.WARN)
expert_info("unknown_field", "A field is unknown, and skipped", expert.group.UNDECODED,
    expert.severity.NOTE)
expert_info("not_captured", "The rest was not captured", expert.group.UNDECODED,
    expert.severity.NOTE)

-- --- A message that is being read ----------------------------------------------------------------

local Message = {}
Message.__index = Message

function Message.new(tvb)
    return setmetatable({tvb = tvb, captured = tvb:len(), values = {}, numbers = {}}, Message)
end

-- Keeps the text of a value, and its number if it has one.
function Message:keep(name, shown, number_of)
    local values = self.values[name] or {}
    self.values[name] = values
    values[#values + 1] = shown
    self.numbers[name] = number_of
end

function Message:get(name) return self.values[name] and self.values[name][1] end
function Message:count(name) return self.values[name] and #self.values[name] or 0 end

function Message:fail(tree, kind, what)
    self.error = self.error or what
    tree:add_proto_expert_info(experts["error." .. kind], what)
end

function Message:warn(tree, what) tree:add_proto_expert_info(experts.warning, what) end

-- Shows bytes that are not read, if there are any. Bytes that were not captured cannot be shown.
function Message:leave(tree, at, stop)
    stop = math.min(stop, self.captured)
    if at < stop then tree:add(unread_item, self.tvb(at, stop - at)) end
end

-- Whether all bytes up to `stop` were captured. If not, shows what is left of them.
function Message:has_captured(tree, at, stop)
    if stop <= self.captured then return true end
    self.is_cut = true
    self:leave(tree, at, stop)
    tree:add_proto_expert_info(experts.not_captured, "the rest was not captured")
    return false
end

-- --- A value that is being read ------------------------------------------------------------------

local Value = {}
Value.__index = Value

function Value.new(message, tree, declared_as, prefix, at, stop)
    return setmetatable({message = message, tree = tree, field = declared_as.field,
        items = declared_as.items, prefix = prefix, at = at, stop = stop}, Value)
end

function Value:left() return self.stop - self.at end

function Value:take(size)
    local range = self.message.tvb(self.at, size)
    self.at = self.at + size
    return range
end

function Value:fail(what)
    self.is_wrong = true
    self.message:fail(self.tree, self.field.error_kind or "bad_value", self.field[2] .. " " .. what)
end

-- Takes what a rule for values returns.
function Value:check(wrong)
    if wrong then self:fail(wrong) end
end

function Value:keep(made, shown, number_of)
    self.message:keep(self.prefix .. made.name, shown, number_of)
end

-- For each kind of part, how it is read. `items` are its items.
local read = {}

local function number_error(made, n)
    local multiple = made.multiple
    if made.least and n < made.least then return "but at least " .. made.least .. " is allowed" end
    if made.most and n > made.most then return "but at most " .. made.most .. " is allowed" end
    if multiple and n % multiple ~= 0 then return "but it must be a multiple of " .. multiple end
    local is_known = not made.meanings or made.has_more or made.meanings[n]
    if not is_known then return "which has no meaning" end
end

-- The date of a time in milliseconds since 1970.
local function date_of(time_ms)
    if time_ms == 0 then return "no time" end
    if time_ms >= 253402300800000 then return "after the year 9999" end
    return os.date("!%Y-%m-%d %H:%M:%S UTC", math.floor(time_ms / 1000))
end

function read.number(value, made, items)
    local range = value:take(made.size)
    local is_large = made.size == 8
    local n = is_large and range:uint64():tonumber() or range:uint()
    local shown = is_large and tostring(range:uint64()) or tostring(n)
    if made.is_hex then shown = "0x" .. tostring(range:bytes()):lower() end
    if made.meanings and made.meanings[n] then shown = made.meanings[n] end
    local item = value.tree:add(items.item, range)
    if made.is_date then item:append_text(" (" .. date_of(n) .. ")") end
    value:keep(made, shown .. (unit_of(made.name) or ""), n)
    local wrong = number_error(made, n)
    if wrong then value:fail("has " .. label_of(made.name):lower() .. " " .. n .. ", " .. wrong) end
    if made.should_not_be_0 and n == 0 then
        value.message:warn(value.tree, label_of(made.name) .. " is 0: it should be left out")
    end
end

function read.flags(value, made, items)
    local range = value:take(1)
    local n, set = range:uint(), {}
    local item = value.tree:add(items.item, range)
    for at, bit in ipairs(made.bits) do
        item:add(items[at], range)
        if math.floor(n / 2 ^ (at - 1)) % 2 == 1 then set[#set + 1] = label_of(bit):lower() end
    end
    local shown = #set == 0 and "none" or table.concat(set, ", ")
    item:append_text(" (" .. shown .. ")")
    value:keep(made, shown)
    if n >= 2 ^ #made.bits then value.message:warn(item, "flags without a meaning should be 0") end
end

function read.bytes(value, made, items)
    local size = made.size or value:left()
    if size < (made.least_size or 0) then
        return value:fail("has too few bytes for " .. label_of(made.name):lower())
    end
    if size == 0 then return end
    local range = value:take(size)
    value.tree:add(items.item, range)
    value:keep(made, tostring(range:bytes()):lower())
    if made.error_of then value:check(made.error_of(range:raw())) end
end

function read.text(value, made, items)
    local range = value:take(value:left())
    value.tree:add_packet_field(items.item, range, ENC_UTF_8)
    value:keep(made, range:string(ENC_UTF_8))
    value:check(made.error_of(range:raw()))
end

function read.address(value, made, items)
    local size = value:left()
    local item = items[size]
    if not item then return value:fail("has an address of " .. size .. " bytes") end
    local range = value:take(size)
    value.tree:add(item, range)
    value:keep(made, tostring(size == 4 and range:ipv4() or range:ipv6()))
    if made.error_of then value:check(made.error_of(range:raw())) end
end

function read.attributes(value, made, items)
    local seen, count, size = {}, 0, value:left()
    while value:left() > 0 do
        local length_range = value:take(1)
        local length = length_range:uint()
        value.tree:add(items.length, length_range)
        if length > value:left() then return value:fail("has an attribute that is cut off") end
        if length == 0 then return value:fail("has an empty attribute") end
        local range = value:take(length)
        value.tree:add_packet_field(items.item, range, ENC_UTF_8)
        value:keep(made, range:string(ENC_UTF_8))
        local wrong = attribute_error(range:raw(), seen)
        if wrong then return value:fail(wrong) end
        count = count + 1
    end
    if count > 64 then value:fail("has " .. count .. " attributes: at most 64 are allowed") end
    if size > 1024 then value:fail("has " .. size .. " bytes: at most 1024 are allowed") end
end

local read_parts

function read.list(value, made)
    local element = 0
    for _, each in ipairs(made.parts) do element = element + each.size end
    if value:left() == 0 or value:left() % (element * made.multiple) ~= 0 then
        return value:fail("has " .. value:left() .. " bytes: a multiple of " ..
            element * made.multiple .. " is needed")
    end
    while value:left() > 0 do read_parts(value, made.parts) end
end

local read_fields

function read.fields(value, _, scope)
    read_fields(value.message, value.tree, scope, value.at, value.stop)
    value.at = value.stop
end

function read_parts(value, parts)
    for _, made in ipairs(parts) do
        local is_left_out = made.is_optional and value:left() == 0
        if not is_left_out then
            if (made.size or 0) > value:left() then return value:fail("is too short") end
            read[made.kind](value, made, value.items[made])
        end
    end
end

-- Whether the page allows this length, which it gives as "any", "16", "4, 8 or 20" or "1-64".
local function allows(lengths, length)
    if lengths == "any" then return true end
    local least, most = lengths:match("^(%d+)-(%d+)$")
    if least then return length >= tonumber(least) and length <= tonumber(most) end
    for each in lengths:gmatch("%d+") do
        if tonumber(each) == length then return true end
    end
    return false
end

-- Reads the parts, and shows beside the name of the field what they have of `names`.
local function read_and_show(value, names)
    local values, before, found = value.message.values, {}, {}
    for n, name in ipairs(names) do before[n] = value.message:count(name) end
    read_parts(value, parts_of(value.field))
    for n, name in ipairs(names) do
        found[#found + 1] = values[name] and values[name][before[n] + 1]
    end
    if #found > 0 then value.tree:set_text(value.field[2] .. ": " .. table.concat(found, " ")) end
end

local function read_value(message, tree, declared_as, prefix, at, stop)
    local field, size = declared_as.field, stop - at
    local value = Value.new(message, tree, declared_as, prefix, at, stop)
    if not allows(field[3], size) then
        value:fail("has " .. size .. " bytes, not " .. field[3])
    elseif field.most_bytes and size > field.most_bytes then
        value:fail("has " .. size .. " bytes: at most " .. field.most_bytes .. " are allowed")
    else
        read_and_show(value, declared_as.shown)
        local checks = field.error_of and not value.is_wrong
        if checks then value:check(field.error_of(message.numbers)) end
    end
    message:leave(tree, value.at, stop)
end

-- --- Fields --------------------------------------------------------------------------------------

local function read_unknown(message, tree, scope, kind, name, at, stop)
    message:leave(tree, at, stop)
    if scope.is_unknown then return end
    local what = name .. " is no field of " .. scope.name
    if kind >= CRITICAL then
        message:fail(tree, "unknown_critical_field", what .. ", and critical")
    else
        tree:add_proto_expert_info(experts.unknown_field, what .. ": it is skipped")
    end
end

local function check_place(message, tree, rule, count, is_last)
    local field = rule.declared.field
    if rule.most == 1 and count > 1 then
        message:fail(tree, "repeated_field", field[2] .. " is there twice")
    elseif rule.most and count > rule.most then
        message:fail(tree, "bad_value", field[2] .. " is there more than " .. rule.most .. " times")
    end
    if field.is_last and not is_last then
        message:fail(tree, field.error_kind, field[2] .. " is not the last field")
    end
end

-- Reads the field at `at`; returns where the next one begins. `counts` tells for each type how many
-- fields have been read.
local function read_field(message, tree, scope, at, stop, counts)
    local tvb, left = message.tvb, stop - at
    if left < FIELD_HEADER_BYTES then
        message:leave(tree, at, stop)
        message:fail(tree, "truncated_field", "the last field of " .. scope.name .. " is cut off")
        return stop
    end
    if not message:has_captured(tree, at, at + FIELD_HEADER_BYTES) then return stop end
    local kind, size = tvb(at, 2):uint(), FIELD_HEADER_BYTES + tvb(at + 2, 2):uint()
    local rule = scope.by_type[kind]
    local name = FIELD_NAMES[kind] or ("field 0x%04x"):format(kind)
    local shown = math.min(size, left, message.captured - at)
    local item = tree:add(rule and rule.declared.item or field_item, tvb(at, shown))
    item:set_text(name)
    item:add(field_type_item, tvb(at, 2))
    item:add(field_length_item, tvb(at + 2, 2))
    local value_at = at + FIELD_HEADER_BYTES
    if size > left then
        message:leave(item, value_at, stop)
        message:fail(item, "truncated_field", name .. " reaches beyond the end of " .. scope.name)
        return stop
    end
    counts[kind] = (counts[kind] or 0) + 1
    if not message:has_captured(item, value_at, at + size) then return stop end
    if rule then
        read_value(message, item, rule.declared, scope.prefix, value_at, at + size)
        check_place(message, item, rule, counts[kind], size == left)
    else
        read_unknown(message, item, scope, kind, name, value_at, at + size)
    end
    return at + size
end

function read_fields(message, tree, scope, at, stop)
    local counts = {}
    while at < stop do at = read_field(message, tree, scope, at, stop, counts) end
    if message.is_cut then return end
    for _, rule in ipairs(scope.ordered) do
        local field = rule.declared.field
        if rule.is_required and not counts[field[1]] then
            message:fail(tree, "missing_field", scope.name .. " has no " .. field[2])
        end
    end
end

-- --- Messages ------------------------------------------------------------------------------------

local UNKNOWN = {
    name = "message of unknown type", is_unknown = true, prefix = "", ordered = {}, by_type = {},
}
local SCOPES = {}
for _, row in ipairs(MESSAGES) do
    SCOPES[row[1]] = parse_scope(row[2], row[3] .. " AUTH?", "", row)
    SCOPES[row[1]].message = row
end

mpdisc.fields = all_items
mpdisc.experts = {}
for _, expert in pairs(experts) do table.insert(mpdisc.experts, expert) end

local function read_header(message, tree)
    local tvb = message.tvb
    tree:add(magic_item, tvb(0, 4))
    tree:add(type_item, tvb(4, 1))
    local item = tree:add(flags_item, tvb(5, 1))
    if tvb(5, 1):uint() ~= 0 then message:warn(item, "flags without a meaning should be 0") end
    tree:add(length_item, tvb(6, 2))
    tree:add(transaction_item, tvb(8, 8))
end

-- Reads the fields; the header has been read.
local function read_message(message, tree, scope)
    local whole = message.tvb:reported_len()
    local told = HEADER_BYTES + message.tvb(6, 2):uint()
    local stop = math.min(told, whole)
    if scope.is_unknown then
        message:fail(tree, "unknown_type", "the type of the message is unknown")
    end
    read_fields(message, tree, scope, HEADER_BYTES, stop)
    message:leave(tree, stop, whole)
    if told ~= whole then
        message:fail(tree, "bad_length",
            ("the header tells of %d bytes, the datagram has %d"):format(told, whole))
    end
    local row = scope.message or {}
    local wrong = row.error_of and row.error_of(message)
    if wrong then message:fail(tree, "bad_value", wrong) end
    local is_whole = not message.error and not message.is_cut
    local odd = is_whole and row.warning_of and row.warning_of(message)
    if odd then message:warn(tree, odd) end
    if row.most_bytes and whole > row.most_bytes then
        message:fail(tree, "too_large", row[2] .. " has more than " .. row.most_bytes .. " bytes")
    end
end

-- Control characters would spoil the line.
local function in_one_line(line) return (line:gsub("%c", "."):gsub("\194[\128-\159]", ".")) end

local function info_of(message, scope)
    local words = scope.message and scope.message[2] .. " " .. scope.message.info(message) or
        "message of type " .. message.tvb(4, 1):uint()
    if message:get("auth.code") then words = words .. ", sealed" end
    if message.error then words = words .. ", malformed: " .. message.error end
    return in_one_line(words)
end

function mpdisc.dissector(tvb, pinfo, root)
    if tvb:len() < 4 or tvb(0, 4):raw() ~= "MPD1" then return 0 end
    pinfo.cols.protocol = "mpdisc"
    local tree = root:add(mpdisc, tvb())
    local message = Message.new(tvb)
    if tvb:reported_len() < HEADER_BYTES then
        message:leave(tree, 0, tvb:len())
        message:fail(tree, "too_short", "the datagram is shorter than a header")
        pinfo.cols.info = message.error
        return tvb:len()
    end
    if not message:has_captured(tree, 0, HEADER_BYTES) then return tvb:len() end
    local scope = SCOPES[tvb(4, 1):uint()] or UNKNOWN
    tree:append_text(", " .. (scope.message and scope.message[2] or scope.name))
    read_header(message, tree)
    read_message(message, tree, scope)
    pinfo.cols.info = info_of(message, scope)
    return tvb:len()
end

-- --- Which datagrams it takes --------------------------------------------------------------------

-- Messages on any port: the magic has the version, and the length is that of the datagram.
local function dissect_if_message(tvb, pinfo, root)
    if tvb:len() < HEADER_BYTES or tvb(0, 4):raw() ~= "MPD1" then return false end
    if HEADER_BYTES + tvb(6, 2):uint() ~= tvb:reported_len() then return false end
    mpdisc.dissector(tvb, pinfo, root)
    return true
end

mpdisc.prefs.udp_ports = Pref.range("UDP ports", "6737-6738",
    "The discovery ports, and the announcement ports after them", 65535)

local ports = DissectorTable.get("udp.port")
local taken = ""
local function take_ports()
    local wanted = mpdisc.prefs.udp_ports
    if wanted == taken then return end
    if taken ~= "" then ports:remove(taken, mpdisc) end
    if wanted ~= "" then ports:add(wanted, mpdisc) end
    taken = wanted
end
take_ports()
mpdisc.prefs_changed = take_ports
ports:add_for_decode_as(mpdisc)
mpdisc:register_heuristic("udp", dissect_if_message)
