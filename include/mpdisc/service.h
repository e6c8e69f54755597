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

/// One sentence for people, without a full stop: "the port must be 1 to 65535".
[[nodiscard]] const char* to_text(ServiceError error);

/// One attribute, `key` or `key=value` (RFC 6763, 6.3).
struct Attribute {
    std::string_view key;
    std::string_view value;
    /// Distinguishes `key=`, which has an empty value, from `key`.
    bool has_value = false;
};

/// Reads attributes that are packed like the data of a TXT record (RFC 6763, 6.1): for each one a
/// length byte and `key[=value]`. A view: the bytes belong to the caller and must outlive it.
class Attributes {
   public:
    Attributes() = default;

    /// Checks all of `packed`: the lengths, the keys (printable ASCII except `=`), the values
    /// (UTF-8 without NUL), that no key is there twice, and that there are at most
    /// limits::attributes_max, of limits::attributes_bytes_max together. On an error `out` is
    /// unchanged.
    [[nodiscard]] static ServiceError parse(std::span<const std::uint8_t> packed, Attributes& out);

    /// For bytes that parse() has accepted before. They are not checked again.
    [[nodiscard]] static Attributes of_checked(std::span<const std::uint8_t> packed) {
        Attributes attributes;
        attributes.packed_ = packed;
        return attributes;
    }

    class Iterator {
       public:
        explicit Iterator(const std::uint8_t* at) : at_(at) {}
        Attribute operator*() const;
        /// The attribute as it is packed: `key` or `key=value`.
        [[nodiscard]] std::string_view text() const {
            return {reinterpret_cast<const char*>(at_ + 1), *at_};
        }
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

    /// Finds the attribute of that key, without regard to ASCII case (RFC 6763, 6.4). False if
    /// there is none.
    [[nodiscard]] bool find(std::string_view key, Attribute& out) const;

   private:
    /// It checks each attribute before it packs it.
    friend class AttributeSet;

    std::span<const std::uint8_t> packed_;
};

/// Attributes with their own storage, added one by one.
class AttributeSet {
   public:
    /// Adds `key` or `key=value`. The key is one or more printable ASCII characters except `=`; the
    /// value is UTF-8 without NUL. Refuses a key that is already there. On an error nothing
    /// changes.
    [[nodiscard]] ServiceError add(std::string_view attribute);
    /// Adds `key=value`. An empty value is a value.
    [[nodiscard]] ServiceError add(std::string_view key, std::string_view value);
    /// Like add(), but takes the place of an attribute that has this key, without regard to ASCII
    /// case.
    [[nodiscard]] ServiceError set(std::string_view attribute);
    [[nodiscard]] ServiceError set(std::string_view key, std::string_view value);
    /// Removes the attribute of that key, without regard to ASCII case. False if there is none.
    bool remove(std::string_view key);
    /// Replaces all attributes by a copy of these.
    void assign(const Attributes& attributes);

    /// Valid until the set changes or is destroyed.
    [[nodiscard]] Attributes view() const;

   private:
    std::array<std::uint8_t, limits::attributes_bytes_max> packed_;
    std::uint16_t size_ = 0;
    std::uint16_t count_ = 0;
};

/// A service, as read from a message or a table. A view.
struct ServiceView {
    std::string_view name;
    std::string_view type;
    std::uint16_t port = 0;
    Attributes attributes;

    /// Whether it has this name and type, without regard to ASCII case.
    [[nodiscard]] bool is_named(std::string_view other_name, std::string_view other_type) const;
};

/// A service to offer. Each setter checks its argument at once. If it refuses, the service is
/// unchanged.
class Service {
   public:
    /// Sets the instance name: UTF-8 of 1 to 63 bytes, without control characters.
    [[nodiscard]] ServiceError set_name(std::string_view name);
    /// Sets the service type: `_name._tcp` or `_name._udp`. RFC 6335, 5.1 says which names are
    /// valid.
    [[nodiscard]] ServiceError set_type(std::string_view type);
    /// Sets the port at which the service is reached, 1 to 65535.
    [[nodiscard]] ServiceError set_port(std::uint32_t port);
    /// These add, replace and remove an attribute, as AttributeSet does.
    [[nodiscard]] ServiceError add_attribute(std::string_view attribute) {
        return attributes_.add(attribute);
    }
    [[nodiscard]] ServiceError add_attribute(std::string_view key, std::string_view value) {
        return attributes_.add(key, value);
    }
    [[nodiscard]] ServiceError set_attribute(std::string_view attribute) {
        return attributes_.set(attribute);
    }
    [[nodiscard]] ServiceError set_attribute(std::string_view key, std::string_view value) {
        return attributes_.set(key, value);
    }
    bool remove_attribute(std::string_view key) { return attributes_.remove(key); }

    /// Copies a service that was read or found. On an error nothing changes.
    [[nodiscard]] ServiceError assign(const ServiceView& view);

    [[nodiscard]] bool has_name() const { return !name_.empty(); }
    [[nodiscard]] bool has_type() const { return !type_.empty(); }
    [[nodiscard]] bool has_port() const { return port_ != 0; }
    /// Valid until the service changes or is destroyed.
    [[nodiscard]] ServiceView view() const;

   private:
    FixedString<limits::instance_name_max> name_;
    FixedString<limits::service_type_max> type_;
    std::uint16_t port_ = 0;
    AttributeSet attributes_;
};

/// Whether Service::set_name() accepts `name`.
[[nodiscard]] bool is_instance_name(std::string_view name);

/// Whether Service::set_type() accepts `type`.
[[nodiscard]] bool is_service_type(std::string_view type);

/// The services that a client looks for. A service must match every part that is not empty. Names
/// and types are compared without regard to ASCII case, as in DNS; attribute values byte by byte. A
/// view.
struct Filter {
    std::string_view type;
    std::string_view name;
    /// `key`: the service has this attribute. `key=value`: the attribute has this value.
    Attributes attributes;

    [[nodiscard]] bool matches(const ServiceView& service) const;
};

}  // namespace mpdisc
