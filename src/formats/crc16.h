// SPDX-License-Identifier: MIT
// CRC-16/ARC (polynomial 0x8005 reflected, start 0), the checksum of FIT files.
#ifndef MILER_CRC16_H
#define MILER_CRC16_H

#include <stddef.h>
#include <stdint.h>

// Runs the checksum on over `len` more bytes; start with crc = 0.
uint16_t miler_crc16(uint16_t crc, const uint8_t *bytes, size_t len);

#endif
