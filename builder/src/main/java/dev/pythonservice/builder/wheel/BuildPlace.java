package dev.pythonservice.builder.wheel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that one package is built in, and the environment variables it is built with. Foreign
 * code sees none of this process: no credentials, no proxies, no home of the user, and nothing of
 * another package's build.
 *
 * @param folder a folder of its own
 * @param machine this process' environment variables; few of them are passed on
 * @param outside how uv reaches the outside, which foreign code does not get to know
 */
record BuildPlace(Path folder, Map<String, String> machine, Map<String, String> outside) {

  /** 1980-01-01, the earliest time that a zip file can hold (reproducible-builds.org). */
  private static final String EPOCH = "315532800";

  private static final String CARGO = "cargo";
  private static final String TARGET = "target";
  private static final String UV = "uv";

  BuildPlace {
    machine = Map.copyOf(machine);
    outside = Map.copyOf(outside);
  }

  /** Makes the folders. */
  BuildPlace prepare() throws IOException {
    for (Path part : writable()) {
      Files.createDirectories(part);
    }
    return this;
  }

  /** The PATH of this machine, where compilers and Pythons are. */
  String path() {
    return machine.getOrDefault("PATH", "/usr/bin:/bin");
  }

  /** The folders of {@link #path}. */
  List<Path> searchPath() {
    return Stream.of(path().split(":", -1))
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .toList();
  }

  /**
   * What foreign code writes to. Its tools are not among it: uv looks at them with credentials at
   * hand, so that they must stay what uv made them.
   */
  List<Path> writable() {
    return List.of(
        home(),
        temporary(),
        source().getParent(),
        wheels(),
        repaired(),
        folder.resolve(CARGO),
        folder.resolve(TARGET),
        folder.resolve(UV));
  }

  /** A virtual environment with what builds the package. */
  Path tools() {
    return folder.resolve("tools");
  }

  /** The Python of that environment. */
  Path python() {
    return tools().resolve("bin/python");
  }

  /** The package's files. */
  Path source() {
    return folder.resolve("source").resolve("package");
  }

  /** Where the wheel comes to be. */
  Path wheels() {
    return folder.resolve("wheels");
  }

  /** Where the wheel goes when its tag is mended. */
  Path repaired() {
    return folder.resolve("repaired");
  }

  private Path home() {
    return folder.resolve("home");
  }

  /** For files that are there for a moment. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /**
   * For cargo while it fetches: with uv's way to the outside, and none of its credentials for
   * indexes. cargo runs no code of a crate then, but a project's own settings may name programs
   * that it starts.
   */
  Map<String, String> fetching() {
    Map<String, String> variables = common();
    outside.forEach((name, value) -> {
      if (name.toLowerCase(Locale.ROOT).endsWith("_proxy")) {
        variables.put(name, value);
      }
    });
    authorities().ifPresent(file -> variables.put("CARGO_HTTP_CAINFO", file.toString()));
    if (outside.containsKey("UV_OFFLINE")) {
      variables.put("CARGO_NET_OFFLINE", "true");
    }
    return variables;
  }

  /** The file with the certificate authorities by which the outside is known; it is no secret. */
  Optional<Path> authorities() {
    return Optional.ofNullable(outside.get("SSL_CERT_FILE")).map(Path::of);
  }

  /** For foreign code: everything is there by now, so nothing is fetched. */
  Map<String, String> building() {
    Map<String, String> variables = common();
    variables.put("CARGO_NET_OFFLINE", "true");
    variables.put("UV_OFFLINE", "1");
    variables.put("PIP_NO_INDEX", "1");
    variables.put("VIRTUAL_ENV", tools().toString());
    return variables;
  }

  private Map<String, String> common() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", tools().resolve("bin") + ":" + path());
    variables.put("HOME", home().toString());
    variables.put("TMPDIR", temporary().toString());
    variables.put("XDG_CACHE_HOME", home().resolve("cache").toString());
    variables.put("CARGO_HOME", folder.resolve(CARGO).toString());
    variables.put("CARGO_TARGET_DIR", folder.resolve(TARGET).toString());
    variables.put("UV_CACHE_DIR", folder.resolve(UV).toString());
    rustup(variables);
    variables.put("LANG", "C.UTF-8");
    variables.put("TZ", "UTC");
    variables.put("SOURCE_DATE_EPOCH", EPOCH);
    variables.put("PYTHONHASHSEED", "0");
    variables.put("PYTHONDONTWRITEBYTECODE", "1");
    variables.put("UV_NO_CONFIG", "1");
    variables.put("UV_NO_PROGRESS", "1");
    variables.put("UV_PYTHON_DOWNLOADS", "never");
    variables.put("CARGO_TERM_COLOR", "never");
    return variables;
  }

  /** Where rustup has its toolchains, if there is a rustup. */
  Path rustup() {
    String usual = machine.getOrDefault("HOME", "/") + "/.rustup";
    return Path.of(machine.getOrDefault("RUSTUP_HOME", usual));
  }

  /** rustup's cargo finds its toolchains by these; without rustup they say nothing. */
  private void rustup(Map<String, String> variables) {
    variables.put("RUSTUP_HOME", rustup().toString());
    variables.put("RUSTUP_AUTO_INSTALL", "0");
    if (machine.containsKey("RUSTUP_TOOLCHAIN")) {
      variables.put("RUSTUP_TOOLCHAIN", machine.getOrDefault("RUSTUP_TOOLCHAIN", ""));
    }
  }

  /**
   * The compiler's panic messages hold paths of sources; as written here they are the same wherever
   * the folder is. The variable joins what the crate's own configuration says.
   *
   * @param rustTarget the target triple
   */
  Map<String, String> withoutPaths(String rustTarget) {
    String variable =
        "CARGO_TARGET_%s_RUSTFLAGS"
            .formatted(rustTarget.toUpperCase(Locale.ROOT).replace('-', '_'));
    return Map.of(variable, "--remap-path-prefix=%s=/build".formatted(folder));
  }
}
