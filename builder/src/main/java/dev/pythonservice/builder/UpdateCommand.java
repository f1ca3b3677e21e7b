package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockArtifacts;
import dev.pythonservice.builder.lock.LockUpgrade;
import dev.pythonservice.builder.pipeline.Machine;
import dev.pythonservice.builder.pipeline.Reviewer;
import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.ImageRequest;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.GitBranches;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.update.Candidate;
import dev.pythonservice.builder.update.LockDifference;
import dev.pythonservice.builder.update.Scope;
import dev.pythonservice.builder.update.UpdateGroup;
import dev.pythonservice.builder.update.UpdateRequest;
import dev.pythonservice.builder.update.UpdateSummary;
import dev.pythonservice.builder.update.UpdateText;
import dev.pythonservice.builder.update.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes a candidate for a project's uv.lock: how it differs on standard output. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "pythonservice-builder update (--source=FOLDER | --oci=REFERENCE | --git=URL --ref=REF)",
      "                                    --base=IMAGE --scope=SCOPE [OPTION]...",
    },
    description = {
      "Lets uv make a newer uv.lock within a scope and the platform's policy, and says how it"
          + " differs: versions, sizes, platforms, vulnerabilities.",
      "Writes nothing unless told where the candidate goes. Nothing of the project or of a package"
          + " runs."
    })
final class UpdateCommand implements Callable<Integer> {

  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--base",
      required = true,
      paramLabel = "IMAGE",
      description = "The base image with the Python that the project runs with, by digest or tag.")
  private String base = "";

  @Option(
      names = "--platform",
      paramLabel = "PLATFORM",
      split = ",",
      description = "linux/amd64, linux/arm64, or both; ${DEFAULT-VALUE} unless said.",
      defaultValue = "linux/amd64,linux/arm64")
  private List<String> platforms = List.of();

  @Option(
      names = "--layer-repository",
      paramLabel = "REPOSITORY",
      description =
          "Where builds keep layers and what they know of base images; 'layers' beside that of"
              + " --push-lock unless said.")
  private @Nullable String layerRepository;

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      description =
          "How far packages may move: security (those with known vulnerabilities, to the first"
              + " version without), patch (the first two numbers stay), or minor (the first one"
              + " does).")
  private Scope scope = Scope.SECURITY;

  @Option(
      names = "--minimum-age-days",
      paramLabel = "DAYS",
      description =
          "How many days ago a version must have been published; the policy's"
              + " minimumReleaseAgeDays unless said, or where that is more.")
  private int minimumAgeDays;

  @Option(
      names = "--update-group",
      paramLabel = "NAME=PATTERN,PATTERN",
      description =
          "Packages that move together or not at all: their names, or beginnings of names with *.")
  private Map<String, String> groups = new LinkedHashMap<>();

  @Option(
      names = "--write",
      description = "Write the candidate in place of the project's uv.lock; for --source.")
  private boolean write;

  @Option(
      names = "--push-lock",
      paramLabel = "REPOSITORY",
      description =
          "Store the candidate as an OCI artifact, which --lock-artifact of a build takes.")
  private @Nullable String pushLock;

  @Option(
      names = "--push-branch",
      paramLabel = "BRANCH",
      description =
          "Push a commit with the candidate to this branch of the git repository, unless it has"
              + " commits of others; where that is refused, it is a warning.")
  private @Nullable String pushBranch;

  @Option(names = "--json", description = "Print the difference as JSON.")
  private boolean json;

  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final ToolOptions tools = new ToolOptions();
  @Mixin private final Outcomes outcomes = new Outcomes();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    outcomes.of(this::update, commandLine().getErr());
    return ExitCode.SUCCESS.number();
  }

  private String update() {
    requirePlaces();
    Machine machine = tools.machine(access.access(), Clock.systemUTC(), Optional.empty());
    try (WorkFolder work = WorkFolder.within(machine.cache())) {
      Registry registry = Registry.of(machine.access(), machine.environment());
      Sources sources = sources(machine);
      Source project = sources.fetch(source.source(), work.newFolder("source"));
      Candidate candidate = updates(machine, sources, work).make(project, source.lock(), request());
      print(candidate);
      String lock =
          candidate.lock().isPresent() && pushLock != null
              ? new LockArtifacts(registry).push(pushLock, candidate.lock().get()).toString()
              : "";
      candidate.lock().filter(made -> write).ifPresent(made -> write(project, candidate, made));
      String warning = pushed(machine, candidate, project, work);
      if (!lock.isEmpty()) {
        say("The candidate is " + lock);
      }
      boolean onBranch = candidate.lock().isPresent() && pushBranch != null && warning.isEmpty();
      return UpdateSummary.of(candidate, lock, onBranch ? branch() : "", warning).json();
    }
  }

  private void requirePlaces() {
    if (write && !(source.source() instanceof SourceRequest.Folder)) {
      throw new BuildFailure(
          ExitCode.INPUT, "--write is for --source FOLDER; use --push-lock or --push-branch");
    }
    if (pushBranch != null && !(source.source() instanceof SourceRequest.Git)) {
      throw new BuildFailure(
          ExitCode.INPUT, "--push-branch is for --git URL; use --write or --push-lock");
    }
    if (access.offline) {
      throw new BuildFailure(ExitCode.INPUT, "An update asks package indexes; leave --offline out");
    }
  }

  private UpdateRequest request() {
    int ofPolicy = policy.policy().rules().minimumReleaseAgeDays().orElse(0);
    return new UpdateRequest(
        scope,
        Math.max(minimumAgeDays, ofPolicy),
        groups.entrySet().stream()
            .map(group ->
                new UpdateGroup(
                    group.getKey(),
                    Stream.of(group.getValue().split(",")).map(String::strip).toList()))
            .toList());
  }

  private Updates updates(Machine machine, Sources sources, WorkFolder work) {
    Reviewer reviewer =
        new Reviewer(
            machine,
            policy.policy(),
            new Reviewer.Place(
                base,
                platforms.stream().map(Platform::named).distinct().toList(),
                Optional.ofNullable(layerRepository)
                    .or(() -> Optional.ofNullable(pushLock).map(ImageRequest::layersBeside))),
            work.folder());
    return new Updates(
        sources,
        reviewer,
        new LockUpgrade(reviewer.uv(), machine.access(), work.folder()),
        machine.clock(),
        work.folder(),
        this::say);
  }

  /** Whoever names a source must not thereby use credentials that are not theirs. */
  private Sources sources(Machine machine) {
    Access own = machine.access().forSource(source.source());
    return new Sources(
        own,
        ProxySettings.of(machine.environment()),
        Registry.of(own, machine.environment()),
        policy.limits());
  }

  private void write(Source project, Candidate candidate, String made) {
    Path file = project.tree().resolve(candidate.path());
    try {
      Files.writeString(file, made);
      say("Written to " + file);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be written".formatted(file), exception);
    }
  }

  /**
   * Pushes the branch, where one is asked for and there is a candidate.
   *
   * @return why that was not possible; mostly nothing
   */
  private String pushed(Machine machine, Candidate candidate, Source project, WorkFolder work) {
    if (pushBranch == null
        || candidate.lock().isEmpty()
        || !(source.source() instanceof SourceRequest.Git git)) {
      return "";
    }
    try {
      String commit =
          new GitBranches(
                  machine.access().forSource(git),
                  ProxySettings.of(machine.environment()),
                  policy.limits())
              .push(
                  new SourceRequest.Git(git.url(), project.revision(), git.path()),
                  new GitBranches.Change(
                      branch(),
                      candidate.path(),
                      candidate.lock().get().getBytes(StandardCharsets.UTF_8),
                      new UpdateText().message(candidate),
                      machine.clock().instant()),
                  work.newFolder("branch"));
      say("Branch %s has it as %s".formatted(branch(), commit));
      return "";
    } catch (BuildFailure failure) {
      String warning = "The branch %s was not pushed: %s".formatted(branch(), failure.sentence());
      say("warning: " + warning);
      return warning;
    }
  }

  private String branch() {
    return Objects.requireNonNullElse(pushBranch, "");
  }

  private void print(Candidate candidate) {
    commandLine()
        .getOut()
        .print(
            json
                ? JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(Printed.of(candidate))
                    + "\n"
                : new UpdateText().of(candidate));
    commandLine().getOut().flush();
  }

  /** A candidate without its text. */
  private record Printed(
      String scope,
      String revision,
      String path,
      boolean candidate,
      LockDifference difference,
      List<String> held) {

    static Printed of(Candidate made) {
      return new Printed(
          made.scope().word(),
          made.revision(),
          made.path(),
          made.lock().isPresent(),
          made.difference(),
          made.held());
    }
  }

  private void say(String sentence) {
    commandLine().getErr().println(sentence);
    commandLine().getErr().flush();
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
