package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.Builds;
import dev.pythonservice.builder.report.Progress;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.serve.BuildServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stays up and builds on request: what is warm stays warm. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Stays up and builds on request, on a machine where code changes often.",
      "POST /v1/builds takes what to build as JSON and answers with the report;",
      "GET /healthz says that the server is up."
    })
final class ServeCommand implements Callable<Integer> {

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Host and port; ${DEFAULT-VALUE} unless said. Port 0 takes a free one.",
      defaultValue = "127.0.0.1:8750")
  private String listen = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the bearer token that a client must send.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--at-once",
      paramLabel = "NUMBER",
      description = "Builds at the same time; ${DEFAULT-VALUE} unless said.",
      defaultValue = "2")
  private int atOnce;

  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final ToolOptions tools = new ToolOptions();
  @Mixin private final SigningOptions signing = new SigningOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var err = java.util.Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
    // What is wrong with them is said now, and not with every build.
    Policy allowed = policy.policy();
    Limits limits = policy.limits();
    Builds builds =
        Builds.on(
            tools.machine(access.access(), Clock.systemUTC(), signing.signing(access.access())));
    try (BuildServer server =
        BuildServer.start(
            ListenAddress.of(listen),
            token(),
            atOnce,
            body ->
                builds.build(body.request(allowed, limits), Progress.onto(err, Clock.systemUTC())),
            err)) {
      err.printf(
          "Listening on http://%s:%d%n",
          server.address().getHostString(), server.address().getPort());
      err.flush();
      // Until the process is ended by a signal.
      new CountDownLatch(1).await();
    }
    return ExitCode.SUCCESS.number();
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.empty();
    }
    try {
      String token = Files.readString(tokenFile).strip();
      if (token.isEmpty()) {
        throw new BuildFailure(ExitCode.INPUT, "--token-file %s is empty".formatted(tokenFile));
      }
      return Optional.of(token);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--token-file %s cannot be read: %s".formatted(tokenFile, exception.getMessage()));
    }
  }
}
