// SPDX-License-Identifier: MIT
// CRC-16/ARC, sixteen bytes at a step ("slicing"): table[k][b] is the checksum
// of byte b followed by k zero bytes, so the sixteen look-ups of a step do not
// wait for each other.
//
// A CRC is linear over XOR: the entry of any byte is the XOR of the entries of
// its bits. So only the eight powers of two of each table are written down
// here, and the compiler makes the other 248.
//
// Processors with a carry-less multiplication do long stretches with it: four
// sums of 128 bits are moved on by 512 bits at a time (multiplied by x^512
// modulo the polynomial) and the next 64 bytes added; what is left at the end
// has the same remainder as all that went in. After Gopal et al., "Fast CRC
// computation for generic polynomials using PCLMULQDQ" (2009).
#include "formats/crc16.h"

#define C(b, c0, c1, c2, c3, c4, c5, c6, c7)                                                                 \
    (uint16_t)(((b)&1 ? c0 : 0) ^ ((b)&2 ? c1 : 0) ^ ((b)&4 ? c2 : 0) ^ ((b)&8 ? c3 : 0) ^                   \
               ((b)&16 ? c4 : 0) ^ ((b)&32 ? c5 : 0) ^ ((b)&64 ? c6 : 0) ^ ((b)&128 ? c7 : 0))
#define C4(b, ...)                                                                                           \
    C(b, __VA_ARGS__), C((b) + 1, __VA_ARGS__), C((b) + 2, __VA_ARGS__), C((b) + 3, __VA_ARGS__)
#define C16(b, ...)                                                                                          \
    C4(b, __VA_ARGS__), C4((b) + 4, __VA_ARGS__), C4((b) + 8, __VA_ARGS__), C4((b) + 12, __VA_ARGS__)
#define C64(b, ...)                                                                                          \
    C16(b, __VA_ARGS__), C16((b) + 16, __VA_ARGS__), C16((b) + 32, __VA_ARGS__), C16((b) + 48, __VA_ARGS__)
#define R(...)                                                                                               \
    { C64(0, __VA_ARGS__), C64(64, __VA_ARGS__), C64(128, __VA_ARGS__), C64(192, __VA_ARGS__) }

static const uint16_t table[16][256] = {
    R(0xC0C1, 0xC181, 0xC301, 0xC601, 0xCC01, 0xD801, 0xF001, 0xA001),
    R(0x9001, 0x6001, 0xC002, 0xC007, 0xC00D, 0xC019, 0xC031, 0xC061),
    R(0xC051, 0xC0A1, 0xC141, 0xC281, 0xC501, 0xCA01, 0xD401, 0xE801),
    R(0xFC01, 0xB801, 0x3001, 0x6002, 0xC004, 0xC00B, 0xC015, 0xC029),
    R(0xC03D, 0xC079, 0xC0F1, 0xC1E1, 0xC3C1, 0xC781, 0xCF01, 0xDE01),
    R(0xD101, 0xE201, 0x8401, 0x4801, 0x9002, 0x6007, 0xC00E, 0xC01F),
    R(0xC010, 0xC023, 0xC045, 0xC089, 0xC111, 0xC221, 0xC441, 0xC881),
    R(0xCCC1, 0xD981, 0xF301, 0xA601, 0x0C01, 0x1802, 0x3004, 0x6008),
    R(0x900D, 0x6019, 0xC032, 0xC067, 0xC0CD, 0xC199, 0xC331, 0xC661),
    R(0xC551, 0xCAA1, 0xD541, 0xEA81, 0x9501, 0x6A01, 0xD402, 0xE807),
    R(0xFC04, 0xB80B, 0x3015, 0x602A, 0xC054, 0xC0AB, 0xC155, 0xC2A9),
    R(0xC3FD, 0xC7F9, 0xCFF1, 0xDFE1, 0xFFC1, 0xBF81, 0x3F01, 0x7E02),
    R(0x8102, 0x4207, 0x840E, 0x481F, 0x903E, 0x607F, 0xC0FE, 0xC1FF),
    R(0xC100, 0xC203, 0xC405, 0xC809, 0xD011, 0xE021, 0x8041, 0x4081),
    R(0x00C1, 0x0182, 0x0304, 0x0608, 0x0C10, 0x1820, 0x3040, 0x6080),
    R(0x90C1, 0x6181, 0xC302, 0xC607, 0xCC0D, 0xD819, 0xF031, 0xA061),
};

static uint16_t by_table(uint16_t crc, const uint8_t *p, size_t len) {
    while (len >= 16) {
        crc =
            (uint16_t)(table[15][p[0] ^ (crc & 0xFF)] ^ table[14][p[1] ^ (crc >> 8)] ^ table[13][p[2]] ^
                       table[12][p[3]] ^ table[11][p[4]] ^ table[10][p[5]] ^ table[9][p[6]] ^ table[8][p[7]] ^
                       table[7][p[8]] ^ table[6][p[9]] ^ table[5][p[10]] ^ table[4][p[11]] ^ table[3][p[12]] ^
                       table[2][p[13]] ^ table[1][p[14]] ^ table[0][p[15]]);
        p += 16;
        len -= 16;
    }
    while (len-- > 0)
        crc = (uint16_t)((crc >> 8) ^ table[0][(crc ^ *p++) & 0xFF]);
    return crc;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <emmintrin.h>
#include <wmmintrin.h>

#define FOLD __attribute__((target("pclmul,sse2")))

FOLD static inline __m128i load(const uint8_t *p) {
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

// sum * x^n, for the n that the two constants stand for, plus 16 more bytes.
FOLD static inline __m128i fold(__m128i sum, __m128i by, __m128i next) {
    return _mm_xor_si128(
        _mm_xor_si128(_mm_clmulepi64_si128(sum, by, 0x00), _mm_clmulepi64_si128(sum, by, 0x11)), next);
}

FOLD static uint16_t by_folding(uint16_t crc, const uint8_t *p, size_t len) {
    // Bit-reflected x^(n+63) and x^(n-1) modulo x^16 + x^15 + x^2 + 1, n = 512 and 128.
    const __m128i by_512 =
        _mm_set_epi64x(INT64_MIN + INT64_C(0x0101000000000000), INT64_MIN + INT64_C(0x4450000000000000));
    const __m128i by_128 =
        _mm_set_epi64x(INT64_MIN + INT64_C(0x4100000000000000), INT64_MIN + INT64_C(0x4CD0000000000000));
    __m128i a = _mm_xor_si128(load(p), _mm_cvtsi32_si128(crc));
    __m128i b = load(p + 16);
    __m128i c = load(p + 32);
    __m128i d = load(p + 48);
    for (p += 64, len -= 64; len >= 64; p += 64, len -= 64) {
        a = fold(a, by_512, load(p));
        b = fold(b, by_512, load(p + 16));
        c = fold(c, by_512, load(p + 32));
        d = fold(d, by_512, load(p + 48));
    }
    uint8_t rest[16];
    _mm_storeu_si128((__m128i *)(void *)rest, fold(fold(fold(a, by_128, b), by_128, c), by_128, d));
    return by_table(by_table(0, rest, sizeof rest), p, len);
}

uint16_t miler_crc16(uint16_t crc, const uint8_t *bytes, size_t len) {
    if (len >= 128 && __builtin_cpu_supports("pclmul")) return by_folding(crc, bytes, len);
    return by_table(crc, bytes, len);
}
#else
uint16_t miler_crc16(uint16_t crc, const uint8_t *bytes, size_t len) {
    return by_table(crc, bytes, len);
}
#endif
