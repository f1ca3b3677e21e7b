package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the services that use this platform have in common.
 *
 * @param runtimes Base images, one for each Python version and C library that services may use.
 * @param registry Where images are pushed and pulled.
 * @param indexes Package indexes and mirrors. Default: the public index, {@code
 *     https://pypi.org/simple}, alone.
 * @param trustedCertificates Certificates in PEM form that builds trust in addition to the public
 *     ones: for git, registry and indexes. Default: none.
 * @param proxy Proxies through which builds reach the network. Default: none.
 * @param policy What may be built and run.
 * @param builds Where and how builds run.
 * @param prices What nodes cost; placement and cost figures come from it. Default: none, no
 *     architecture is cheaper.
 * @param metrics Where the operator reads measurements. Default: {@code pods}.
 * @param defaults What services get for fields that they leave out.
 * @param signing Who signs images, and by which keys they are trusted. Default: nobody, any image
 *     is served.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.indexes) || self.indexes.filter(index, !has(index.mirrorOf) &&"
            + " (!has(index.packages) || index.packages.size() == 0)).size() <= 1",
    fieldPath = ".indexes",
    message =
        "indexes must have at most one entry without packages and mirrorOf, the one for all other"
            + " packages: give the others their packages, so that no package has two homes")
@ValidationRule(
    value =
        "!has(self.policy) || !has(self.policy.baseImages) || self.policy.baseImages !="
            + " 'DigestOnly' || self.runtimes.all(runtime, runtime.image.contains('@sha256:'))",
    fieldPath = ".runtimes",
    message =
        "runtimes must name their image by digest (…@sha256:…) where policy.baseImages is"
            + " DigestOnly")
@ValidationRule(
    value =
        "!has(self.defaults) || !has(self.defaults.python) || self.runtimes.exists(runtime,"
            + " runtime.python == self.defaults.python && (!has(self.defaults.libc) || runtime.libc"
            + " == self.defaults.libc))",
    fieldPath = ".defaults",
    message =
        "defaults must name a python and libc that runtimes has a base image for: add a runtime or"
            + " change the default")
public record PythonPlatformSpec(
    @Required @MergeBy({"python", "libc"}) @Size(min = 1, max = 32) List<Runtime> runtimes,
    @Required Registry registry,
    @MergeBy("name") @Size(max = 32) List<Index> indexes,
    @Atomic @Size(max = 16) List<CertificateSource> trustedCertificates,
    @Nullable Proxy proxy,
    @Nullable Policy policy,
    @Nullable Builds builds,
    @Nullable Prices prices,
    @Nullable Metrics metrics,
    @Nullable Defaults defaults,
    @Nullable Signing signing) {

  public PythonPlatformSpec {
    runtimes = Absent.toEmpty(runtimes);
    indexes = Absent.toEmpty(indexes);
    trustedCertificates = Absent.toEmpty(trustedCertificates);
  }

  /**
   * A base image: a Python interpreter and what it needs.
   *
   * @param python Minor version of Python in the image, in quotes. Example: {@code "3.13"}.
   * @param libc The C library of the image.
   * @param image The image, with a tag or a digest; a tag that moves rebuilds the services at the
   *     platform's pace. Example: {@code docker.io/library/python:3.13-slim-trixie}.
   * @param libcVersion Version of the C library, which decides the wheels that fit, in quotes.
   *     Default: read from the image. Example: {@code "2.41"}.
   * @param architectures Architectures of the image that may be used. Default: all it has.
   */
  @ApiObject
  @ValidationRule(
      value = "self.python.matches(" + Rules.PYTHON + ")",
      fieldPath = ".python",
      message = "python must be a minor version in quotes, such as \"3.13\", the one in the image")
  @ValidationRule(
      value = "self.image.matches(" + Rules.IMAGE + ")",
      fieldPath = ".image",
      message =
          "image must name registry, repository and a tag or digest, such as"
              + " docker.io/library/python:3.13-slim-trixie")
  @ValidationRule(
      value = "!has(self.libcVersion) || self.libcVersion.matches('^[0-9]+[.][0-9]+$')",
      fieldPath = ".libcVersion",
      message = "libcVersion must be major and minor version in quotes, such as \"2.41\"")
  public record Runtime(
      @Required @Size(max = 16) String python,
      @Required Libc libc,
      @Required @Size(min = 1, max = 512) String image,
      @Nullable @Size(max = 16) String libcVersion,
      @SetOfValues @Size(max = 2) List<Architecture> architectures) {

    public Runtime {
      architectures = Absent.toEmpty(architectures);
    }
  }

  /**
   * Where images are pushed and pulled.
   *
   * @param repository Repository below which every service has its own, {@code
   *     REPOSITORY/NAMESPACE/NAME}. Example: {@code registry.example/python}.
   * @param scheme How the registry is reached. Default: {@code HTTPS}.
   * @param pushSecretRef Secret of type {@code kubernetes.io/dockerconfigjson} in the build
   *     namespace, with which builds pull base images and push. Default: none, no password.
   * @param pullSecretRef Secret of the same type that pods of services pull with; it must be in
   *     each of their namespaces. Default: none, the nodes' own credentials.
   */
  @ApiObject
  @ValidationRule(
      value = "self.repository.matches(" + Rules.REPOSITORY + ")",
      fieldPath = ".repository",
      message =
          "repository must be registry and repository without scheme, tag or digest, such as"
              + " registry.example/python")
  public record Registry(
      @Required @Size(min = 1, max = 255) String repository,
      @Nullable Scheme scheme,
      @Nullable SecretReference pushSecretRef,
      @Nullable SecretReference pullSecretRef) {

    /** How a registry is reached. */
    public enum Scheme {
      /** TLS, checked against the public and the trusted certificates. */
      HTTPS,
      /** In the clear; for registries inside the cluster. The nodes must allow it, too. */
      HTTP
    }
  }

  /**
   * A package index.
   *
   * @param name Name, for messages. Example: {@code company}.
   * @param url Address of the simple repository API (PEP 503, PEP 691). Example: {@code
   *     https://pypi.company.example/simple}.
   * @param mirrorOf Address of the index, as it stands in locks, that this one is read instead of.
   *     Example: {@code https://pypi.org/simple}.
   * @param packages Packages that come from this index and from no other: names, or beginnings of
   *     names with {@code *}. Default: all that no other index lists. Example: {@code [company-*]}.
   * @param secretRef Secret in the build namespace with the keys {@code username} and {@code
   *     password}. Default: none, a public index.
   */
  @ApiObject
  @ValidationRule(
      value = "self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
      fieldPath = ".name",
      message =
          "name must be lower-case letters, digits and '-', beginning and ending with a letter or"
              + " digit")
  @ValidationRule(
      value = "self.url.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".url",
      message =
          "url must be an http or https address without user name and password, such as"
              + " https://pypi.company.example/simple; credentials go into secretRef")
  @ValidationRule(
      value = "!has(self.mirrorOf) || self.mirrorOf.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".mirrorOf",
      message = "mirrorOf must be an http or https address, such as https://pypi.org/simple")
  @ValidationRule(
      value = "!has(self.mirrorOf) || !has(self.packages) || self.packages.size() == 0",
      fieldPath = ".packages",
      reason = "FieldValueForbidden",
      message =
          "packages is not for mirrors: a mirror has the packages of the index it stands for;"
              + " remove packages or mirrorOf")
  @ValidationRule(
      value =
          "!has(self.packages) || self.packages.all(name,"
              + " name.matches('^[a-z0-9]+(-[a-z0-9]+)*(-?[*])?$'))",
      fieldPath = ".packages",
      message =
          "packages must be normalised names (lower case, '-' for '_' and '.'), or beginnings of"
              + " such names with '*' at the end, such as company-*")
  public record Index(
      @Required @Size(min = 1, max = 63) String name,
      @Required @Size(min = 1, max = 2048) String url,
      @Nullable @Size(min = 1, max = 2048) String mirrorOf,
      @SetOfValues @Size(max = 500) List<@Size(min = 1, max = 128) String> packages,
      @Nullable SecretReference secretRef) {

    public Index {
      packages = Absent.toEmpty(packages);
    }
  }

  /**
   * Certificates in PEM form, from exactly one key of a ConfigMap or Secret; in the build
   * namespace, unless the field says another.
   *
   * @param configMapKeyRef Key of a ConfigMap.
   * @param secretKeyRef Key of a Secret.
   */
  @ApiObject
  @ValidationRule(
      value = "has(self.configMapKeyRef) != has(self.secretKeyRef)",
      message = "certificates must come from exactly one of configMapKeyRef and secretKeyRef")
  public record CertificateSource(
      @Nullable @Atomic KeyReference configMapKeyRef,
      @Nullable @Atomic KeyReference secretKeyRef) {}

  /**
   * Proxies through which builds reach the network.
   *
   * @param http Proxy for http addresses. Example: {@code http://proxy.example:3128}.
   * @param https Proxy for https addresses. Default: none.
   * @param noProxy Hosts, domains with a leading dot, and address ranges that are reached directly;
   *     the cluster's own are added. Example: {@code [.company.example, 10.0.0.0/8]}.
   */
  @ApiObject
  @ValidationRule(
      value = "!has(self.http) || self.http.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".http",
      message = "http must be an http or https address, such as http://proxy.example:3128")
  @ValidationRule(
      value = "!has(self.https) || self.https.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".https",
      message = "https must be an http or https address, such as http://proxy.example:3128")
  public record Proxy(
      @Nullable @Size(min = 1, max = 2048) String http,
      @Nullable @Size(min = 1, max = 2048) String https,
      @SetOfValues @Size(max = 100) List<@Size(min = 1, max = 253) String> noProxy) {

    public Proxy {
      noProxy = Absent.toEmpty(noProxy);
    }
  }
}
