package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.BaseImages;
import dev.pythonservice.builder.lock.LockArtifacts;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.wheel.BuiltWheels;
import dev.pythonservice.builder.wheel.OciWheels;
import dev.pythonservice.builder.wheel.ServedWheels;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gathers what an image is made of: base images, a source, wheels that were built before.
 *
 * @param machine what builds run with
 * @param registry the registry of base images, locks and wheels
 * @param request what was asked
 * @param work for what is fetched
 * @param images finds base images
 */
record Gathering(
    Machine machine, Registry registry, BuildRequest request, WorkFolder work, BaseImages images) {

  /** The base images, in the order of the platforms that were asked for. */
  List<BaseImage> bases() {
    Map<Platform, BaseImage> bases =
        images.resolve(request.image().base(), request.image().platforms());
    return request.image().platforms().stream()
        .map(platform -> Objects.requireNonNull(bases.get(platform)))
        .toList();
  }

  /** The source, with the lock that was asked for. */
  Source source() {
    Access access = machine.access().forSource(request.source());
    Registry artifacts =
        access.equals(machine.access()) ? registry : Registry.of(access, machine.environment());
    Sources sources =
        new Sources(access, ProxySettings.of(machine.environment()), artifacts, request.limits());
    Source own = sources.fetch(request.source(), work.newFolder("source"));
    return request
        .lockArtifact()
        .map(lock ->
            new LockArtifacts(registry)
                .inPlaceOfOwn(lock, own, request.lock(), sources, work.newFolder("relocked")))
        .orElse(own);
  }

  /** How many bytes of the source came over the network. */
  long bytesFetched(Source source) {
    return request.source() instanceof SourceRequest.Folder ? 0 : source.bytes();
  }

  /** The wheels that were built before, as far as they were named. */
  BuiltWheels wheels() {
    return request.wheels().isEmpty()
        ? BuiltWheels.none()
        : BuiltWheels.from(
            request.wheels(),
            new OciWheels(registry),
            ServedWheels.usual(request.limits().wheelBytes()),
            work.newFolder("built-wheels"));
  }
}
