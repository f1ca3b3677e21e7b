package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EphemeralVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import org.jspecify.annotations.Nullable;

/**
 * A volume of the pods, of one of the types that the pod security standard {@code restricted}
 * allows.
 *
 * @param name Name, by which {@code volumeMounts} refer to it. Example: {@code cache}.
 * @param configMap Files from a ConfigMap.
 * @param secret Files from a Secret.
 * @param emptyDir An empty folder that lives as long as the pod.
 * @param persistentVolumeClaim A PersistentVolumeClaim that exists.
 * @param ephemeral A PersistentVolumeClaim made for the pod and deleted with it.
 * @param projected Files from several sources in one folder.
 * @param downwardAPI Files with fields of the pod itself.
 * @param csi An inline volume of a storage driver.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".name",
    message =
        "name must be lower-case letters, digits and '-', beginning and ending with a letter or"
            + " digit")
@ValidationRule(
    value =
        "[has(self.configMap), has(self.secret), has(self.emptyDir),"
            + " has(self.persistentVolumeClaim), has(self.ephemeral), has(self.projected),"
            + " has(self.downwardAPI), has(self.csi)].exists_one(given, given)",
    message =
        "volumes must each have exactly one of configMap, secret, emptyDir, persistentVolumeClaim,"
            + " ephemeral, projected, downwardAPI and csi; for 'emptyDir' without settings write"
            + " emptyDir: {}")
public record Volume(
    @Required @Size(min = 1, max = 63) String name,
    @Nullable ConfigMapVolumeSource configMap,
    @Nullable SecretVolumeSource secret,
    @Nullable EmptyDirVolumeSource emptyDir,
    @Nullable PersistentVolumeClaimVolumeSource persistentVolumeClaim,
    @Nullable EphemeralVolumeSource ephemeral,
    @Nullable ProjectedVolumeSource projected,
    @Nullable DownwardAPIVolumeSource downwardAPI,
    @Nullable CSIVolumeSource csi) {}
