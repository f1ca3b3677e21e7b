package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.CheckerVersions;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Mode;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import dev.pythonservice.builder.request.ChecksRequest.TypeChecker;
import dev.pythonservice.builder.request.ChecksRequest.Wanted;
import dev.pythonservice.builder.version.PythonPackageVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say which checks a project must pass. */
final class CheckOptions {

  @Option(
      names = "--check",
      paramLabel = "NAME=MODE[:CHECKER,CHECKER]",
      converter = Converter.class,
      description =
          "A check that must pass: lint, format or types; with what a finding does: enforce (it"
              + " stops the build), ratchet (it does unless the baseline has it) or report (it"
              + " stops nothing). For types, the checkers: ty (unless said), pyrefly, or both."
              + " Such as types=ratchet:ty,pyrefly.")
  List<Wanted> checks = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "IMAGE@DIGEST",
      description =
          "The image of the release that runs: what it has is debt for ratchet. Without it,"
              + " everything is.")
  @Nullable String baseline;

  @Option(
      names = "--check-deadline",
      paramLabel = "SECONDS",
      description = "How long one checker may take; ${DEFAULT-VALUE} unless said.")
  long deadline = ChecksRequest.USUAL_DEADLINE.toSeconds();

  @Option(
      names = "--checker",
      paramLabel = "NAME=VERSION",
      description =
          "The version of ruff, ty or pyrefly that decides, such as ruff=0.17.6; the program that"
              + " is there unless said. Another one than that comes from a package index, as a"
              + " wheel.")
  Map<String, String> versions = new LinkedHashMap<>();

  @Option(
      names = "--preview-checker",
      paramLabel = "NAME=VERSION",
      description =
          "A version that is tried beside it, such as ruff=0.17.7: whether it would stop a build,"
              + " and why. It stops nothing.")
  Map<String, String> previews = new LinkedHashMap<>();

  @Option(
      names = "--checker-index",
      paramLabel = "NAME=ADDRESS",
      description =
          "The package index that versions of ruff, ty or pyrefly come from; uv's default unless"
              + " said.")
  Map<String, String> indexes = new LinkedHashMap<>();

  /**
   * What is asked for.
   *
   * @throws BuildFailure when a check is asked for twice, or what is no version of a checker
   */
  ChecksRequest checks() {
    if (checks.stream().map(Wanted::name).distinct().count() < checks.size()) {
      throw new BuildFailure(
          ExitCode.INPUT, "--check names a check twice; name each once, with its mode");
    }
    versions.forEach((name, version) -> requireVersion("--checker", name, version));
    previews.forEach((name, version) -> requireVersion("--preview-checker", name, version));
    return new ChecksRequest(
            checks, Optional.ofNullable(baseline), Duration.ofSeconds(Math.max(1, deadline)))
        .with(new CheckerVersions(versions, previews, indexes, false));
  }

  /** The same, of which nothing but the previews is wanted. */
  ChecksRequest previews() {
    ChecksRequest all = checks();
    return all.with(all.versions().previewed());
  }

  private static void requireVersion(String option, String name, String version) {
    if (!CheckerVersions.PROGRAMS.contains(name)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s %s=%s names no checker; there are %s"
              .formatted(
                  option,
                  name,
                  version,
                  CheckerVersions.PROGRAMS.stream().sorted().collect(Collectors.joining(", "))));
    }
    if (PythonPackageVersion.of(version).isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s %s=%s is not one exact version (PEP 440); write it like %s=1.2.3"
              .formatted(option, name, version, name));
    }
  }

  /** Reads one check. */
  static final class Converter implements ITypeConverter<Wanted> {

    private static final Pattern SYNTAX = Pattern.compile("(\\w+)=(\\w+)(?::(\\w+(?:,\\w+)*))?");

    @Override
    public Wanted convert(String value) {
      Matcher matcher = SYNTAX.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'%s' is not NAME=MODE, such as lint=ratchet".formatted(value));
      }
      Name name = constant(Name.values(), matcher.group(1));
      Mode mode = constant(Mode.values(), matcher.group(2));
      Optional<String> checkers = Optional.ofNullable(matcher.group(3));
      if (name != Name.TYPES) {
        if (checkers.isPresent()) {
          throw new TypeConversionException("only types has checkers, not '%s'".formatted(value));
        }
        return new Wanted(name, mode, List.of());
      }
      return new Wanted(
          name,
          mode,
          checkers
              .map(words ->
                  Arrays.stream(words.split(","))
                      .map(word -> constant(TypeChecker.values(), word))
                      .distinct()
                      .toList())
              .orElse(List.of(TypeChecker.TY)));
    }

    private static <E extends Enum<E>> E constant(E[] constants, String word) {
      return Arrays.stream(constants)
          .filter(each -> each.name().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is none of %s"
                      .formatted(
                          word,
                          Arrays.stream(constants)
                              .map(each -> each.name().toLowerCase(Locale.ROOT))
                              .collect(Collectors.joining(", ")))));
    }
  }
}
