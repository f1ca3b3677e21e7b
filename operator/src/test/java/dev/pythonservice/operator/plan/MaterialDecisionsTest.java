package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An attempt")
final class MaterialDecisionsTest {

  private static final String GIT =
      "{git: {url: 'https://git.example/a.git', secretRef: {name: git}}}";
  private static final String FILES =
      "{configMap: {name: files, items: [{key: uv.lock, path: uv.lock}]}}";

  /**
   * As {@code printf 'uv.lock\\0sha256:…\\0' | sha256sum} has it, with that of the file {@code x}.
   */
  private static final String REVISION_OF_X =
      "sha256:a18f81562f6e03458d745152b10de367ca87c1cccbea807ee0a183dc01c6a3be";

  private static final String USUAL =
      """
      service: orders
      platform: default
      python: "3.13"
      libc: Glibc
      repository: registry.example:5000/python/shop/orders
      baseImage: registry.example:5000/base/python@sha256:1
      source: {git: {url: "https://git.example/a.git"}}
      """;

  static Stream<Arguments> attempts() {
    return Stream.of(
        arguments("of a service's own build may start", USUAL, "", "", null, ""),
        arguments(
            "with another platform's credentials may not",
            USUAL.replace("platform: default", "platform: gpu"),
            "",
            "",
            Reason.Policy,
            "spec.platform names the PythonPlatform gpu, but namespace shop uses default"),
        arguments(
            "that pushes over another service's image may not",
            USUAL.replace("/shop/orders", "/bank/ledger"),
            "",
            "",
            Reason.Policy,
            "spec.repository is registry.example:5000/python/bank/ledger, but images of this"
                + " service go to registry.example:5000/python/shop/orders"),
        arguments(
            "on a base image that the platform does not have may not",
            USUAL.replace("5000/base/python@", "5000/mine/python@"),
            "",
            "",
            Reason.Policy,
            "spec.baseImage is of registry.example:5000/mine/python, which is no runtime"),
        arguments(
            "on the base image of another Python may not",
            USUAL.replace("python: \"3.13\"", "python: \"3.12\""),
            "",
            "",
            Reason.Policy,
            "no runtime of the PythonPlatform default for Python 3.12"),
        arguments(
            "whose Secret is there may start",
            with(GIT),
            "data: {username: YQ==, password: YQ==}",
            "",
            null,
            ""),
        arguments(
            "whose Secret is missing may not",
            with(GIT),
            "",
            "",
            Reason.Input,
            "spec.source.git.secretRef names the Secret git, which is not in namespace shop; create"
                + " it with the keys username and password"),
        arguments(
            "whose Secret lacks a key may not",
            with(GIT),
            "data: {username: YQ==}",
            "",
            Reason.Input,
            "needs the key password, which the Secret git in namespace shop does not have; it has"
                + " username"),
        arguments(
            "whose files are there may start",
            with(FILES) + "revision: " + REVISION_OF_X,
            "",
            "data: {uv.lock: x}",
            null,
            ""),
        arguments(
            "whose files were changed since may not",
            with(FILES) + "revision: " + REVISION_OF_X,
            "",
            "data: {uv.lock: changed}",
            Reason.Input,
            "spec.revision is %s, but the ConfigMap files in namespace shop now has sha256:"
                .formatted(REVISION_OF_X)),
        arguments(
            "whose ConfigMap is missing may not",
            with(FILES),
            "",
            "",
            Reason.Input,
            "spec.source.configMap names the ConfigMap files, which is not in namespace shop"),
        arguments(
            "whose ConfigMap lacks a file may not",
            with(FILES),
            "",
            "binaryData: {logo.png: YQ==}",
            Reason.Input,
            "needs the key uv.lock, which the ConfigMap files in namespace shop does not have; it"
                + " has logo.png"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attempts")
  @DisplayName("may start or not:")
  void isDecidedOn(
      String sentence,
      String spec,
      String secret,
      String files,
      @Nullable Reason reason,
      String message) {
    Optional<Failure> objection = MaterialDecisions.objection(order(spec, secret, files));

    assertThat(objection.map(Failure::reason)).as(sentence).isEqualTo(Optional.ofNullable(reason));
    assertThat(objection.map(Failure::message).orElse("")).contains(message);
  }

  private static String with(String source) {
    return USUAL.replaceFirst("source: .*", "source: " + source);
  }

  private static BuildOrder order(String spec, String secret, String files) {
    PythonBuild build =
        Yaml.object(
            "metadata: {name: orders-1, namespace: shop, uid: u}\nspec:\n" + spec.indent(2),
            PythonBuild.class);
    PythonPlatform platform =
        Yaml.object(
            """
            metadata: {name: default}
            spec:
              registry: {repository: "registry.example:5000/python"}
              runtimes:
              - {python: "3.12", libc: Glibc, image: "registry.example:5000/old/python:3.12"}
              - {python: "3.13", libc: Glibc, image: "registry.example:5000/base/python:3.13@sha256:2"}
            """,
            PythonPlatform.class);
    return new BuildOrder(
        build,
        platform,
        "builds",
        1,
        "builder",
        new BuildMaterials(
            PlatformChoice.of("shop", Map.of()),
            given(secret, Secret.class),
            given(files, ConfigMap.class)),
        Optional.empty());
  }

  private static <T> Optional<T> given(String yaml, Class<T> type) {
    return yaml.isEmpty() ? Optional.empty() : Optional.of(Yaml.object(yaml, type));
  }
}
