package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import java.util.List;

/**
 * Wheels that are to be built for an attempt, with all that their Job is made of.
 *
 * @param order the attempt
 * @param lacking the wheels
 * @param image the image that builds them
 * @param certificates the certificate authorities that the platform's ConfigMaps have, as PEM
 */
public record WheelOrder(
    BuildOrder order, Wheels lacking, String image, List<String> certificates) {

  public WheelOrder {
    certificates = List.copyOf(certificates);
  }

  /** The namespace of the service, where its own code may run. */
  public String namespace() {
    return order.build().getMetadata().getNamespace();
  }

  /** The name of the Job, the same for the same attempt, so that it is never there twice. */
  public String jobName() {
    return BuildOrder.wheelJobName(order.build(), order.attempt());
  }
}
