package dev.pythonservice.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A Python project that runs: its source and lock, the servers and data jobs it consists of, and
 * what is expected of them. The operator builds images for every feasible architecture, without a
 * Dockerfile, and keeps Deployment, Service and CronJobs as described here.
 */
@Group("pythonservice.dev")
@Version("v1alpha1")
@ShortNames("pysvc")
@Categories("python")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Python", jsonPath = ".status.resolved.python")
@AdditionalPrinterColumn(name = "Build", jsonPath = ".status.release.build")
@AdditionalPrinterColumn(
    name = "Replicas",
    jsonPath = ".status.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".status.release.revision", priority = 1)
@AdditionalPrinterColumn(
    name = "Architectures",
    jsonPath = ".status.placement.architectures",
    priority = 1)
@AdditionalPrinterColumn(name = "Placement", jsonPath = ".status.placement.reason", priority = 1)
@AdditionalPrinterColumn(name = "Image", jsonPath = ".status.release.image", priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@ValidationRule(
    value = "size(self.metadata.name) <= 50 && self.metadata.name.matches(" + Rules.LABEL + ")",
    message =
        "metadata.name must be at most 50 lower-case letters, digits and '-', beginning with a"
            + " letter and ending with a letter or digit: the Service is called so")
@ValidationRule(
    value =
        "!has(self.spec.jobs) || self.spec.jobs.all(job, size(self.metadata.name) + size(job.name)"
            + " <= 51)",
    message =
        "metadata.name and the name of a job must have at most 51 characters together: the CronJob"
            + " is called NAME-JOB, and Kubernetes allows it 52")
public class PythonService extends CustomResource<PythonServiceSpec, PythonServiceStatus>
    implements Namespaced {}
