package dev.pythonservice.e2e.builder.faults;

import dev.pythonservice.e2e.servers.WheelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Random;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Wheels, of which only the good ones should come into an image. */
final class Wheels {

  private static final String VERSION = "1.0";
  private static final String NATIVE_TAG = "cp313-cp313-manylinux_2_17_x86_64";

  /** {@code e_machine} of the ELF header, and two of its values (gABI, "ELF Header"). */
  private static final int MACHINE_OFFSET = 18;

  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;

  private Wheels() {}

  static WheelFile good(String name) {
    return WheelFile.saying(name, VERSION, "hello");
  }

  /** One for a platform, such as {@code manylinux_2_17_x86_64}. */
  static WheelFile tagged(String name, String platform) {
    return new WheelFile(name, VERSION, "cp313-cp313-" + platform, good(name).files());
  }

  /** One with a file at this path in the archive. */
  static WheelFile holding(String name, String path) {
    return good(name).with(path, "x = 1\n".getBytes(StandardCharsets.UTF_8));
  }

  /** One whose bytes no compression makes fewer. */
  static WheelFile large(String name, int bytes) {
    byte[] noise = new byte[bytes];
    new Random(1).nextBytes(noise);
    return good(name).with(name + "/noise.bin", noise);
  }

  /** One whose bytes are nothing packed, and much unpacked. */
  static WheelFile bomb(String name, int bytes) {
    return good(name).with(name + "/zeros.bin", new byte[bytes]);
  }

  /** One that says it is for x86-64 and has a module for ARM. */
  static WheelFile ofOtherArchitecture(String name) throws IOException {
    return withModule(name, machine(library(), AARCH64));
  }

  /** One that says it is for any platform and has a module for x86-64. */
  static WheelFile ofOneArchitectureForAny(String name) throws IOException {
    return good(name)
        .with(name + "/fast.cpython-313-x86_64-linux-gnu.so", machine(library(), X86_64));
  }

  /** One that says it is for any glibc from 2.17 on, and needs one that nobody has. */
  static WheelFile needingNewerGlibc(String name) throws IOException {
    byte[] library = machine(library(), X86_64);
    String text = new String(library, StandardCharsets.ISO_8859_1);
    String newer = text.replaceAll("GLIBC_2\\.\\d{1,2}\\.\\d(?=\0)", "GLIBC_2.990");
    return withModule(name, newer.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static WheelFile withModule(String name, byte[] library) {
    return new WheelFile(name, VERSION, NATIVE_TAG, good(name).files())
        .with(name + "/fast.cpython-313-x86_64-linux-gnu.so", library);
  }

  /** A library of the Java that runs this: a real one, whatever this machine is. */
  private static byte[] library() throws IOException {
    return Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
  }

  private static byte[] machine(byte[] library, short machine) {
    ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN).putShort(MACHINE_OFFSET, machine);
    return library;
  }

  /** Writes a good wheel with one more entry, which is a symbolic link. */
  static Path withLink(String name, Path folder, String link, String target) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(link);
    entry.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
    return withEntry(name, folder, entry, target);
  }

  /** Writes a good wheel with one of its files a second time. */
  static Path withFileTwice(String name, Path folder) throws IOException {
    return withEntry(name, folder, new ZipArchiveEntry(name + "/__init__.py"), "raise SystemExit");
  }

  /** The archive is made anew, as the one of the JDK writes neither links nor a name twice. */
  private static Path withEntry(String name, Path folder, ZipArchiveEntry entry, String content)
      throws IOException {
    Path good = good(name).writeTo(folder);
    Path odd = folder.resolve("odd.zip");
    try (ZipFile from = ZipFile.builder().setPath(good).get();
        ZipArchiveOutputStream to = new ZipArchiveOutputStream(odd)) {
      Enumeration<ZipArchiveEntry> entries = from.getEntries();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry each = entries.nextElement();
        to.addRawArchiveEntry(each, from.getRawInputStream(each));
      }
      to.putArchiveEntry(entry);
      to.write(content.getBytes(StandardCharsets.UTF_8));
      to.closeArchiveEntry();
    }
    return Files.move(odd, good, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes one that bears the file name of this package and is another. */
  static Path ofOtherPackage(String name, Path folder) throws IOException {
    Path other = good("other").writeTo(folder);
    return Files.move(other, folder.resolve(good(name).fileName()));
  }

  /** Writes the beginning of one. */
  static Path beginning(String name, Path folder) throws IOException {
    Path wheel = large(name, 5000).writeTo(folder);
    return Files.write(wheel, Arrays.copyOf(Files.readAllBytes(wheel), 3000));
  }
}
