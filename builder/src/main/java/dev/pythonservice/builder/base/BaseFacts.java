package dev.pythonservice.builder.base;

import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the layers of a base image hold.
 *
 * @param python the version of its CPython
 * @param interpreter the absolute path of its CPython, with no link in it, such as {@code
 *     /usr/bin/python3.13}
 * @param libc its C library
 * @param distribution the text for people, such as {@code Debian GNU/Linux 13 (trixie)}; empty for
 *     an image that does not say
 * @param packages its packages, sorted by name
 * @param libraries file names of the shared libraries in the folders that the loader searches, such
 *     as {@code libssl.so.3}
 * @param symbolVersions the newest symbol version that its C and C++ libraries offer, by prefix,
 *     such as {@code GLIBC} → {@code 2.41} and {@code GLIBCXX} → {@code 3.4.33}
 */
public record BaseFacts(
    PythonVersion python,
    String interpreter,
    CLibrary libc,
    String distribution,
    List<SystemPackage> packages,
    Set<String> libraries,
    Map<String, String> symbolVersions) {}
