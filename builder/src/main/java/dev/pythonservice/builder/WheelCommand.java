package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.Downloads;
import dev.pythonservice.builder.lock.LockArtifacts;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.lock.Locks;
import dev.pythonservice.builder.lock.Selections;
import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.report.Summary.UnbuiltPlatform;
import dev.pythonservice.builder.report.Summary.WheelSummary;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import dev.pythonservice.builder.wheel.BuiltWheel;
import dev.pythonservice.builder.wheel.NeedsOtherMachine;
import dev.pythonservice.builder.wheel.OciWheels;
import dev.pythonservice.builder.wheel.Wanted;
import dev.pythonservice.builder.wheel.WheelBuilds;
import dev.pythonservice.builder.wheel.WheelRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds wheels: their file names on standard output, all else on standard error. */
@Command(
    name = "wheel",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "pythonservice-builder wheel (--source=FOLDER | --oci=REFERENCE | --git=URL --ref=REF)",
      "                                   (--package=NAME | --all-source-only)",
      "                                   --platform=PLATFORM --python=VERSION --libc=LIBC",
      "                                   --output=PLACE [OPTION]...",
    },
    description = {
      "Builds wheels of packages that have none: source distributions of the lock, and packages of"
          + " the project with native code.",
      "This runs foreign code. Linux 6.2 and newer keep it to the folders of its build; even so,"
          + " run it in a place without secrets, such as a pod of its own."
    })
final class WheelCommand implements Runnable {

  private static final String OCI = "oci://";
  private static final Pattern LIBC = Pattern.compile("(glibc|musl):(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern SERIES = Pattern.compile("\\d{1,3}\\.\\d{1,3}");

  @Mixin private final SourceOptions source = new SourceOptions();
  @Mixin private final LockArtifactOption lockArtifact = new LockArtifactOption();
  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final Outcomes outcomes = new Outcomes();
  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final WorkOptions options = new WorkOptions();

  @ArgGroup(multiplicity = "1")
  private Packages packages = new Packages();

  @Option(
      names = "--own-only",
      description =
          "Let --all-source-only build packages of the project, and of others only those that"
              + " --allow-package names; where another one lacks a wheel, it fails.")
  private boolean ownOnly;

  @Option(
      names = "--allow-package",
      paramLabel = "NAME",
      split = ",",
      description = "A package of others that --own-only allows all the same.")
  private Set<String> allowed = Set.of();

  @Option(
      names = "--platform",
      required = true,
      split = ",",
      paramLabel = "PLATFORM",
      description = "What the wheels run on: linux/amd64, linux/arm64, or both.")
  private List<String> platforms = List.of();

  @Option(
      names = "--python",
      required = true,
      paramLabel = "VERSION",
      description = "The Python that the wheels are for, such as 3.13 or 3.13.5.")
  private String python = "";

  @Option(
      names = "--libc",
      required = true,
      paramLabel = "LIBC",
      description = "The oldest C library that the wheels run on, such as glibc:2.28 or musl:1.2.")
  private String libc = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PLACE",
      description = "Where the wheels go: a folder, or an OCI artifact as oci://REPOSITORY:TAG.")
  private String output = "";

  @Option(
      names = "--build-python",
      paramLabel = "PYTHON",
      description =
          "The Python of this machine that runs builds, as uv's --python takes it; one of the"
              + " version of --python unless said.")
  private @Nullable String buildPython;

  @Option(
      names = "--tools-before",
      paramLabel = "TIME",
      description =
          "Use no build tool that was published later, such as 2026-01-31T00:00:00Z. Build tools"
              + " are in no lock: this is how a repeat takes the same ones.")
  private @Nullable Instant toolsBefore;

  @Spec private @Nullable CommandSpec spec;

  /** Exactly one of two. */
  static final class Packages {

    @Option(
        names = "--package",
        paramLabel = "NAME",
        split = ",",
        description = "A package that is built, whether or not it has wheels.")
    private Set<String> names = Set.of();

    @Option(
        names = "--all-source-only",
        description =
            "Build every package of the lock without any wheel, and every package of the project"
                + " with native code.")
    private boolean all;
  }

  @Override
  public void run() {
    outcomes.of(this::build, err());
  }

  private String build() {
    CLibrary wantedLibc = libc();
    PythonVersion wantedPython = python();
    List<WheelRequest> requests =
        platforms.stream()
            .map(Platform::named)
            .distinct()
            .map(platform -> request(new Target(platform, wantedLibc, wantedPython)))
            .toList();
    try (WorkFolder work = options.work()) {
      return run(requests, access.access(), System.getenv(), work.folder());
    }
  }

  private WheelRequest request(Target target) {
    return new WheelRequest(
        wanted(), target, Optional.ofNullable(buildPython), Optional.ofNullable(toolsBefore));
  }

  private Wanted wanted() {
    if (!packages.all) {
      return Wanted.Named.of(packages.names);
    }
    return ownOnly ? Wanted.AllSourceOnly.ownAnd(allowed) : Wanted.AllSourceOnly.all();
  }

  private String run(
      List<WheelRequest> requests, Access outside, Map<String, String> environment, Path work) {
    Limits limits = policy.limits();
    Path kept = options.kept(work);
    Registry registry = Registry.of(outside, environment);
    ProxySettings proxies = ProxySettings.of(environment);
    // Builds fetch what builds them.
    Uv program = options.uv(work, outside, environment);
    Sources sources = new Sources(outside, proxies, registry, limits);
    Source project = fetchSource(outside, proxies, limits, environment, work.resolve("project"));
    LockedProject locked =
        new Locks(program, policy.policy(), outside, work)
            .read(project, source.lock(), requests.getFirst().target().python());
    Downloads downloads = new Downloads(outside, proxies, limits, kept, work);
    WheelBuilds builds =
        new WheelBuilds(
            program,
            limits,
            sources,
            one -> downloads.fetch(new ChosenWheel(one, one.sourceArchive().orElseThrow())),
            environment,
            line -> err().println(line));
    boolean toRegistry = output.startsWith(OCI);
    Path folder = toRegistry ? work.resolve("wheels") : Path.of(output);
    Built built =
        build(
            requests,
            request ->
                builds.run(
                    project,
                    new Selections(program, work).of(locked, request.target()),
                    request,
                    folder,
                    work.resolve("builds")));
    if (toRegistry) {
      String reference = output.substring(OCI.length());
      err().println("Pushed " + new OciWheels(registry).push(reference, built.wheels(), folder));
    }
    List<String> names = built.wheels().stream().map(BuiltWheel::fileName).toList();
    names.forEach(name -> commandLine().getOut().println(name));
    return new Summary()
        .of(
            new WheelSummary(
                output, WheelBuilds.list(folder).toString(), names.size(), names, built.unbuilt()));
  }

  /** Whoever names a source must not thereby use credentials that are not theirs. */
  private Source fetchSource(
      Access outside,
      ProxySettings proxies,
      Limits limits,
      Map<String, String> environment,
      Path work) {
    Access own = outside.forSource(source.source());
    Sources ownSources = new Sources(own, proxies, Registry.of(own, environment), limits);
    Source project = ownSources.fetch(source.source(), work);
    return lockArtifact
        .artifact()
        .map(lock ->
            new LockArtifacts(Registry.of(outside, environment))
                .inPlaceOfOwn(lock, project, source.lock(), ownSources, work.resolve("relocked")))
        .orElse(project);
  }

  /**
   * What came of the platforms.
   *
   * @param wheels all wheels
   * @param unbuilt the platforms for which this machine cannot build
   */
  private record Built(List<BuiltWheel> wheels, List<UnbuiltPlatform> unbuilt) {}

  /** A platform for which this machine cannot build does not keep the others from their wheels. */
  private Built build(
      List<WheelRequest> requests, Function<WheelRequest, List<BuiltWheel>> builds) {
    // A pure wheel of one platform is the same file for the other.
    SequencedMap<String, BuiltWheel> wheels = new LinkedHashMap<>();
    List<UnbuiltPlatform> unbuilt = new ArrayList<>();
    for (WheelRequest request : requests) {
      try {
        builds.apply(request).forEach(wheel -> wheels.put(wheel.fileName(), wheel));
      } catch (NeedsOtherMachine failure) {
        if (unbuilt.size() + 1 == requests.size()) {
          throw failure;
        }
        err().println(failure.sentence());
        unbuilt.add(
            new UnbuiltPlatform(request.target().platform().toString(), failure.sentence()));
      }
    }
    return new Built(List.copyOf(wheels.values()), unbuilt);
  }

  private CLibrary libc() {
    Matcher matcher = LIBC.matcher(libc);
    if (!matcher.matches()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--libc %s is no C library; write glibc:2.28 or musl:1.2".formatted(libc));
    }
    return new CLibrary(
        matcher.group(1).equals("glibc") ? Family.GLIBC : Family.MUSL,
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** Without its third number a version means the first of the series, as uv has it. */
  private PythonVersion python() {
    return PythonVersion.of(SERIES.matcher(python).matches() ? python + ".0" : python);
  }

  private PrintWriter err() {
    return commandLine().getErr();
  }

  private picocli.CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
