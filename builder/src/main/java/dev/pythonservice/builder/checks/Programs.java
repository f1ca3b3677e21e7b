package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.process.Program;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the programs of checkers are. Their versions are the platform's: whoever made the builder's
 * image chose them.
 *
 * @param folder the folder that they are in; absent for those on the path
 * @param path the search path of this process
 */
public record Programs(Optional<Path> folder, String path) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The program of a checker. */
  Optional<Path> find(Checker checker) {
    Stream<Path> folders =
        folder
            .map(Stream::of)
            .orElseGet(() ->
                Stream.of(path.split(File.pathSeparator))
                    .filter(each -> each.startsWith("/"))
                    .map(Path::of));
    return folders
        .map(each -> each.resolve(checker.program()))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toAbsolutePath)
        .findFirst();
  }

  /** The version that a program says it has; empty when it does not say one. */
  static Optional<String> versionOf(Path file, Checker checker) {
    Pattern words = Pattern.compile(Pattern.quote(checker.program()) + " (\\d\\S*)");
    Program.Outcome outcome =
        Program.of(Path.of("/"), List.of(file.toString(), "--version")).within(PATIENCE).run();
    Matcher matcher = words.matcher(outcome.output().strip());
    return outcome.succeeded() && matcher.lookingAt()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }
}
