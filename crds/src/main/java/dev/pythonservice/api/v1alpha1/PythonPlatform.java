package dev.pythonservice.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What the services of a cluster have in common and app teams need not know: base images, registry,
 * package indexes, certificates, policy, prices. Services use the platform {@code default}, or the
 * one that the label {@code pythonservice.dev/platform} of their namespace names.
 */
@Group("pythonservice.dev")
@Version("v1alpha1")
@ShortNames("pyplat")
@Categories("python")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Registry", jsonPath = ".spec.registry.repository")
@AdditionalPrinterColumn(
    name = "Services",
    jsonPath = ".status.services",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
public class PythonPlatform extends CustomResource<PythonPlatformSpec, PythonPlatformStatus> {}
