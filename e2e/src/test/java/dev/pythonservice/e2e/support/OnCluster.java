package dev.pythonservice.e2e.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that needs a real cluster. It may ask for a {@link dev.pythonservice.e2e.cluster.Cluster},
 * for a {@link io.fabric8.kubernetes.client.KubernetesClient}, and for a {@link TestNamespace} that
 * its class has for itself. The cluster is brought up once for all tests, and taken down after the
 * last one if it was not up before the first.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
@ResourceLock(Lanes.CLUSTER)
public @interface OnCluster {}
