package dev.pythonservice.schema.definition.sample;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A shop that bakes what it sells. */
@Group("example.dev")
@Version("v1alpha1")
@ShortNames("bake")
@Categories("shops")
@AdditionalPrinterColumn(
    name = "Ovens",
    jsonPath = ".status.ovens",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Flour",
    jsonPath = ".spec.flour",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class Bakery extends CustomResource<BakerySpec, BakeryStatus> implements Namespaced {}
