package dev.pythonservice.schema.definition.sample;

import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.time.Duration;
import java.util.List;

/** Kinds with one flaw each, which the generator names. */
public final class Flaws {

  private Flaws() {}

  /** A status that says nothing. */
  public record Nothing() {}

  /**
   * An entry of a list.
   *
   * @param name What it is called.
   */
  public record Entry(String name) {}

  /** Tastes. */
  public enum Taste {
    Sweet
  }

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class NoParam extends CustomResource<NoParamSpec, Nothing> {}

  /** A spec. */
  public record NoParamSpec(String secret) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class NoJavadoc extends CustomResource<NoJavadocSpec, Nothing> {}

  // A comment is no Javadoc.
  public record NoJavadocSpec() {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class SilentConstant extends CustomResource<SilentConstantSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param taste What it tastes like.
   */
  public record SilentConstantSpec(Taste taste) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class UndecidedList extends CustomResource<UndecidedListSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param names Some names.
   */
  public record UndecidedListSpec(List<String> names) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class OptionalKey extends CustomResource<OptionalKeySpec, Nothing> {}

  /**
   * A spec.
   *
   * @param entries Some entries.
   */
  public record OptionalKeySpec(@MergeBy("name") List<Entry> entries) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class UnknownKey extends CustomResource<UnknownKeySpec, Nothing> {}

  /**
   * A spec.
   *
   * @param entries Some entries.
   */
  public record UnknownKeySpec(@MergeBy("label") List<Entry> entries) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class SetOfObjects extends CustomResource<SetOfObjectsSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param entries Some entries.
   */
  public record SetOfObjectsSpec(@SetOfValues List<Entry> entries) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class SetOfNothing extends CustomResource<SetOfNothingSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param name What it is called.
   */
  public record SetOfNothingSpec(@SetOfValues String name) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class WrongDuration extends CustomResource<WrongDurationSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param rest How long it rests.
   */
  public record WrongDurationSpec(Duration rest) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class SilentRule extends CustomResource<SilentRuleSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param name What it is called.
   */
  @ValidationRule("self.name != ''")
  public record SilentRuleSpec(@Required String name) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class ForeignType extends CustomResource<ForeignTypeSpec, Nothing> {}

  /**
   * A spec.
   *
   * @param affinity Where it likes to be.
   */
  public record ForeignTypeSpec(Affinity affinity) {}

  /** A kind. */
  @Group("example.dev")
  @Version("v1")
  public static final class Pretty extends CustomResource<PrettySpec, Nothing> {}

  /**
   * A spec.
   *
   * @param name What it is <b>called</b>.
   */
  public record PrettySpec(String name) {}
}
