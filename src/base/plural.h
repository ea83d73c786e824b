// SPDX-License-Identifier: MIT
// The ending of a counted noun: "%zu run%s", "%d day%s". One way for all that is counted; a noun with another plural
// ("activities") is written out where it stands.
#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

// A macro: what is counted is an int here, a size_t or a double there.
#define PLURAL_S(count) ((count) == 1 ? "" : "s")

#endif
