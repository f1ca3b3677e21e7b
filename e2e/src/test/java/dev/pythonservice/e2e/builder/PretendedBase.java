package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A base image for both platforms that has nothing but the files by which the builder knows its
 * Python and its C library. No program of it runs: neither does the builder run one of a base
 * image.
 *
 * @param workshop whose registry it goes to
 * @param python the full version of its Python, one that the builder can compile for
 * @param folder for its files
 */
record PretendedBase(Workshop workshop, String python, Path folder) {

  private static final String REPOSITORY = "base/pretended";

  /** One as Alpine makes them. */
  String musl() throws IOException {
    return push("musl", this::alpine);
  }

  /**
   * One as Debian makes them, with a glibc of this version.
   *
   * @param version such as {@code 2.27}
   */
  String glibc(String version) throws IOException {
    return push("glibc-" + version, platform -> debian(platform, version));
  }

  /** Files by path; a link's content begins with an arrow. */
  @FunctionalInterface
  private interface Content {
    Map<String, String> of(Platform platform);
  }

  private Map<String, String> alpine(Platform platform) {
    Map<String, String> files = new TreeMap<>();
    files.put("usr/local/bin/python3.13", "\0small\0");
    files.put("usr/local/bin/python3", "->python3.13");
    files.put("usr/local/lib/libpython3.13.so.1.0", "\0%s\0".formatted(python));
    files.put("lib/ld-musl-%s.so.1".formatted(machine(platform)), "\0001.2.5\0");
    files.put("etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n");
    files.put(
        "lib/apk/db/installed",
        "P:musl\nV:1.2.5-r10\nA:%s\nL:MIT\no:musl\n\n".formatted(machine(platform)));
    return files;
  }

  private Map<String, String> debian(Platform platform, String version) {
    String libraries = "usr/lib/%s-linux-gnu/".formatted(machine(platform));
    Map<String, String> files = new TreeMap<>();
    files.put("lib", "->usr/lib");
    files.put("usr/bin/python3.13", "\177ELF\0%1$s\0003.13\0".formatted(python));
    files.put("usr/bin/python3", "->python3.13");
    files.put(
        libraries + "libc.so.6",
        "\0GNU C Library (Debian GLIBC %1$s-1) stable release version %1$s.\n\0GLIBC_%1$s\0"
            .formatted(version));
    files.put("usr/lib/os-release", "ID=debian\nVERSION_ID=\"9\"\n");
    return files;
  }

  static String machine(Platform platform) {
    return platform == Platform.AMD64 ? "x86_64" : "aarch64";
  }

  private String push(String tag, Content content) throws IOException {
    String image = "%s/%s:".formatted(workshop.registry().authority(), REPOSITORY);
    List<String> index = new ArrayList<>(List.of("index", "append", "--tag=" + image + tag));
    for (Platform platform : Platform.values()) {
      String own = image + tag + "-" + platform.architecture();
      Path layer = layer(tag, platform, content.of(platform));
      workshop.crane("append", "--oci-empty-base", "--new_layer=" + layer, "--new_tag=" + own);
      workshop.crane("mutate", "--set-platform=linux/" + platform.architecture(), "-t", own, own);
      index.add("--manifest=" + own);
    }
    workshop.crane(index.toArray(String[]::new));
    return REPOSITORY + ":" + tag;
  }

  private Path layer(String tag, Platform platform, Map<String, String> files) throws IOException {
    Path root = folder.resolve(tag + "-" + platform.architecture());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(Folders.parentOf(path));
      if (file.getValue().startsWith("->")) {
        Files.createSymbolicLink(path, Path.of(file.getValue().substring(2)));
      } else {
        Files.writeString(path, file.getValue());
      }
    }
    Path archive = root.resolveSibling(root.getFileName() + ".tar");
    Command.of("tar", "-cf", archive.toString(), "-C", root.toString(), ".").run();
    return archive;
  }
}
