package dev.pythonservice.builder;

import dev.pythonservice.builder.attest.ImageVerdict.Distrusted;
import dev.pythonservice.builder.attest.ImageVerdict.Trusted;
import dev.pythonservice.builder.attest.ImageVerification;
import dev.pythonservice.builder.attest.Trust;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether an image is to be trusted, by the same rules as the operator. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Says whether an image is signed by somebody who is trusted, and where it comes from, too.",
      "Prints the image's reference by digest where it is; else it ends with 3 and the reason."
    })
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "IMAGE", description = "The image, by tag or by digest.")
  private String image = "";

  @Option(
      names = "--key",
      paramLabel = "FILE|PEM",
      description = "Public key that is trusted, as a file or as PEM itself; repeat it for each.")
  private List<String> keys = List.of();

  @Mixin private final TrustedIdentityOptions identities = new TrustedIdentityOptions();
  @Mixin private final AccessOptions access = new AccessOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Reference asked = Reference.of(image);
    Trust trust = trust();
    Registry registry = Registry.of(access.access(), System.getenv());
    Digest digest = asked.digest().orElseGet(() -> registry.digest(asked));
    String exact = asked.repository() + "@" + digest;
    switch (new ImageVerification(registry, trust).of(asked.repository(), digest)) {
      case Trusted trusted -> {
        commandLine()
            .getErr()
            .println(
                "Signed by %s; built from revision %s"
                    .formatted(trusted.signer(), trusted.revision()));
        commandLine().getOut().println(exact);
        return ExitCode.SUCCESS.number();
      }
      case Distrusted distrusted ->
          throw new BuildFailure(
              ExitCode.POLICY,
              "%s is not to be trusted: %s".formatted(exact, distrusted.message()));
    }
  }

  private Trust trust() {
    Optional<KeylessTrust> keyless = identities.trust();
    if (keys.isEmpty() && keyless.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "Nobody is trusted; name a --key, or --trusted-root with --trusted-identity");
    }
    return new Trust(keys.stream().map(KeyFiles::verificationKey).toList(), keyless);
  }

  private picocli.CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
