package dev.pythonservice.e2e.cluster.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Kernel settings that a node changes. They are written down before the first start and put back at
 * the end.
 */
record KernelSettings(Layout layout) {

  private static final String FORWARDING = "net/ipv4/ip_forward";

  /** Forwarding is ours; the rest is what the kubelet sets when it starts. */
  private static final List<String> CHANGED =
      List.of(
          FORWARDING,
          "vm/overcommit_memory",
          "vm/panic_on_oom",
          "kernel/panic",
          "kernel/panic_on_oops",
          "kernel/keys/root_maxkeys",
          "kernel/keys/root_maxbytes");

  /** Remembers the settings as they are, unless they are remembered, and turns forwarding on. */
  void apply() {
    if (!Files.exists(layout.formerKernelSettings())) {
      remember();
    }
    set(FORWARDING, "1");
  }

  /** Puts the remembered settings back. */
  void restore() {
    if (Files.exists(layout.formerKernelSettings())) {
      remembered().forEach((setting, value) -> set((String) setting, (String) value));
    }
  }

  private void remember() {
    Properties former = new Properties();
    CHANGED.stream()
        .filter(setting -> Files.exists(file(setting)))
        .forEach(setting -> former.setProperty(setting, get(setting)));
    try (var writer = Files.newBufferedWriter(layout.formerKernelSettings())) {
      former.store(writer, "As they were before the cluster's first start");
    } catch (IOException exception) {
      throw new UncheckedIOException("Kernel settings cannot be remembered", exception);
    }
  }

  private Properties remembered() {
    Properties former = new Properties();
    try (var reader = Files.newBufferedReader(layout.formerKernelSettings())) {
      former.load(reader);
      return former;
    } catch (IOException exception) {
      throw new UncheckedIOException("Remembered kernel settings cannot be read", exception);
    }
  }

  private static Path file(String setting) {
    return Path.of("/proc/sys").resolve(setting);
  }

  private static String get(String setting) {
    try {
      return Files.readString(file(setting)).strip();
    } catch (IOException exception) {
      throw new UncheckedIOException("The kernel setting " + setting + " is unreadable", exception);
    }
  }

  private static void set(String setting, String value) {
    try {
      if (!get(setting).equals(value)) {
        Files.writeString(file(setting), value);
      }
    } catch (IOException exception) {
      throw new UncheckedIOException("The kernel setting " + setting + " cannot be set", exception);
    }
  }
}
