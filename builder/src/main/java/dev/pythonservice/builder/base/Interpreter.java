package dev.pythonservice.builder.base;

import dev.pythonservice.builder.target.PythonVersion;
import java.util.List;
import java.util.Map;

/**
 * A CPython that runs on this machine.
 *
 * @param command the words that start it; options and a script follow
 * @param version its version, which it said itself
 * @param environment the environment variables that it needs, and no others
 */
public record Interpreter(
    List<String> command, PythonVersion version, Map<String, String> environment) {}
