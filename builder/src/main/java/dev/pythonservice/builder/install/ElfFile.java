package dev.pythonservice.builder.install;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program or shared library of Linux, as far as it says what it needs (System V ABI, chapters 4
 * and 5; Linux Standard Base, "Symbol Versioning").
 *
 * @param machine what it runs on
 * @param needed the shared libraries that it needs, by file name
 * @param versions the symbol versions that it needs
 * @param exportsModule whether it is a module that Python imports: it exports {@code PyInit_NAME}
 *     with its own name
 */
record ElfFile(
    Machine machine, List<String> needed, List<SymbolVersion> versions, boolean exportsModule) {

  /** What an ELF file runs on, as far as it matters here. */
  enum Machine {
    X86_64,
    AARCH64,
    OTHER
  }

  /**
   * A version of symbols that a library must have.
   *
   * @param library its file name
   * @param version such as {@code GLIBC_2.34}
   */
  record SymbolVersion(String library, String version) {}

  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int DYNAMIC_ENTRY_BYTES = 16;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int NEEDED = 1;
  private static final int STRING_TABLE = 5;
  private static final int STRING_TABLE_BYTES = 10;
  private static final int VERSIONS_NEEDED = 0x6ffffffe;
  private static final int VERSIONS_NEEDED_COUNT = 0x6fffffff;

  /** No table of a real file is larger; torch's largest string table has some 30 MB. */
  private static final long LARGEST_TABLE = 256L << 20;

  private static final long LARGEST_VERSIONS = 1 << 20;

  /**
   * Reads a file.
   *
   * @return nothing when it is no ELF file
   * @throws IOException when it cannot be read, or is damaged
   */
  static Optional<ElfFile> read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      Input input = new Input(channel, arena);
      if (channel.size() < HEADER_BYTES) {
        return Optional.empty();
      }
      ByteBuffer header = input.bytes(0, HEADER_BYTES);
      if (header.getInt(0) != MAGIC) {
        return Optional.empty();
      }
      Machine machine = machine(header);
      if (machine == Machine.OTHER) {
        return Optional.of(new ElfFile(machine, List.of(), List.of(), false));
      }
      return Optional.of(new Reader(input, header).read(machine, moduleName(file)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException exception) {
      throw new IOException("it is a damaged ELF file", exception);
    }
  }

  private static Machine machine(ByteBuffer header) {
    boolean readable = header.get(4) == CLASS_64 && header.get(5) == LITTLE_ENDIAN;
    return switch (header.getShort(18)) {
      case 62 -> readable ? Machine.X86_64 : Machine.OTHER;
      case 183 -> readable ? Machine.AARCH64 : Machine.OTHER;
      default -> Machine.OTHER;
    };
  }

  private static String moduleName(Path file) {
    return file.getFileName().toString().split("\\.", 2)[0];
  }

  /** Parts of a file, in memory for as long as the arena lives. */
  private record Input(FileChannel channel, Arena arena) {

    private ByteBuffer bytes(long offset, long count) throws IOException {
      if (offset < 0 || count < 0 || count > LARGEST_TABLE || offset + count > channel.size()) {
        throw new IOException("it is a damaged ELF file");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, offset, count, arena)
          .asByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** A part of the file that is mapped to memory. */
  private record Segment(long address, long offset, long size) {}

  private static final class Reader {
    private final Input input;
    private final List<Segment> segments = new ArrayList<>();
    private ByteBuffer dynamic = ByteBuffer.allocate(0);

    private Reader(Input input, ByteBuffer header) throws IOException {
      this.input = input;
      int count = Short.toUnsignedInt(header.getShort(56));
      ByteBuffer table = input.bytes(header.getLong(32), (long) count * PROGRAM_HEADER_BYTES);
      for (int start = 0; start < table.limit(); start += PROGRAM_HEADER_BYTES) {
        long offset = table.getLong(start + 8);
        long size = table.getLong(start + 32);
        switch (table.getInt(start)) {
          case LOAD -> segments.add(new Segment(table.getLong(start + 16), offset, size));
          case DYNAMIC -> dynamic = input.bytes(offset, size);
          default -> {}
        }
      }
    }

    private ElfFile read(Machine machine, String moduleName) throws IOException {
      List<Long> needed = values(NEEDED);
      if (values(STRING_TABLE).isEmpty()) {
        return new ElfFile(machine, List.of(), List.of(), false);
      }
      ByteBuffer strings = input.bytes(offset(only(STRING_TABLE)), only(STRING_TABLE_BYTES));
      List<String> names = new ArrayList<>();
      for (long position : needed) {
        names.add(text(strings, Math.toIntExact(position)));
      }
      return new ElfFile(
          machine, List.copyOf(names), versions(strings), holds(strings, "PyInit_" + moduleName));
    }

    private List<SymbolVersion> versions(ByteBuffer strings) throws IOException {
      if (values(VERSIONS_NEEDED).isEmpty()) {
        return List.of();
      }
      long start = offset(only(VERSIONS_NEEDED));
      ByteBuffer table =
          input.bytes(start, Math.min(LARGEST_VERSIONS, input.channel().size() - start));
      List<SymbolVersion> versions = new ArrayList<>();
      int entry = 0;
      for (long library = only(VERSIONS_NEEDED_COUNT); library > 0; library--) {
        String name = text(strings, table.getInt(entry + 4));
        int version = entry + table.getInt(entry + 8);
        for (int left = Short.toUnsignedInt(table.getShort(entry + 2)); left > 0; left--) {
          versions.add(new SymbolVersion(name, text(strings, table.getInt(version + 8))));
          version = next(version, table.getInt(version + 12), left);
        }
        entry = next(entry, table.getInt(entry + 12), library);
      }
      return List.copyOf(versions);
    }

    /** Every entry says how far the next is, the last one 0: without progress it is damaged. */
    private static int next(int position, int distance, long left) throws IOException {
      if (left > 1 && distance <= 0) {
        throw new IOException("it is a damaged ELF file");
      }
      return position + distance;
    }

    private List<Long> values(long tag) {
      List<Long> values = new ArrayList<>();
      for (int start = 0;
          start + DYNAMIC_ENTRY_BYTES <= dynamic.limit() && dynamic.getLong(start) != 0;
          start += DYNAMIC_ENTRY_BYTES) {
        if (dynamic.getLong(start) == tag) {
          values.add(dynamic.getLong(start + 8));
        }
      }
      return values;
    }

    private long only(long tag) throws IOException {
      return values(tag).stream()
          .findFirst()
          .orElseThrow(() -> new IOException("it is a damaged ELF file"));
    }

    private long offset(long address) throws IOException {
      for (Segment segment : segments) {
        long within = address - segment.address;
        if (within >= 0 && within < segment.size) {
          return segment.offset + within;
        }
      }
      throw new IOException("it is a damaged ELF file");
    }

    private static String text(ByteBuffer strings, int start) {
      int end = start;
      while (strings.get(end) != 0) {
        end++;
      }
      byte[] bytes = new byte[end - start];
      strings.get(start, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean holds(ByteBuffer strings, String name) {
      byte[] wanted = ("\0" + name + "\0").getBytes(StandardCharsets.UTF_8);
      for (int start = 0; start + wanted.length <= strings.limit(); start++) {
        int matching = 0;
        while (matching < wanted.length && strings.get(start + matching) == wanted[matching]) {
          matching++;
        }
        if (matching == wanted.length) {
          return true;
        }
      }
      return false;
    }
  }
}
