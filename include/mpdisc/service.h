// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"

namespace mpdisc {

/// Why a service, or a part of one, was refused.
enum class ServiceError : std::uint8_t {
    none,
    name_empty,
    name_too_long,
    name_not_text,
    type_malformed,
    port_zero,
    attribute_without_key,
    attribute_key_malformed,
    attribute_value_not_text,
    attribute_too_long,
    attribute_duplicate,
    attributes_too_many,
    attributes_too_large,
    too_large,
    incomplete,
    duplicate,
    provider_full,
    no_memory,
    not_found,
};

/// One sentence without a full stop, for people: "the port must be 1 to 65535".
[[nodiscard]] const char* to_text(ServiceError error);

/// One attribute, `key` or `key=value` (RFC 6763, 6.3).
struct Attribute {
    std::string_view key;
    std::string_view value;
    /// Tells `key=` (a value, and empty) from `key`.
    bool has_value = false;
};

/// Reads attributes packed as a TXT record's data (RFC 6763, 6.1): each a length byte and
/// `key[=value]`. A view: the bytes belong to somebody else and must outlive it.
class Attributes {
   public:
    Attributes() = default;

    /// Checks the whole of `packed`: lengths, keys (printable ASCII but `=`), values (UTF-8
    /// without NUL), no key twice, at most limits::attributes_max. On an error `out` is unchanged.
    [[nodiscard]] static ServiceError parse(std::span<const std::uint8_t> packed, Attributes& out);

    /// Of bytes that parse() accepted before; they are not looked at again.
    [[nodiscard]] static Attributes of_checked(std::span<const std::uint8_t> packed) {
        Attributes attributes;
        attributes.packed_ = packed;
        return attributes;
    }

    class Iterator {
       public:
        explicit Iterator(const std::uint8_t* at) : at_(at) {}
        Attribute operator*() const;
        Iterator& operator++() {
            at_ += 1 + *at_;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

       private:
        const std::uint8_t* at_;
    };

    [[nodiscard]] Iterator begin() const { return Iterator(packed_.data()); }
    [[nodiscard]] Iterator end() const { return Iterator(packed_.data() + packed_.size()); }
    [[nodiscard]] bool empty() const { return packed_.empty(); }
    [[nodiscard]] std::span<const std::uint8_t> packed() const { return packed_; }

    /// The attribute of that key (ASCII case ignored, RFC 6763, 6.4); false where there is none.
    [[nodiscard]] bool find(std::string_view key, Attribute& out) const;

   private:
    /// Has checked what it packs.
    friend class AttributeSet;

    std::span<const std::uint8_t> packed_;
};

/// Attributes with storage of their own, built one by one.
class AttributeSet {
   public:
    /// Adds `key` or `key=value`. Key: 1 or more printable ASCII characters but `=`; value: UTF-8
    /// without NUL. A key that is there already is refused. On an error nothing changes.
    [[nodiscard]] ServiceError add(std::string_view attribute);

    /// Valid until the set changes or goes.
    [[nodiscard]] Attributes view() const;

   private:
    std::array<std::uint8_t, limits::attributes_bytes_max> packed_;
    std::uint16_t size_ = 0;
    std::uint16_t count_ = 0;
};

/// A service somebody offers, as read from a message or a table. A view.
struct ServiceView {
    std::string_view name;
    std::string_view type;
    std::uint16_t port = 0;
    Attributes attributes;
};

/// A service to offer: what a program fills in. Each setter checks at once, and leaves the
/// service as it was where it refuses.
class Service {
   public:
    /// Instance name: UTF-8 of 1 to 63 bytes without control characters.
    [[nodiscard]] ServiceError set_name(std::string_view name);
    /// Service type: `_name._tcp` or `_name._udp`, the name as RFC 6335, 5.1 wants it.
    [[nodiscard]] ServiceError set_type(std::string_view type);
    /// Port where the service is reached, 1 to 65535.
    [[nodiscard]] ServiceError set_port(std::uint32_t port);
    [[nodiscard]] ServiceError add_attribute(std::string_view attribute);

    [[nodiscard]] bool has_name() const { return !name_.empty(); }
    [[nodiscard]] bool has_type() const { return !type_.empty(); }
    [[nodiscard]] bool has_port() const { return port_ != 0; }
    /// Valid until the service changes or goes.
    [[nodiscard]] ServiceView view() const;

   private:
    FixedString<limits::instance_name_max> name_;
    FixedString<limits::service_type_max> type_;
    std::uint16_t port_ = 0;
    AttributeSet attributes_;
};

/// Whether `name` is an instance name as Service::set_name takes it.
[[nodiscard]] bool is_instance_name(std::string_view name);

/// Whether `type` is a service type as Service::set_type takes it.
[[nodiscard]] bool is_service_type(std::string_view type);

/// What a client looks for: all that is given must hold. A view; empty parts match everything.
/// Names and types compare without regard to ASCII case, as in DNS; attribute values by bytes.
struct Filter {
    std::string_view type;
    std::string_view name;
    /// `key`: must be there; `key=value`: must have that value.
    Attributes attributes;

    [[nodiscard]] bool matches(const ServiceView& service) const;
};

}  // namespace mpdisc
