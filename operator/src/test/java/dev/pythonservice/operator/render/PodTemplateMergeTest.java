package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PodTemplate;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A pod template")
final class PodTemplateMergeTest {

  private static final String RENDERED =
      """
      metadata: {labels: {a: "1"}, annotations: {b: "2"}}
      spec:
        containers:
        - name: http
          image: rendered
          args: [one, two]
          env: [{name: A, value: a}, {name: B, value: b}]
          ports: [{containerPort: 8000, name: http, protocol: TCP}]
          volumeMounts: [{name: tmp, mountPath: /tmp}]
          resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
          readinessProbe: {periodSeconds: 5, tcpSocket: {port: 8000}}
        tolerations: [{key: rendered}]
        nodeSelector: {a: "1"}
        imagePullSecrets: [{name: pull}]
        volumes: [{name: tmp, emptyDir: {medium: Memory}}]
      """;

  static Stream<Arguments> merges() {
    return Stream.of(
        arguments(
            "merges containers and variables by their names",
            "containers: [{name: http, env: [{name: B, value: new}, {name: C, value: c}]}]",
            "env: [{name: A, value: a}, {name: B, value: b}]",
            "env: [{name: A, value: a}, {name: B, value: new}, {name: C, value: c}]"),
        arguments(
            "adds containers of its own after the others",
            "containers: [{name: mine, image: example}]",
            "  tolerations:",
            "  - {name: mine, image: example}\n  tolerations:"),
        arguments(
            "takes elements away that it deletes",
            "containers: [{name: http, env: [{name: A, $patch: delete}]}]",
            "env: [{name: A, value: a}, {name: B, value: b}]",
            "env: [{name: B, value: b}]"),
        arguments(
            "takes fields away that it sets to null",
            "containers: [{name: http, readinessProbe: null}]",
            "    readinessProbe: {periodSeconds: 5, tcpSocket: {port: 8000}}\n",
            ""),
        arguments(
            "takes objects away that it deletes",
            "containers: [{name: http, readinessProbe: {$patch: delete}}]",
            "    readinessProbe: {periodSeconds: 5, tcpSocket: {port: 8000}}\n",
            ""),
        arguments(
            "replaces objects that it says so of",
            "containers: [{name: http, readinessProbe: {$patch: replace, exec: {command: [ok]}}}]",
            "readinessProbe: {periodSeconds: 5, tcpSocket: {port: 8000}}",
            "readinessProbe: {exec: {command: [ok]}}"),
        arguments(
            "keeps the fields that it says so of",
            "containers: [{name: http, readinessProbe: {$retainKeys: [periodSeconds, exec], exec:"
                + " {command: [ok]}}}]",
            "readinessProbe: {periodSeconds: 5, tcpSocket: {port: 8000}}",
            "readinessProbe: {periodSeconds: 5, exec: {command: [ok]}}"),
        arguments(
            "merges resources and node selectors field by field",
            "nodeSelector: {b: '2'}\ncontainers: [{name: http, resources: {limits: {cpu: 1}}}]",
            "resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}\n|nodeSelector: {a: \"1\"}",
            "resources: {requests: {cpu: 100m}, limits: {memory: 1Gi, cpu: 1}}\n"
                + "|nodeSelector: {a: \"1\", b: \"2\"}"),
        arguments(
            "merges ports by number and mounts by path",
            "containers: [{name: http, ports: [{containerPort: 8000, name: web}], volumeMounts:"
                + " [{name: mine, mountPath: /tmp}, {name: mine, mountPath: /data}]}]",
            "name: http, protocol: TCP}]|volumeMounts: [{name: tmp, mountPath: /tmp}]",
            "name: web, protocol: TCP}]|volumeMounts: [{name: mine, mountPath: /tmp}, {name: mine,"
                + " mountPath: /data}]"),
        arguments(
            "replaces tolerations and arguments as a whole",
            "tolerations: [{key: mine}]\ncontainers: [{name: http, args: [three]}]",
            "args: [one, two]|tolerations: [{key: rendered}]",
            "args: [three]|tolerations: [{key: mine}]"),
        arguments(
            "adds pull secrets",
            "imagePullSecrets: [{name: mine}]",
            "[{name: pull}]",
            "[{name: pull}, {name: mine}]"),
        arguments(
            "gives a volume another source",
            "volumes: [{name: tmp, persistentVolumeClaim: {claimName: mine}}]",
            "emptyDir: {medium: Memory}",
            "persistentVolumeClaim: {claimName: mine}"),
        arguments(
            "keeps the settings of a volume's source",
            "volumes: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]",
            "emptyDir: {medium: Memory}",
            "emptyDir: {medium: Memory, sizeLimit: 1Gi}"),
        arguments(
            "replaces a whole list that it says so of",
            "imagePullSecrets: [{$patch: replace}, {name: mine}]",
            "[{name: pull}]",
            "[{name: mine}]"));
  }

  /** What is expected is the rendered template with parts, divided by '|', exchanged. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("merges")
  void isMerged(String name, String spec, String before, String after) {
    PodTemplateSpec merged = PodTemplateMerge.merge(rendered(RENDERED), template(spec));

    assertThat(Yaml.of(merged)).isEqualTo(Yaml.of(rendered(exchanged(before, after))));
  }

  @Test
  @DisplayName("adds labels and annotations")
  void addsLabelsAndAnnotations() {
    PodTemplate template =
        Yaml.object(
            "metadata: {labels: {team: shop}, annotations: {b: new, c: c}}", PodTemplate.class);

    PodTemplateSpec merged = PodTemplateMerge.merge(rendered(RENDERED), template);

    assertThat(merged.getMetadata().getLabels())
        .containsEntry("a", "1")
        .containsEntry("team", "shop");
    assertThat(merged.getMetadata().getAnnotations())
        .containsEntry("b", "new")
        .containsEntry("c", "c");
    assertThat(merged.getSpec()).isEqualTo(rendered(RENDERED).getSpec());
  }

  @Test
  @DisplayName("that is absent changes nothing")
  void changesNothing() {
    PodTemplateSpec rendered = rendered(RENDERED);

    assertThat(PodTemplateMerge.merge(rendered, null)).isSameAs(rendered);
  }

  @Test
  @DisplayName("with nothing in it changes nothing, and no field gets lost on the way")
  void losesNothing() {
    PodTemplateSpec merged = PodTemplateMerge.merge(rendered(RENDERED), template("{}"));

    assertThat(Yaml.of(merged)).isEqualTo(Yaml.of(rendered(RENDERED)));
  }

  private static String exchanged(String before, String after) {
    String[] old = before.split("\\|", -1);
    String[] replacements = after.split("\\|", -1);
    String text = RENDERED;
    for (int i = 0; i < old.length; i++) {
      assertThat(text).contains(old[i]);
      text = text.replace(old[i], replacements[i]);
    }
    return text;
  }

  private static PodTemplateSpec rendered(String yaml) {
    return Yaml.object(yaml, PodTemplateSpec.class);
  }

  private static PodTemplate template(String spec) {
    return Yaml.object("spec:\n" + spec.indent(2), PodTemplate.class);
  }
}
