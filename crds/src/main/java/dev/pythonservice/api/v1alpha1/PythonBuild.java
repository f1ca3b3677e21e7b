package dev.pythonservice.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One build of a PythonService, made by the operator and never changed: everything that decides the
 * image is in its spec, and its name ends in the hash of that.
 */
@Group("pythonservice.dev")
@Version("v1alpha1")
@ShortNames("pybuild")
@Categories("python")
@AdditionalPrinterColumn(name = "Service", jsonPath = ".spec.service")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Python", jsonPath = ".spec.python")
@AdditionalPrinterColumn(name = "Promoted", jsonPath = ".status.promotion.how")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".spec.revision", priority = 1)
@AdditionalPrinterColumn(name = "Platforms", jsonPath = ".spec.platforms", priority = 1)
@AdditionalPrinterColumn(name = "Digest", jsonPath = ".status.digest", priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.service")
public class PythonBuild extends CustomResource<PythonBuildSpec, PythonBuildStatus>
    implements Namespaced {}
