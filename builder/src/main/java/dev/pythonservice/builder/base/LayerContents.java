package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.LayerArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What one layer adds and takes away (OCI image-spec, layer.md, "Representing Changes").
 *
 * @param added what it adds, by path without a slash at either end
 * @param removed paths of lower layers that it removes, with all below
 * @param emptied folders of lower layers of which it removes all that is in them
 */
record LayerContents(Map<String, Entry> added, Set<String> removed, Set<String> emptied) {

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** Something in an image. */
  sealed interface Entry {
    /** A file. */
    record File(FileContent content) implements Entry {}

    /** A file that is another one, too; by the other's path. */
    record HardLink(String target) implements Entry {}

    /** A symbolic link, as it is written. */
    record Link(String target) implements Entry {}

    /** A folder. */
    record Folder() implements Entry {}
  }

  /** What is done with a file's bytes while they pass by. */
  @FunctionalInterface
  interface ContentReader {
    /** Reads the bytes, or not. */
    FileContent read(String path, InputStream bytes) throws IOException;
  }

  /**
   * Reads a layer once, to its end.
   *
   * @throws IOException when it is no archive, or has names that no layer may have
   */
  static LayerContents read(InputStream blob, ContentReader reader) throws IOException {
    LayerContents contents = new LayerContents(new HashMap<>(), new HashSet<>(), new HashSet<>());
    LayerArchive.read(blob, (entry, content) -> contents.take(entry, content, reader));
    return contents;
  }

  private void take(TarArchiveEntry entry, InputStream content, ContentReader reader)
      throws IOException {
    String path = path(entry.getName());
    String name = path.substring(path.lastIndexOf('/') + 1);
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    if (name.equals(OPAQUE)) {
      emptied.add(folder);
    } else if (name.startsWith(WHITEOUT)) {
      String hidden = name.substring(WHITEOUT.length());
      removed.add(folder.isEmpty() ? hidden : folder + "/" + hidden);
    } else if (!path.isEmpty()) {
      added.put(path, entry(path, entry, content, reader));
    }
  }

  private static Entry entry(
      String path, TarArchiveEntry entry, InputStream content, ContentReader reader)
      throws IOException {
    if (entry.isDirectory()) {
      return new Entry.Folder();
    }
    if (entry.isSymbolicLink()) {
      return new Entry.Link(entry.getLinkName());
    }
    return entry.isLink()
        ? new Entry.HardLink(path(entry.getLinkName()))
        : new Entry.File(reader.read(path, content));
  }

  /** Builders write {@code ./usr/}, {@code /usr} and {@code usr}. */
  private static String path(String name) throws IOException {
    int start = 0;
    while (name.startsWith("./", start) || name.startsWith("/", start)) {
      start += name.startsWith("/", start) ? 1 : 2;
    }
    int end = name.length();
    while (end > start && name.charAt(end - 1) == '/') {
      end--;
    }
    String path = name.substring(start, end);
    if (List.of(path.split("/")).contains("..")) {
      throw new IOException("it has an entry " + name + ", which leads out of the image");
    }
    return path.equals(".") ? "" : path;
  }
}
