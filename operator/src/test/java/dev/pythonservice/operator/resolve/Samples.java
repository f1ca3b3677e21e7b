package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/** Services and platforms as people write them. */
final class Samples {

  private Samples() {}

  /** A service whose source is this YAML in one line. */
  static PythonService service(String name, String source) {
    return service(name, source, Map.of());
  }

  static PythonService service(String name, String source, Map<String, String> annotations) {
    PythonService service =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonService
            metadata: {name: %s, namespace: shop, generation: 1}
            spec:
              source: %s
              process: {command: [python]}
            """
                .formatted(name, source),
            PythonService.class);
    service.setMetadata(
        new ObjectMetaBuilder(service.getMetadata()).withAnnotations(annotations).build());
    return service;
  }

  /** A platform whose registry is this YAML in one line, and whose only image this one. */
  static PythonPlatform platform(String registry, String image) {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonPlatform
        metadata: {name: default}
        spec:
          runtimes: [{python: "3.13", libc: Glibc, image: "%s"}]
          registry: %s
          builds: {namespace: builds, sourcePollSeconds: 60}
        """
            .formatted(image, registry),
        PythonPlatform.class);
  }

  static PythonServiceStatus status(String yaml) {
    return Yaml.object(yaml, PythonServiceStatus.class);
  }

  static PythonPlatform platform() {
    return platform("{repository: registry.example/python}", "registry.example/python:3.13");
  }
}
