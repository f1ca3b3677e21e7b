package dev.pythonservice.e2e.operator;

import dev.pythonservice.e2e.support.OnCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on services. Its constructor may ask for a {@link ServiceStage} beside what {@link
 * OnCluster} gives; the stage is started before the first method of the class and stopped after the
 * last one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@OnCluster
// After the cluster: what comes later ends earlier, and a stage ends before its namespace does.
@ExtendWith(StageExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@interface OnStage {

  /** Whether wheels are built, too; what builds them is a large image. */
  boolean compilers() default false;

  /** Further namespaces for services on the same platform, by the ends of their names. */
  String[] beside() default {};
}
