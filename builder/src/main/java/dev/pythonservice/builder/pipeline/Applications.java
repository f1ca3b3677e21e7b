package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.Interpreters;
import dev.pythonservice.builder.layers.ApplicationLayer;
import dev.pythonservice.builder.layers.Bytecode;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the layers of applications.
 *
 * @param interpreters compile their modules
 * @param work where they are written
 */
record Applications(Interpreters interpreters, WorkFolder work) {

  /**
   * The application's layer for each platform; one for all where their Python is the same, and what
   * they install of the project.
   */
  Map<Platform, LayerBlob> of(Source source, List<BaseImage> bases, Plan plan) {
    Map<List<Object>, LayerBlob> byContent = new LinkedHashMap<>();
    Map<Platform, LayerBlob> layers = new LinkedHashMap<>();
    for (BaseImage base : bases) {
      PlatformPlan platform = plan.platform(base.platform());
      if (platform.feasible()) {
        List<Object> content =
            List.of(base.facts().python(), base.facts().interpreter(), platform.firstParty());
        layers.put(
            base.platform(),
            byContent.computeIfAbsent(content, key -> application(source, base, platform)));
      }
    }
    return layers;
  }

  private LayerBlob application(Source source, BaseImage base, PlatformPlan platform) {
    Path folder = work.newFolder("application-" + base.platform().architecture());
    Bytecode bytecode = new Bytecode(interpreters.find(base), folder);
    return new ApplicationLayer(bytecode, folder)
        .write(source, platform.firstParty(), base.facts(), folder.resolve("application.tar.zst"));
  }
}
