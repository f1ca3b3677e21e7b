package dev.pythonservice.schema.definition.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.FreeForm;
import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bakery bakes, and with what.
 *
 * @param flour Kind of flour, all over the bakery. Default: {@code Wheat}.
 * @param ovens How many ovens are hot; 1 to 40.
 * @param breads What is baked. Two breads have two names.
 * @param settings Settings of the ovens, as their vendor names them; each at most ten characters
 *     long. This sentence is here to make the description longer than a line of YAML may be.
 * @param allergens What people should know.
 * @param env Environment of the oven's computer.
 * @param stock What is in store, by name.
 * @param budget What a day may cost.
 * @param recipe Free text for the baker.
 * @param overrides Part of a pod template, laid over the operator's own.
 */
@ValidationRule(
    value = "!has(self.breads) || self.breads.size() < 5 || self.ovens > 1",
    message = "more than four breads need a second oven: raise ovens")
@ValidationRule(
    value = "!has(self.budget) || isQuantity(string(self.budget))",
    message = "budget must be a quantity")
public record BakerySpec(
    @Nullable Flour flour,
    @Required @SpecReplicas @Min(1) @Max(40) Integer ovens,
    @MergeBy("name") @Size(max = 10) List<Bread> breads,
    @Atomic @Size(max = 5) List<@Size(min = 1, max = 10) @Pattern("^[a-z]+$") String> settings,
    @SetOfValues @Size(max = 3) List<Allergen> allergens,
    @MergeBy("name") List<EnvVar> env,
    @Atomic Map<String, Quantity> stock,
    @Nullable Quantity budget,
    @Nullable @JsonProperty("recipeText") String recipe,
    @Nullable @FreeForm PodTemplateSpec overrides) {

  /** Kinds of flour. */
  public enum Flour {
    /** The usual one. */
    Wheat,
    /** For dark bread. */
    Rye,
    /** Gluten-free. */
    @JsonProperty("buckwheat")
    Buckwheat
  }

  /** Things that some people must not eat. */
  public enum Allergen {
    /** Nuts of any kind. */
    Nuts,
    /** Milk, also in traces. */
    Milk
  }

  /**
   * A bread in the shop window.
   *
   * @param name What it is called.
   * @param grams What it weighs.
   */
  public record Bread(
      @Required @Size(min = 1, max = 63) String name, @Nullable @Min(1) Long grams) {}
}
