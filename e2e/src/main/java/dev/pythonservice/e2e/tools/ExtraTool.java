package dev.pythonservice.e2e.tools;

/**
 * A program that few need and that takes long to build, so that it is no {@link Tool}: it is built
 * when it is asked for, and kept under a key of its own.
 *
 * @param module the folder below {@code e2e/tools} with its {@code go.mod}, which pins its version
 * @param goPackage the Go package, which is called as the built program is
 * @param program what the program is called here
 */
public record ExtraTool(String module, String goPackage, String program) {

  /** All of Argo CD: it is the component that it is called as, or that a variable names. */
  public static final ExtraTool ARGOCD =
      new ExtraTool("argocd", "github.com/argoproj/argo-cd/v2/cmd", "argocd");

  /** Verifies images and what is said of them. */
  public static final ExtraTool COSIGN =
      new ExtraTool("cosign", "github.com/sigstore/cosign/v3/cmd/cosign", "cosign");

  /** Certifies whose a key is. */
  public static final ExtraTool FULCIO =
      new ExtraTool("fulcio", "github.com/sigstore/fulcio", "fulcio");

  /** Says when something was there. */
  public static final ExtraTool TIMESTAMP_SERVER =
      new ExtraTool(
          "timestamp",
          "github.com/sigstore/timestamp-authority/v2/cmd/timestamp-server",
          "timestamp-server");

  /** The file name that Go gives it. */
  String built() {
    return goPackage.substring(goPackage.lastIndexOf('/') + 1);
  }
}
