"""Runs a program that Landlock keeps to some folders (Linux kernel, userspace-api/landlock).

Without arguments it says as JSON which version of Landlock the kernel has, 0 for none, and where this Python is.
With arguments they are the rules, as JSON, and the program's words:

    {"read": [PATH...], "write": [PATH...], "network": BOOLEAN}
"""

import ctypes
import json
import os
import shutil
import stat
import struct
import sys

# The numbers are the same on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
PATH_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
CAPABILITIES = 0x20080522  # _LINUX_CAPABILITY_VERSION_3

# LANDLOCK_ACCESS_FS_*: how many of the lowest bits each version of Landlock knows.
KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
ALL_KNOWN_RIGHTS = 16
EXECUTE, WRITE_FILE, READ_FILE, READ_DIRECTORY, TRUNCATE, DEVICE = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIRECTORY
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE
TCP = 0b11  # LANDLOCK_ACCESS_NET_BIND_TCP and _CONNECT_TCP, since version 4
SCOPES = 0b11  # LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET and _SIGNAL, since version 6

library = ctypes.CDLL(None, use_errno=True)


def call(number, *arguments):
    result = library.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def version():
    try:
        return call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))
    except OSError:
        return 0


def allow(ruleset, path, rights):
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= OF_FILES
    rule = struct.pack("=Qi", rights, place)
    call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.c_char_p(rule), ctypes.c_uint32(0))
    os.close(place)


def confine(rules):
    known = version()
    rights = (1 << KNOWN_RIGHTS.get(known, ALL_KNOWN_RIGHTS)) - 1
    network = TCP if known >= 4 and not rules["network"] else 0
    scopes = SCOPES if known >= 6 else 0
    attributes = struct.pack("=QQQ", rights, network, scopes)
    ruleset = call(CREATE_RULESET, ctypes.c_char_p(attributes), ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    for path in rules["read"]:
        allow(ruleset, path, READ)
    for path in rules["write"]:
        allow(ruleset, path, rights)
    # Else root may read the memory, and so the environment, of processes outside (CAP_PERFMON).
    if library.capset(struct.pack("=Ii", CAPABILITIES, 0), bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    call(RESTRICT_SELF, ruleset, ctypes.c_uint32(0))
    os.close(ruleset)


if len(sys.argv) == 1:
    json.dump({"version": version(), "folders": [sys.base_prefix, sys.base_exec_prefix]}, sys.stdout)
else:
    # Found before, as Python's own files need not be among those that may be read then.
    program = shutil.which(sys.argv[2]) or sys.exit("{} is not on the PATH".format(sys.argv[2]))
    confine(json.loads(sys.argv[1]))
    try:
        os.execv(program, sys.argv[2:])
    except OSError as problem:
        sys.exit("{}: {}".format(program, problem.strerror))
