package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Identity;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash in a build's name: equal inputs have equal builds.
 *
 * <p>The version stands for the way the hash is made. An operator that makes it in another way
 * still knows the old ones, so that its upgrade alone rebuilds nothing.
 *
 * @param version version of the way the hash is made
 * @param hash SHA-256 in hexadecimal
 */
public record BuildIdentity(int version, String hash) {

  /** Goes up when {@link #text} changes; then the text of the old version has to stay, too. */
  static final int VERSION = 1;

  /** Digits of the hash in a name, to the base of 36: fifty bits, and the whole is in the spec. */
  private static final int DIGITS = 10;

  /** A name also names a Job, whose pods carry it in a label of at most 63 characters. */
  private static final int LONGEST_SERVICE_NAME = 40;

  /** The identity of what is to be built. */
  public static BuildIdentity of(ImageInputs inputs) {
    return new BuildIdentity(VERSION, sha256(text(inputs)));
  }

  /**
   * Whether a build is of these inputs. An unknown version, left by a later operator, is compared
   * by the inputs themselves.
   */
  static boolean matches(PythonBuild build, ImageInputs inputs) {
    Identity identity = build.getSpec().identity();
    return identity.version() == VERSION
        ? identity.hash().equals(of(inputs).hash())
        : text(ImageInputs.of(build.getSpec())).equals(text(inputs));
  }

  /** The name of a service's build. */
  public String nameFor(String service) {
    String number = new BigInteger(hash, 16).toString(Character.MAX_RADIX);
    String beginning =
        service.length() <= LONGEST_SERVICE_NAME
            ? service
            : service.substring(0, LONGEST_SERVICE_NAME);
    return beginning.replaceAll("[-.]+$", "") + "-" + number.substring(0, DIGITS);
  }

  /** In the form of the API. */
  Identity forSpec() {
    return new Identity(version, hash);
  }

  /** Where a project comes from decides nothing: its revision does. */
  private static String text(ImageInputs inputs) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "revision " + inputs.revision(),
            "path " + inputs.path(),
            "items " + inputs.items(),
            "python " + inputs.python(),
            "libc " + inputs.libc(),
            "lock " + inputs.lockOptions(),
            "platforms " + inputs.platforms(),
            "base " + inputs.baseImage(),
            "repository " + inputs.repository()));
    // Builds without checks have the hash that they had before there were any.
    if (!inputs.checkOptions().isEmpty()) {
      lines.add("checks " + inputs.checkOptions());
    }
    // What is built is named by what decides it; what is taken over is there, and named by itself.
    if (!inputs.imageTakenOver().isEmpty()) {
      lines.add("image " + inputs.imageTakenOver());
    }
    if (!inputs.candidateLock().isEmpty()) {
      lines.add("candidate " + inputs.candidateLock());
    }
    inputs.update().ifPresent(update -> lines.add("update " + update));
    inputs.preview().ifPresent(preview -> lines.add("preview " + preview));
    return String.join("\n", lines);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256", exception);
    }
  }
}
