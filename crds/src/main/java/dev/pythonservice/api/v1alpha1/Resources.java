package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * What a container asks for and what it may use at most. Workers, threads and thread pools of
 * Python follow the CPU given here.
 *
 * @param requests What a node must have free, by resource. Example: {@code {cpu: 250m, memory:
 *     256Mi}}.
 * @param limits What the container may use at most, by resource. Example: {@code {memory: 512Mi}}.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.requests) || self.requests.all(name, isQuantity(string(self.requests[name])))",
    fieldPath = ".requests",
    message = "requests must be quantities, such as 250m or 2 for cpu and 512Mi for memory")
@ValidationRule(
    value = "!has(self.limits) || self.limits.all(name, isQuantity(string(self.limits[name])))",
    fieldPath = ".limits",
    message = "limits must be quantities, such as 250m or 2 for cpu and 512Mi for memory")
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(name, !(name in self.limits)"
            + " || !isQuantity(string(self.requests[name]))"
            + " || !isQuantity(string(self.limits[name]))"
            + " || quantity(string(self.requests[name]))"
            + ".compareTo(quantity(string(self.limits[name]))) <= 0)",
    message =
        "requests must not be above limits: lower the request or raise the limit of that resource")
public record Resources(
    @Size(max = 8) Map<String, @Size(min = 1, max = 32) Quantity> requests,
    @Size(max = 8) Map<String, @Size(min = 1, max = 32) Quantity> limits) {

  public Resources {
    requests = Absent.toEmpty(requests);
    limits = Absent.toEmpty(limits);
  }
}
