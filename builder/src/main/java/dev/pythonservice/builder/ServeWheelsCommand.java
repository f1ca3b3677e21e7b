package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.serve.WheelServer;
import dev.pythonservice.builder.wheel.ListedWheels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives built wheels to a build on another machine, for a while. */
@Command(
    name = "serve-wheels",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Gives the wheels that 'wheel' built to a build elsewhere: 'build --wheels"
          + " http://HOST:PORT/#sha256=HASH', with the SHA-256 of the folder's wheels.json.",
      "GET gives wheels.json and the wheels that it lists, to anybody, and nothing else. It ends by"
          + " itself."
    })
final class ServeWheelsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "The folder that 'wheel' wrote to.")
  private Path folder = Path.of(".");

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Host and port; ${DEFAULT-VALUE} unless said. Port 0 takes a free one.",
      defaultValue = "127.0.0.1:8751")
  private String listen = "";

  @Option(
      names = "--seconds",
      paramLabel = "NUMBER",
      description = "After so many seconds it ends; ${DEFAULT-VALUE} unless said.",
      defaultValue = "1800")
  private long seconds;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
    try (WheelServer server =
        WheelServer.start(ListenAddress.of(listen), ListedWheels.of(folder))) {
      err.printf(
          "Listening on http://%s:%d%n",
          server.address().getHostString(), server.address().getPort());
      err.flush();
      server.awaitClosed(Duration.ofSeconds(seconds));
    }
    return ExitCode.SUCCESS.number();
  }
}
