package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.Signing;
import dev.pythonservice.builder.checks.Programs;
import dev.pythonservice.builder.request.Access;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build may use of this machine and its surroundings. None of it decides what is in an
 * image.
 *
 * @param access how the outside is reached
 * @param cache a folder that is kept between builds
 * @param uv the program uv; absent for the one on the path
 * @param checkers where the programs that check projects are
 * @param interpreters root folders of CPythons that may compile bytecode
 * @param environment environment variables, of which proxies are taken
 * @param clock times the phases; no time of it gets into an image
 * @param signing signs images and where they come from; absent where they are not signed
 */
public record Machine(
    Access access,
    Path cache,
    Optional<Path> uv,
    Programs checkers,
    List<Path> interpreters,
    Map<String, String> environment,
    InstantSource clock,
    Optional<Signing> signing) {}
