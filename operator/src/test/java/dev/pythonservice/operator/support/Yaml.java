package dev.pythonservice.operator.support;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;

/** Objects as people write them. */
public final class Yaml {

  private static final KubernetesSerialization SERIALIZATION = serialization();

  private Yaml() {}

  private static KubernetesSerialization serialization() {
    KubernetesSerialization serialization = new KubernetesSerialization();
    serialization.registerKubernetesResource(PythonPlatform.class);
    serialization.registerKubernetesResource(PythonService.class);
    serialization.registerKubernetesResource(PythonBuild.class);
    return serialization;
  }

  /** The least that a platform says, and then this. */
  public static PythonPlatformSpec platformSpec(String more) {
    return SERIALIZATION.unmarshal(
        """
        runtimes:
        - {python: "3.9", libc: Glibc, image: "registry.example/python:3.9"}
        - {python: "3.13", libc: Glibc, image: "registry.example/python:3.13", architectures: [amd64]}
        - {python: "3.12", libc: Glibc, image: "registry.example/python:3.12"}
        - {python: "3.13", libc: Musl, image: "registry.example/python:3.13-alpine"}
        """
            + (more.contains("registry:")
                ? ""
                : "registry: {repository: registry.example/python}\n")
            + more,
        PythonPlatformSpec.class);
  }

  /** What a service says besides its source. */
  public static PythonServiceSpec serviceSpec(String more) {
    return SERIALIZATION.unmarshal(
        "process: {command: [python, -m, orders]}\n"
            + (more.contains("source:")
                ? ""
                : "source: {git: {url: 'https://git.example/shop/orders.git', ref: main}}\n")
            + more,
        PythonServiceSpec.class);
  }

  /** One object. */
  public static <T> T object(String yaml, Class<T> type) {
    return SERIALIZATION.unmarshal(yaml, type);
  }

  /** The objects of a file with several documents, at least two. */
  public static Collection<?> objects(String yaml) {
    Object all = SERIALIZATION.unmarshal(yaml);
    return all instanceof Collection<?> several ? several : List.of(all);
  }

  /** An object, as it goes over the wire but for the notation. */
  public static String of(Object object) {
    return SERIALIZATION.asYaml(object);
  }
}
