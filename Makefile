# miler: one front door. `make help` says what each target does and costs.
# Out-of-tree: everything lands in $(BUILD). Works with GNU make 3.81 and later.

BUILD  ?= build
PREFIX ?= /usr/local
TO      = $(DESTDIR)$(PREFIX)
T      ?= fit
TORTURE_S := $(S)
S      ?= 60
SERVE  ?= 1
FILES  ?=
VERSION := 0.1.0

CC  ?= cc
# Doors that build call make again, so that what they install is found, and use all processors.
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
SUB   = $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(JOBS))
comma := ,
# Random runners and kills under slow instrumentation; the plain suite takes its own numbers.
FEWER := MILER_PLANS=500 MILER_HISTORIES=50 MILER_REBUILDS=5 KILLS=20 POINTS=20
# make V=1 shows the commands, make -s nothing
Q   := $(if $(V),,@)
mute := $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
say  = $(if $(V)$(mute),@:,@echo "  $(1)")
PKG := pkg-config

LIB_ROOMS  := base formats science activity workout fitness plan race
PROG_ROOMS := sandbox store app cli server render
LIB_PKGS   := expat zlib
PROG_PKGS  := sqlite3 jansson popt libsodium libevent
# Headers only: these libraries are opened when they are first needed (src/base/late.h).
LATE_PKGS  := libical
PAPER_PKGS := pangocairo pangoft2 cairo-pdf

LIB_SRC  := $(foreach r,$(LIB_ROOMS),$(sort $(wildcard src/$(r)/*.c)))
PROG_SRC := $(filter-out src/cli/main.c,$(foreach r,$(PROG_ROOMS),$(sort $(wildcard src/$(r)/*.c))))
MAIN_SRC := $(wildcard src/cli/main.c)
DATA_TXT := $(sort $(wildcard data/*.tsv data/*.txt data/*.sql src/store/*.sql web/live/live_*))
DATA_CSV := $(sort $(wildcard data/science/*.csv))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 -Wundef -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wnull-dereference \
	-Wdouble-promotion -Wimplicit-fallthrough -Werror
# clang takes NAN for a float that is promoted; gcc, which knows better, keeps watch.
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null)),)
WARN += -Wno-double-promotion
endif
HARDEN := -fstack-protector-strong -fno-delete-null-pointer-checks -fno-strict-overflow
ifeq ($(shell uname -s),Linux)
HARDEN  += -fstack-clash-protection $(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
LDHARD  := -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed
SONAME  := -Wl,-soname,libmiler.so.0
endif
OPT   ?= -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
EXTRA ?=
HAVE_PKG := $(shell command -v $(PKG) 2>/dev/null)
PKG_CFLAGS = $(if $(HAVE_PKG),$(shell $(PKG) --cflags $(LIB_PKGS) $(PROG_PKGS) $(LATE_PKGS) 2>/dev/null))
CPPFLAGS_ALL = -D_POSIX_C_SOURCE=200809L -DMILER_VERSION='"$(VERSION)"' -Iinclude -Isrc -I$(BUILD)/gen $(PKG_CFLAGS) $(CPPFLAGS)
# The same sources give the same bytes wherever they lie (tests/house/elf.test).
CFLAGS_ALL   = -std=c11 -g -ffile-prefix-map="$(CURDIR)"=. $(OPT) -fPIC -fvisibility=hidden $(WARN) $(HARDEN) $(EXTRA) $(CFLAGS)
LDFLAGS_ALL  = $(LDHARD) $(EXTRA) $(LDFLAGS)
LIB_LIBS  = $(shell $(PKG) --libs $(LIB_PKGS)) -lm
PROG_LIBS = $(shell $(PKG) --libs $(PROG_PKGS)) $(LIB_LIBS)

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
GEN      := $(patsubst %,$(BUILD)/gen/%_gen.c,$(notdir $(basename $(DATA_TXT)))) $(if $(DATA_CSV),$(BUILD)/gen/science_tables_gen.c)
GEN_OBJ  := $(GEN:.c=.o)
LIB_OBJ  := $(call obj,$(LIB_SRC)) $(GEN_OBJ)
PAGE_SRC := $(sort $(shell find web/page -type f 2>/dev/null))
PROG_OBJ := $(call obj,$(PROG_SRC)) $(BUILD)/gen/page_files_gen.o
TEST_SRC := $(sort $(wildcard tests/unit/test_*.c tests/num/test_*.c tests/properties/test_*.c tests/sweep/test_*.c))
TEST_BIN := $(patsubst %.c,$(BUILD)/%,$(TEST_SRC))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
REPLAY_BIN := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(FUZZ_SRC))
COMPARE_BIN := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/compare/*.c))
# Linux with glibc only.
TORTURE := $(if $(filter Linux,$(shell uname -s)),$(BUILD)/tests/torture/torture $(BUILD)/tests/torture/torture_hook.so $(BUILD)/tests/load/load_fault.so)
BENCH_SRC := $(sort $(wildcard bench/bench_*.c))
BENCH_BIN := $(patsubst %.c,$(BUILD)/%,$(BENCH_SRC))
TOOL_BIN := $(patsubst tools/%.c,$(BUILD)/tools/%,$(filter-out tools/embed.c tools/gen_science.c,$(wildcard tools/*.c)))

.PHONY: all lib program tools run test test-programs check sweep torture crash load damage looks bench fuzz asan tsan memcheck cover lint format picture install uninstall help clean
.SECONDARY:

all: program lib ## build build/miler, libmiler.a and libmiler.so (under a minute)
program: $(if $(MAIN_SRC),$(BUILD)/miler)
lib: $(BUILD)/libmiler.a $(BUILD)/libmiler.so $(BUILD)/miler-uninstalled.pc
tools: $(TOOL_BIN)

# ---- compiling
$(BUILD)/obj/src/render/paper.o: CPPFLAGS_ALL += $(patsubst -I%,-isystem %,$(if $(HAVE_PKG),$(shell $(PKG) --cflags $(PAPER_PKGS) 2>/dev/null)))
# What these tests do themselves is little; the library they test is the one that ships.
$(BUILD)/obj/tests/unit/%.o $(BUILD)/obj/tests/sweep/%.o $(BUILD)/obj/tests/fuzz/%.o: OPT = -O0 -U_FORTIFY_SOURCE
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c $< -o $@
$(BUILD)/host/%: tools/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -O1 $(WARN) $< -o $@ -lm

# ---- data compiled in: data/name.tsv becomes `const char miler_data_name[]`, and so do the pieces of web/live/
define embed_rule
$(BUILD)/gen/$(notdir $(basename $(1)))_gen.c: $(1) $(BUILD)/host/embed
	@mkdir -p $$(@D)
	$$(Q)$(BUILD)/host/embed $(notdir $(basename $(1))) $(1) > $$@.tmp && mv $$@.tmp $$@
endef
$(foreach f,$(DATA_TXT),$(eval $(call embed_rule,$(f))))
$(BUILD)/gen/science_tables_gen.c: $(DATA_CSV) $(BUILD)/host/gen_science
	@mkdir -p $(@D)
	$(Q)$(BUILD)/host/gen_science $(DATA_CSV) > $@.tmp && mv $@.tmp $@

# ---- the page compiled in: TypeScript to a few scripts and one style, each plain and gzipped
$(BUILD)/gen/page_files_gen.c: $(PAGE_SRC) tools/npm-modules
	@mkdir -p $(@D)
	$(call say,web/page)
	@command -v npm >/dev/null 2>&1 || tools/setup build
	$(Q)BUILD=$(BUILD) web/page/build > $@.tmp && mv $@.tmp $@

# ---- linking
$(BUILD)/libmiler.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(BUILD)/libmiler.so: $(LIB_OBJ)
	$(call say,$@)
	$(Q)$(CC) -shared $(SONAME) $(LDFLAGS_ALL) $^ -o $@ $(LIB_LIBS)
# For programs that use the library where it was built: PKG_CONFIG_PATH=build pkg-config --libs miler
$(BUILD)/miler-uninstalled.pc: tools/miler.pc.in Makefile
	@mkdir -p $(@D)
	@ln -sf libmiler.so $(BUILD)/libmiler.so.0
	$(Q)$(call pc,$${pcfiledir}/..,$${pcfiledir}) $< > $@
pc = sed -e 's|@PREFIX@|$(1)|; s|@LIBDIR@|$(2)|; s|@VERSION@|$(VERSION)|; s|@REQUIRES@|$(LIB_PKGS)|; /^prefix=/s| |\\ |g'
$(BUILD)/libprog.a: $(PROG_OBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(BUILD)/miler: $(call obj,$(MAIN_SRC)) $(BUILD)/libprog.a $(BUILD)/libmiler.a
	$(call say,$@)
	$(Q)$(CC) -pie $(LDFLAGS_ALL) $^ -o $@ $(PROG_LIBS)
$(BUILD)/tools/%: $(BUILD)/obj/tools/%.o $(BUILD)/libmiler.a
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(CC) -pie $(LDFLAGS_ALL) $^ -o $@ $(LIB_LIBS)
TEST_LIBS = $(BUILD)/libprog.a $(BUILD)/libmiler.a
# A hundred programs, each linked against all of it: by the quicker linker where there is one.
TEST_LINKER := $(if $(shell command -v ld.gold 2>/dev/null),-fuse-ld=gold)
$(BUILD)/tests/unit/test_calendar $(BUILD)/tests/unit/test_push: PROG_LIBS += $(shell $(PKG) --libs libical)
# The general solver that the race optimum is held against.
$(BUILD)/tests/num/test_optimum $(BUILD)/bench/bench_optimum: PROG_LIBS += $(shell $(PKG) --libs nlopt)
$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(TEST_LIBS)
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(CC) -pie $(TEST_LINKER) $(LDFLAGS_ALL) $^ -o $@ $(shell $(PKG) --libs cmocka) $(PROG_LIBS)
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(TEST_LIBS)
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(CC) -pie $(TEST_LINKER) $(LDFLAGS_ALL) $^ -o $@ $(PROG_LIBS)
$(BUILD)/bench/%: $(BUILD)/obj/bench/%.o $(TEST_LIBS)
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(CC) -pie $(LDFLAGS_ALL) $^ -o $@ $(PROG_LIBS)

# Preloaded into the program as it is: no sanitizer, nothing fortified, that is what it stands in for.
$(BUILD)/tests/torture/torture_hook.so: tests/torture/torture_order.h
$(BUILD)/tests/%.so: tests/%.c
	@mkdir -p $(@D)
	$(call say,$@)
	$(Q)$(CC) -std=c11 -g -O1 -U_FORTIFY_SOURCE -fPIC -shared $(WARN) $< -o $@ -ldl

# ---- front doors
run: ## set up, build, load the sample season (or FILES=...), print fitness, week, race card, serve (SERVE=0: stop after printing)
	@tools/setup build
	@$(SUB) all tools
	@BUILD=$(BUILD) SERVE=$(SERVE) FILES="$(FILES)" tools/first-run
test: ## set up, build, run every test; ends with "N passed, N failed" (under five minutes)
	@tools/setup test
	@$(SUB) check
check: all tools test-programs $(BENCH_BIN) ## the tests without the set-up step; ONLY=name runs some
	@BUILD=$(BUILD) tests/run $(ONLY)
# Random histories of plans that run, and random runners; each sweep has its own number.
HISTORIES ?= 20000
RUNNERS   ?= 200000
SWEEPS    := $(BUILD)/tests/properties/test_replans $(BUILD)/tests/properties/test_plans $(BUILD)/tests/sweep/test_sweep_store $(BUILD)/tests/sweep/test_sweep_calls
sweep: all $(SWEEPS) ## the long random runs: HISTORIES=20000 of plans made anew (half an hour), RUNNERS=200000 (a quarter of one), failures from every version of the store
	@MILER_PLANS=$(RUNNERS) $(BUILD)/tests/properties/test_plans
	@MILER_HISTORIES=$(HISTORIES) $(BUILD)/tests/properties/test_replans
	@MILER_POINTS=all $(BUILD)/tests/sweep/test_sweep_store
	@MILER_POINTS=all $(BUILD)/tests/sweep/test_sweep_calls
damage: all $(BUILD)/tests/damage/damage ## real files cut and with bits turned over: a clean end, in twice the time at most (a minute)
	@$(BUILD)/tests/damage/damage ../shared/corpus
looks: all tools ## every page in the browser, in the light and the dark, by the Tab key alone; SHOTS=folder keeps pictures
	@LOOKED=all BUILD=$(BUILD) tests/browser/page.test looked
torture: all tools $(TORTURE) ## every allocation, read, write, sync ... of each golden run fails (days); S=600 seconds, STEP=n, SITES=1, ONLY=name
	@BUILD=$(BUILD) S=$(TORTURE_S) STEP=$(STEP) SITES=$(SITES) ONLY="$(ONLY)" JOBS=$(JOBS) tests/torture/run
# Halves of the kills, one under import and one under serve.
KILLS    ?= 2000
FAILURES ?= 1000
POINTS   ?= 500
CRASHES  := $(BUILD)/tests/sweep/test_kill_import $(BUILD)/tests/sweep/test_kill_serve $(BUILD)/tests/sweep/test_power_loss
crash: all $(CRASHES) $(TORTURE) ## kill -9 under import and serve (KILLS=2000), failing calls under serve (FAILURES=1000), power cuts (POINTS=500); SEED=n (half an hour)
	@for t in $(CRASHES); do echo "$$t"; BUILD=$(BUILD) KILLS=$$(($(KILLS) / 2)) FAILURES=$(FAILURES) POINTS=$(POINTS) $$t || exit 1; done
load: all tools $(BUILD)/bench/bench_store $(TORTURE) ## clients of all kinds ask a server while files come in; flat or not: MINUTES=30 CLIENTS=64, CONTROL=memory a server that has to be found
	@BUILD=$(BUILD) MINUTES="$(MINUTES)" CLIENTS="$(CLIENTS)" CONTROL="$(CONTROL)" tests/load/run
test-programs: $(TEST_BIN) $(REPLAY_BIN) $(COMPARE_BIN) $(TORTURE)
bench: ## every speed figure as a ratio (a few minutes)
	@tools/setup test
	@$(SUB) all tools $(BENCH_BIN)
	@BUILD=$(BUILD) bench/run
fuzz: ## set up clang, fuzz one target with libFuzzer: T=fit S=60, or T=all (S seconds each and a minute to build)
	@tools/setup fuzz
	@T=$(T) S=$(S) BUILD=$(BUILD) tests/fuzz/run
# Reports go to files, so that what a server or a killed child told is counted, too. Under the thread
# sanitizer gcc guesses wrong about what is initialized, and libraries keep order among their own threads unseen;
# a thread that is at work still when a server's patience ends goes with the program, and is not waited for.
sanitized = rm -rf "$(BUILD)/$(1)/reports"; mkdir -p "$(BUILD)/$(1)/reports"; at="$(abspath $(BUILD))/$(1)/reports"; \
	ASAN_OPTIONS=log_path=$$at/address TSAN_OPTIONS=log_path=$$at/thread:ignore_noninstrumented_modules=1:report_thread_leaks=0 UBSAN_OPTIONS=log_path=$$at/undefined:print_stacktrace=1 REPORTS=$$at \
	$(FEWER) $(SUB) BUILD=$(BUILD)/$(1) NODES=$(BUILD) OPT=-O1 EXTRA="-fsanitize=$(2) -fno-sanitize-recover=all -fno-omit-frame-pointer" check
asan: ## the whole suite under address and undefined-behaviour sanitizers (several minutes)
	@tools/setup test
	@$(call sanitized,asan,address$(comma)undefined)
tsan: ## the whole suite under the thread sanitizer; ONLY=tests/server the part with threads (several minutes)
	@tools/setup test
	@$(call sanitized,tsan,thread -Wno-maybe-uninitialized)
memcheck: all tools test-programs ## valgrind, where it can be had, over unit tests and commands; ONLY=name (half an hour)
	@tools/setup memcheck; BUILD=$(BUILD) ONLY="$(ONLY)" tools/memcheck
cover: ## set up gcovr, run the suite, print line and branch coverage of each room (several minutes)
	@tools/setup cover
	-@$(FEWER) $(SUB) BUILD=$(BUILD)/cover NODES=$(BUILD) OPT=-O0 EXTRA="--coverage -fprofile-update=atomic" check
	@BUILD=$(BUILD)/cover tools/cover
lint: ## set up the linters; house rules, floors, static analysis, spelling, shape (a minute)
	@tools/setup lint
	@BUILD=$(BUILD) tools/lint
format: ## clang-format over all C (seconds)
	@tools/setup format
	clang-format -i $(shell git ls-files '*.c' '*.h')
picture: all tools ## docs/miler.svg, the picture of the README, from a real run (seconds)
	@BUILD=$(BUILD) tools/picture
install: all ## program, library, headers, manual page, completion into PREFIX (default /usr/local), DESTDIR respected (seconds)
	$(Q)install -d "$(TO)/bin" "$(TO)/lib/pkgconfig" "$(TO)/include/miler" "$(TO)/share/man/man1" "$(TO)/share/bash-completion/completions"
	$(Q)install -m 755 $(BUILD)/miler "$(TO)/bin/"
	$(Q)install -m 644 $(BUILD)/libmiler.a "$(TO)/lib/"
	$(Q)install -m 755 $(BUILD)/libmiler.so "$(TO)/lib/libmiler.so.0"
	$(Q)ln -sf libmiler.so.0 "$(TO)/lib/libmiler.so"
	$(Q)$(call pc,$(PREFIX),$${prefix}/lib) tools/miler.pc.in > "$(TO)/lib/pkgconfig/miler.pc"
	$(Q)install -m 644 include/miler/*.h "$(TO)/include/miler/"
	$(Q)$(BUILD)/miler man > "$(TO)/share/man/man1/miler.1"
	$(Q)$(BUILD)/miler completion > "$(TO)/share/bash-completion/completions/miler"
	$(Q)if [ "$$(uname -s)" = Linux ]; then install -d "$(TO)/lib/systemd/system" && sed 's|@PREFIX@|$(PREFIX)|' tools/miler.service.in > "$(TO)/lib/systemd/system/miler.service"; fi
	$(call say,installed under $(TO))
uninstall: ## take out what install put in (at once)
	$(Q)rm -rf "$(TO)/include/miler"
	$(Q)cd "$(TO)" && rm -f lib/systemd/system/miler.service bin/miler lib/libmiler.* lib/pkgconfig/miler.pc share/man/man1/miler.1 share/bash-completion/completions/miler
clean: ## remove the build folder (at once)
	rm -rf $(BUILD)
help: ## this list (at once)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{printf "%-16s %s\n", $$1, $$2}'

-include $(shell [ -d $(BUILD) ] && find $(BUILD)/obj -name '*.d' 2>/dev/null)
