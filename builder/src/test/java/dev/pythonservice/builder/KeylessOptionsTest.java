package dev.pythonservice.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.Keys;
import dev.pythonservice.builder.keyless.TestAuthorities;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What is wrong is said before anything is fetched: there is no server here at all. */
@DisplayName("Of a build that is to be signed without a key,")
final class KeylessOptionsTest {

  private static final List<String> AUTHORITIES =
      List.of(
          "--fulcio=https://fulcio.invalid",
          "--timestamp-authority=https://timestamps.invalid",
          "--identity-token=token");

  private static final List<String> TRUST =
      List.of(
          "--trusted-root=" + new TestAuthorities().root(""),
          "--trusted-identity=https://issuer.example=https://builds.example/default");

  @TempDir private Path folder;

  private final StringWriter error = new StringWriter();

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("it is said that")
  void isRefused(String name, List<String> options, String message) {
    assertThat(execute("build", options)).isEqualTo(2);
    assertThat(error.toString()).contains(message);
  }

  static Stream<Arguments> isRefused() {
    return Stream.of(
        Arguments.of("the trust lacks", AUTHORITIES, "takes all of --fulcio"),
        Arguments.of("the authorities lack", TRUST, "takes all of --fulcio"),
        Arguments.of(
            "the identity lacks",
            all(AUTHORITIES, List.of(TRUST.getFirst())),
            "--trusted-root and --trusted-identity need each other"),
        Arguments.of(
            "the identity is none",
            all(AUTHORITIES, List.of(TRUST.getFirst(), "--trusted-identity=somebody")),
            "'somebody' is no identity; write it as ISSUER=SUBJECT"),
        Arguments.of(
            "the trusted root is none",
            all(AUTHORITIES, List.of("--trusted-root={}", TRUST.getLast())),
            "The trusted root given as JSON cannot be used: its mediaType is ''"),
        Arguments.of(
            "the trusted root is not there",
            all(AUTHORITIES, List.of("--trusted-root=nowhere.json", TRUST.getLast())),
            "The trusted root nowhere.json cannot be used: it cannot be read"),
        Arguments.of(
            "a token in the clear is for all to see",
            all(
                List.of("--fulcio=http://fulcio.invalid"),
                AUTHORITIES.subList(1, AUTHORITIES.size()),
                TRUST),
            "--fulcio http://fulcio.invalid has no TLS"),
        Arguments.of(
            "a timestamp authority has an address",
            all(
                List.of(AUTHORITIES.getFirst(), "--timestamp-authority=somewhere"),
                AUTHORITIES.subList(2, AUTHORITIES.size()),
                TRUST),
            "--timestamp-authority somewhere is no address"),
        Arguments.of(
            "nobody is asked offline",
            all(AUTHORITIES, TRUST, List.of("--offline")),
            "--fulcio and --offline contradict each other"));
  }

  @Test
  @DisplayName("it is said that a key signs as well")
  void refusesTwoWays() throws IOException {
    Path key = Files.writeString(folder.resolve("cosign.key"), Keys.pem());

    assertThat(execute("build", all(AUTHORITIES, TRUST, List.of("--signing-key=" + key))))
        .isEqualTo(2);
    assertThat(error.toString()).contains("--signing-key and --fulcio are two ways to sign");
  }

  @Test
  @DisplayName("and of an image to verify, it is said that nobody is trusted")
  void refusesToTrustNobody() {
    assertThat(execute("verify", List.of("registry.invalid/shop/orders:1"))).isEqualTo(2);
    assertThat(error.toString()).contains("Nobody is trusted; name a --key, or --trusted-root");
  }

  @SafeVarargs
  private static List<String> all(List<String>... options) {
    return Stream.of(options).flatMap(List::stream).toList();
  }

  private int execute(String command, List<String> options) {
    CommandLine commandLine = BuilderCommand.commandLine();
    commandLine.setErr(new PrintWriter(error));
    List<String> place =
        command.equals("build")
            ? List.of(
                "build",
                "--source=" + folder,
                "--base=registry.invalid/base:1",
                "--repository=registry.invalid/shop/orders")
            : List.of(command);
    return commandLine.execute(all(place, options).toArray(String[]::new));
  }
}
