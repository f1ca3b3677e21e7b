package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Program.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps foreign code, and all that it starts, to what a build needs: it reads the machine's
 * programs and libraries, writes in the folders of its own build, and opens no TCP connection. So
 * it sees no secret in another folder and none in the environment of this process. The kernel sees
 * to that, with no privilege needed (Landlock: Linux kernel documentation, userspace-api/landlock).
 *
 * @param python a Python that foreign code cannot change; it confines itself and then becomes the
 *     program
 * @param readable what foreign code reads and executes
 * @param writable what it also writes
 */
record Confinement(Path python, List<String> readable, List<String> writable) {

  /** Since Linux 6.2 Landlock also keeps files from being cut short. */
  private static final int OLDEST_VERSION = 3;

  /** Programs, libraries and the machine's settings; what a pod mounts is elsewhere. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/nix", "/opt", "/proc", "/sbin",
          "/sys", "/usr");

  /** Devices that keep nothing; /dev/shm is where Python's multiprocessing has its semaphores. */
  private static final List<String> DEVICES =
      List.of("/dev/full", "/dev/null", "/dev/random", "/dev/shm", "/dev/urandom", "/dev/zero");

  /** Where names of hosts are looked up; often a link to a file elsewhere. */
  private static final Path RESOLVER = Path.of("/etc/resolv.conf");

  /**
   * How builds are confined on this machine; absent where the kernel cannot.
   *
   * @param python the machine's own Python, before any foreign code ran
   */
  static Optional<Confinement> here(BuildPlace place, Path python, Path uv) throws IOException {
    Outcome outcome = Program.of(place.folder(), words(python)).run();
    // A Python without ctypes cannot ask.
    JsonNode answer =
        JsonMapper.shared().readTree(outcome.succeeded() ? outcome.output() : "{\"version\": 0}");
    if (answer.path("version").asInt() < OLDEST_VERSION) {
      return Optional.empty();
    }
    List<String> readable = new ArrayList<>(SYSTEM);
    answer.path("folders").forEach(folder -> readable.add(folder.asString()));
    Stream<Path> own =
        Stream.concat(
            Stream.of(place.folder(), place.rustup(), uv, python, RESOLVER),
            place.authorities().stream());
    for (Path path : Stream.concat(own, place.searchPath().stream()).toList()) {
      if (Files.exists(path)) {
        readable.add(path.toRealPath().toString());
      }
    }
    List<String> writable = new ArrayList<>(DEVICES);
    place.writable().forEach(folder -> writable.add(folder.toString()));
    return Optional.of(new Confinement(python, readable, writable));
  }

  /**
   * The same program, confined.
   *
   * @param network whether it may open TCP connections
   */
  Program around(Program program, boolean network) {
    ObjectNode rules = JsonMapper.shared().createObjectNode().put("network", network);
    readable.forEach(rules.putArray("read")::add);
    writable.forEach(rules.putArray("write")::add);
    List<String> words = new ArrayList<>(words(python));
    words.add(rules.toString());
    words.addAll(program.words());
    return new Program(words, program.folder(), program.environment(), program.deadline());
  }

  /** Python alone: no variable, no folder and no installed package steers it. */
  private static List<String> words(Path python) {
    return List.of(python.toString(), "-I", "-S", "-c", script());
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(Confinement.class.getResourceAsStream("confine.py"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
