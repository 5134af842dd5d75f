// Draws with an address (Philox 4x32-10) and what a word becomes: simulation/dynamics/randomness.py.
#pragma once
#include <cmath>
#include <cstdint>

// An array of numpy: where it begins, and how many elements it has.
template <class T> struct Array {
    T *data;
    int64_t size;
    T &operator[](int64_t i) const { return data[i]; }
};

struct Words {
    uint32_t word[4];
};

struct Key {
    uint64_t first;
    uint64_t second;
};

static inline Words draw(Key key, uint32_t who, uint32_t when, uint32_t why, uint32_t k) {
    uint32_t a = who, b = when, c = why, d = k;
    uint32_t x = uint32_t(key.first), y = uint32_t(key.second);
    for (int round = 0; round < 10; ++round) {
        const uint64_t p = uint64_t(0xD2511F53u) * a;
        const uint64_t q = uint64_t(0xCD9E8D57u) * c;
        a = uint32_t(q >> 32) ^ b ^ x;
        b = uint32_t(q);
        c = uint32_t(p >> 32) ^ d ^ y;
        d = uint32_t(p);
        x += 0x9E3779B9u;
        y += 0xBB67AE85u;
    }
    return {{a, b, c, d}};
}

static inline double unit(uint32_t word) { return (double(word) + 0.5) * (1.0 / 4294967296.0); }

static inline int64_t below(uint32_t word, int64_t n) {
    return int64_t((uint64_t(word) * uint64_t(n)) >> 32);
}

// Why a draw is made.
enum Why : uint32_t {
    TALK = 1, GOOD_CONTACT, BAD_CONTACT, GOOD_POST, BAD_POST, PAID_POST, BROADCAST, DECIDE, UNIT,
    JOURNEY, TELL = 18
};

static inline uint32_t when_of(int64_t day, int64_t brand) {
    return uint32_t(day) | uint32_t(brand) << 16;
}

static inline uint32_t why_of(uint32_t why, int64_t stream) { return why | uint32_t(stream) << 8; }
