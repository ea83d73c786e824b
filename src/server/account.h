// SPDX-License-Identifier: MIT
// account.h: whose program on this machine has connected. The system knows it of a connection of 127.0.0.1
// whose other end is a socket of this machine, too: Linux tells by netlink (sock_diag, one question and one
// answer, however many sockets there are), or where that is not to be had in /proc/net/tcp.
//
// A socket that was closed already is nobody's: the system tells of it no account but that of root, so that a
// request could be sent and its sender be gone before it is read.
#ifndef MILER_ACCOUNT_H
#define MILER_ACCOUNT_H

#include <stdbool.h>

// Whether the system tells it at all, tried out with a connection of our own.
bool account_is_told(void);
// The other end of the connection is this account's or root's, or on another machine. False: another account's,
// or nobody's any more.
bool account_is_ours(int fd);

#endif
