package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.Lock;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.CertificateSource;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Index;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Proxy;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Registry;
import dev.pythonservice.operator.plan.BuildOrder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The concerns of a build pod, as options of the builder. */
final class BuildParts {

  /** Readable by the group of the pod's user, and by nobody else. */
  static final int READABLE = 0440;

  private static final String FOLDER = "/run/pythonservice/";

  /** What platforms without a list of indexes use. */
  private static final String PUBLIC_INDEX = "https://pypi.org/simple";

  /** Longest tag (OCI distribution-spec, "Pulling manifests"). */
  private static final int TAG_LENGTH = 128;

  private BuildParts() {}

  static VolumeMount readOnly(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).withReadOnly(true).build();
  }

  /** Which lock, and which of the packages in it. */
  static BuildPart lock(PythonBuildSpec spec) {
    return BuildPart.of(
        List.of(
            Optional.ofNullable(spec.lock()).map(BuildParts::lock).orElseGet(BuildPart::nothing),
            Optional.ofNullable(spec.candidate())
                .flatMap(candidate -> Optional.ofNullable(candidate.lock()))
                .map(lock -> BuildPart.arguments(List.of("--lock-artifact", lock)))
                .orElseGet(BuildPart::nothing)));
  }

  private static BuildPart lock(Lock lock) {
    List<String> arguments = new ArrayList<>();
    Optional.ofNullable(lock.file()).ifPresent(file -> add(arguments, "--lock", file));
    Optional.ofNullable(lock.member()).ifPresent(member -> add(arguments, "--member", member));
    lock.extras().forEach(extra -> add(arguments, "--extra", extra));
    lock.groups().forEach(group -> add(arguments, "--group", group));
    return BuildPart.arguments(arguments);
  }

  /** What image, and where it goes. */
  static BuildPart image(BuildOrder order) {
    PythonBuildSpec spec = order.build().getSpec();
    Registry registry = order.platform().getSpec().registry();
    String name = order.build().getMetadata().getName();
    List<String> arguments = new ArrayList<>();
    add(arguments, "--base", spec.baseImage());
    add(arguments, "--platform", String.join(",", spec.platforms()));
    add(arguments, "--repository", spec.repository());
    add(arguments, "--tag", name.substring(0, Math.min(name.length(), TAG_LENGTH)));
    add(arguments, "--layer-repository", registry.repository() + "/layers");
    return BuildPart.arguments(arguments);
  }

  /** How the registry is reached. */
  static BuildPart registry(Registry registry) {
    BuildPart credentials =
        Optional.ofNullable(registry.pushSecretRef())
            .map(secret -> registryCredentials(secret.name()))
            .orElseGet(BuildPart::nothing);
    return BuildPart.of(List.of(scheme(registry), credentials));
  }

  /** How the registry is reached by who has no business there but an artifact of the source. */
  static BuildPart scheme(Registry registry) {
    return registry.scheme() == Registry.Scheme.HTTP
        ? BuildPart.arguments(
            List.of(
                "--plain-http",
                registry.repository().substring(0, registry.repository().indexOf('/'))))
        : BuildPart.nothing();
  }

  /** Mirrors of indexes, for who gets none of their credentials. */
  static BuildPart mirrors(List<Index> indexes) {
    return BuildPart.arguments(
        indexes.stream()
            .flatMap(index ->
                Optional.ofNullable(index.mirrorOf()).stream()
                    .flatMap(original -> Stream.of("--mirror", original + "=" + index.url())))
            .toList());
  }

  private static BuildPart registryCredentials(String secret) {
    String folder = FOLDER + "registry";
    return BuildPart.mounted(
        List.of("--registry-config", folder + "/config.json"),
        new VolumeBuilder()
            .withName("registry")
            .withNewSecret()
            .withSecretName(secret)
            .withDefaultMode(READABLE)
            .withItems(
                new KeyToPathBuilder().withKey(".dockerconfigjson").withPath("config.json").build())
            .endSecret()
            .build(),
        List.of(readOnly("registry", folder)));
  }

  /** Mirrors, and who the builder is at the indexes; one identity for each host. */
  static BuildPart indexes(List<Index> indexes) {
    Map<String, String> secretByHost = new LinkedHashMap<>();
    List<BuildPart> parts = new ArrayList<>();
    for (Index index : indexes) {
      Optional.ofNullable(index.mirrorOf())
          .ifPresent(original ->
              parts.add(BuildPart.arguments(List.of("--mirror", original + "=" + index.url()))));
      Optional.ofNullable(index.secretRef())
          .ifPresent(secret -> {
            secretByHost.putIfAbsent(hostOf(index.url()), secret.name());
            // The builder sends no password in the clear unless it is told to.
            if (index.url().startsWith("http://")) {
              parts.add(BuildPart.arguments(List.of("--plain-http", hostOf(index.url()))));
            }
          });
    }
    int number = 0;
    for (Map.Entry<String, String> secret : secretByHost.entrySet()) {
      parts.add(credentials(secret.getKey(), secret.getValue(), number));
      number++;
    }
    return BuildPart.of(parts);
  }

  private static BuildPart credentials(String host, String secret, int number) {
    String volume = "index-" + number;
    String folder = FOLDER + volume;
    return BuildPart.mounted(
        List.of("--credentials", host + "=" + folder),
        new VolumeBuilder()
            .withName(volume)
            .withNewSecret()
            .withSecretName(secret)
            .withDefaultMode(READABLE)
            .endSecret()
            .build(),
        List.of(readOnly(volume, folder)));
  }

  /** Authorities that are trusted besides the public ones. */
  static BuildPart certificates(List<CertificateSource> sources) {
    if (sources.isEmpty()) {
      return BuildPart.nothing();
    }
    String folder = FOLDER + "certificates";
    List<VolumeProjection> files =
        IntStream.range(0, sources.size())
            .mapToObj(number -> projection(sources.get(number), file(number)))
            .flatMap(Optional::stream)
            .toList();
    List<String> arguments =
        IntStream.range(0, sources.size())
            .mapToObj(number -> folder + "/" + file(number))
            .flatMap(path -> Stream.of("--certificate-authority", path))
            .toList();
    return BuildPart.mounted(
        arguments,
        new VolumeBuilder()
            .withName("certificates")
            .withNewProjected()
            .withDefaultMode(READABLE)
            .withSources(files)
            .endProjected()
            .build(),
        List.of(readOnly("certificates", folder)));
  }

  static String file(int number) {
    return number + ".pem";
  }

  private static Optional<VolumeProjection> projection(CertificateSource source, String file) {
    return Optional.ofNullable(source.configMapKeyRef())
        .map(key -> fromConfigMap(key, file))
        .or(() -> Optional.ofNullable(source.secretKeyRef()).map(key -> fromSecret(key, file)));
  }

  private static VolumeProjection fromConfigMap(KeyReference key, String file) {
    return new VolumeProjectionBuilder()
        .withNewConfigMap()
        .withName(key.name())
        .withItems(new KeyToPathBuilder().withKey(key.key()).withPath(file).build())
        .endConfigMap()
        .build();
  }

  private static VolumeProjection fromSecret(KeyReference key, String file) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(key.name())
        .withItems(new KeyToPathBuilder().withKey(key.key()).withPath(file).build())
        .endSecret()
        .build();
  }

  /** What the platform allows, as far as the builder can tell. */
  static BuildPart policy(Optional<Policy> policy, List<Index> indexes) {
    List<String> arguments = new ArrayList<>();
    if (policy.map(Policy::indexes).orElse(Policy.Indexes.Listed) == Policy.Indexes.Listed) {
      allowed(indexes).forEach(address -> add(arguments, "--allow-index", address));
    }
    if (policy.map(Policy::hashes).orElse(Policy.Hashes.Required) == Policy.Hashes.Required) {
      // Commits of git are the one origin that a lock has no hash for.
      add(arguments, "--allow-origin", "index,url,path");
    }
    return BuildPart.arguments(arguments);
  }

  /** Addresses as they may stand in locks, which name the index that a mirror stands for. */
  private static List<String> allowed(List<Index> indexes) {
    return indexes.isEmpty()
        ? List.of(PUBLIC_INDEX)
        : indexes.stream()
            .flatMap(index ->
                Stream.concat(
                    Optional.ofNullable(index.mirrorOf()).stream(), Stream.of(index.url())))
            .distinct()
            .toList();
  }

  /** Proxies to the network; the cluster's own services are reached directly. */
  static BuildPart proxy(Proxy proxy) {
    List<EnvVar> variables = new ArrayList<>();
    Optional.ofNullable(proxy.http()).ifPresent(url -> variables.add(variable("HTTP_PROXY", url)));
    Optional.ofNullable(proxy.https())
        .ifPresent(url -> variables.add(variable("HTTPS_PROXY", url)));
    variables.add(
        variable(
            "NO_PROXY",
            String.join(
                ",",
                Stream.concat(proxy.noProxy().stream(), Stream.of(".svc", ".cluster.local"))
                    .distinct()
                    .toList())));
    return BuildPart.environment(variables);
  }

  static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  /** With the port where the address has one. */
  static String hostOf(String url) {
    return url.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }

  private static void add(List<String> arguments, String option, String value) {
    arguments.add(option);
    arguments.add(value);
  }
}
