package dev.pythonservice.builder.serve;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.ImageRequest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.target.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is asked of a server: where the project is and what image is wanted. How the outside is
 * reached and what is allowed is the server's own choice.
 */
public record RequestBody(
    @Nullable Place source,
    @Nullable String path,
    @Nullable Lock lock,
    @Nullable Image image,
    @Nullable List<String> wheels,
    boolean everyPlatform,
    boolean dryRun) {

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(RequestBody.class);

  record Place(@Nullable String folder, @Nullable Git git, @Nullable String oci) {}

  record Git(@Nullable String url, @Nullable String ref) {}

  record Lock(
      @Nullable String file,
      @Nullable String member,
      @Nullable List<String> extras,
      @Nullable List<String> groups) {}

  record Image(
      @Nullable String base,
      @Nullable List<String> platforms,
      @Nullable String repository,
      @Nullable List<String> tags,
      @Nullable String layerRepository,
      @Nullable List<String> command,
      @Nullable Map<String, String> environment,
      @Nullable Map<String, String> annotations,
      @Nullable Boolean measure) {}

  /**
   * Reads a body.
   *
   * @throws BuildFailure when it is not JSON of this form
   */
  static RequestBody read(byte[] json) {
    try {
      RequestBody body = READER.readValue(json);
      if (body == null) {
        throw problem("the body is empty");
      }
      return body;
    } catch (JacksonException exception) {
      String field =
          exception.getPath().stream()
              .map(JacksonException.Reference::getPropertyName)
              .filter(Objects::nonNull)
              .collect(Collectors.joining("."));
      String message = exception.getOriginalMessage();
      throw problem(field.isEmpty() ? message : field + ": " + message);
    }
  }

  /**
   * What is asked for, within what the server allows.
   *
   * @throws BuildFailure when a field is missing or wrong
   */
  public BuildRequest request(Policy policy, Limits limits) {
    return new BuildRequest(
        sourceRequest(),
        lockRequest(),
        imageRequest(),
        orEmpty(wheels, "wheels"),
        policy,
        limits,
        everyPlatform,
        dryRun);
  }

  private SourceRequest sourceRequest() {
    Place place = required(source, "source");
    long places = Stream.of(place.folder, place.git, place.oci).filter(Objects::nonNull).count();
    if (places != 1) {
      throw problem("source needs exactly one of folder, git and oci");
    }
    String within = path == null ? "." : path;
    if (place.folder != null) {
      return new SourceRequest.Folder(Path.of(place.folder), within);
    }
    if (place.oci != null) {
      return new SourceRequest.Oci(place.oci, within);
    }
    Git git = required(place.git, "source.git");
    return new SourceRequest.Git(
        required(git.url, "source.git.url"), required(git.ref, "source.git.ref"), within);
  }

  private LockRequest lockRequest() {
    Lock wanted = lock == null ? new Lock(null, null, null, null) : lock;
    return new LockRequest(
        wanted.file == null ? "uv.lock" : wanted.file,
        Optional.ofNullable(wanted.member),
        orEmpty(wanted.extras, "lock.extras"),
        orEmpty(wanted.groups, "lock.groups"));
  }

  private ImageRequest imageRequest() {
    Image wanted = required(image, "image");
    List<String> platforms =
        wanted.platforms == null ? List.of("linux/amd64", "linux/arm64") : wanted.platforms;
    if (platforms.isEmpty()) {
      throw problem("image.platforms is empty; name one, or leave it out for all");
    }
    String repository = required(wanted.repository, "image.repository");
    return new ImageRequest(
        required(wanted.base, "image.base"),
        withoutNull(platforms, "image.platforms").stream().map(Platform::named).distinct().toList(),
        repository,
        orEmpty(wanted.tags, "image.tags"),
        wanted.layerRepository == null
            ? ImageRequest.layersBeside(repository)
            : wanted.layerRepository,
        orEmpty(wanted.command, "image.command"),
        orEmpty(wanted.environment, "image.environment"),
        orEmpty(wanted.annotations, "image.annotations"),
        wanted.measure == null || wanted.measure);
  }

  private static List<String> orEmpty(@Nullable List<String> list, String field) {
    return list == null ? List.of() : withoutNull(list, field);
  }

  private static List<String> withoutNull(List<String> list, String field) {
    list.forEach(each -> required(each, "an element of " + field));
    return List.copyOf(list);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map, String field) {
    Map<String, String> all = map == null ? Map.of() : map;
    all.forEach((name, value) -> required(value, field + "." + name));
    return Map.copyOf(all);
  }

  private static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw problem(field + " is missing");
    }
    return value;
  }

  private static BuildFailure problem(String what) {
    return new BuildFailure(ExitCode.INPUT, "The request cannot be understood: " + what);
  }
}
