package dev.pythonservice.builder.policy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.TrustedRoot;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.PackageRules.AllowedPublisher;
import dev.pythonservice.builder.request.PackageRules.Attestations;
import dev.pythonservice.builder.request.PackageRules.DeniedPackage;
import dev.pythonservice.builder.request.PackageRules.PublisherKind;
import dev.pythonservice.builder.version.VersionSpecifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A file with {@link PackageRules}, in YAML, and so in JSON, too. */
public final class PolicyFile {

  /** A rule that is not known, for its name or for a newer version's, must not pass for none. */
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .withConfigOverride(
              List.class,
              lists -> lists.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  private PolicyFile() {}

  /**
   * Reads a file.
   *
   * @throws BuildFailure when it is missing, or something in it is not understood
   */
  public static PackageRules read(Path file) {
    try {
      return checked(YAML.readValue(Files.readString(file), PackageRules.class));
    } catch (IOException exception) {
      throw failure(file, "cannot be read: " + exception.getMessage());
    } catch (JacksonException exception) {
      throw failure(
          file,
          "is not understood at line %d: %s"
              .formatted(exception.getLocation().getLineNr(), exception.getOriginalMessage()));
    } catch (IllegalArgumentException exception) {
      throw failure(file, String.valueOf(exception.getMessage()));
    }
  }

  private static PackageRules checked(PackageRules rules) {
    for (DeniedPackage denied : rules.deniedPackages()) {
      for (String versions : denied.versions()) {
        if (VersionSpecifiers.of(versions).isEmpty()) {
          throw new IllegalArgumentException(
              "has the versions '%s' of %s, which are no version specifiers, such as '>=2,<2.4'"
                  .formatted(versions, denied.name()));
        }
      }
    }
    rules.attestations().ifPresent(PolicyFile::check);
    return rules;
  }

  private static void check(Attestations attestations) {
    try {
      TrustedRoot.withLogs(attestations.trustedRoot());
    } catch (IllegalArgumentException exception) {
      throw new IllegalArgumentException(
          "has an attestations.trustedRoot that cannot be used: %s; give it the content of Sigstore's trusted_root.json"
              .formatted(exception.getMessage()),
          exception);
    }
    for (AllowedPublisher publisher : attestations.publishers()) {
      boolean isGoogle = publisher.kind() == PublisherKind.GOOGLE;
      if (publisher.packages().isEmpty()
          || publisher.email().isPresent() != isGoogle
          || publisher.repository().isPresent() == isGoogle) {
        throw new IllegalArgumentException(
            "has a publisher in attestations.publishers of the kind %s that does not have packages and %s"
                .formatted(
                    publisher.kind().word(),
                    isGoogle ? "email, and no repository" : "repository, and no email"));
      }
    }
  }

  private static BuildFailure failure(Path file, String why) {
    return new BuildFailure(
        ExitCode.INPUT, "The policy %s %s; docs/policy.md has its fields".formatted(file, why));
  }
}
