package dev.pythonservice.builder.base;

import dev.pythonservice.builder.base.LayerContents.Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of an image: its layers upon each other. */
final class ImageFiles {

  /** As many as Linux follows (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  private final NavigableMap<String, Entry> entries = new TreeMap<>();

  /** The files of layers, lowest first. */
  static ImageFiles of(List<LayerContents> layers) {
    ImageFiles files = new ImageFiles();
    layers.forEach(files::put);
    return files;
  }

  private void put(LayerContents layer) {
    for (String path : layer.removed()) {
      entries.remove(path);
      below(path).clear();
    }
    layer.emptied().forEach(path -> below(path).clear());
    layer.added().forEach(this::put);
  }

  /** What was a folder and is none any more takes with it what was in it. */
  private void put(String path, Entry entry) {
    Entry before = entries.put(path, entry);
    if (before instanceof Entry.Folder && !(entry instanceof Entry.Folder)) {
      below(path).clear();
    }
  }

  private NavigableMap<String, Entry> below(String folder) {
    return folder.isEmpty() ? entries : entries.subMap(folder + "/", true, folder + "0", false);
  }

  /** Paths directly in a folder, which is given without links in it. */
  Stream<String> in(String folder) {
    int start = folder.length() + 1;
    return below(folder).keySet().stream().filter(path -> path.indexOf('/', start) < 0);
  }

  /**
   * The path of what a path leads to, with no link in it.
   *
   * @return nothing when it leads nowhere
   */
  Optional<String> resolve(String path) {
    Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/")));
    Deque<String> reached = new ArrayDeque<>();
    int followed = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      if (step.equals("..")) {
        reached.pollLast();
        continue;
      }
      reached.addLast(step);
      if (entries.get(String.join("/", reached)) instanceof Entry.Link(String target)) {
        followed++;
        if (followed > MOST_LINKS) {
          return Optional.empty();
        }
        if (target.startsWith("/")) {
          reached.clear();
        } else {
          reached.removeLast();
        }
        List.of(target.split("/")).reversed().forEach(ahead::push);
      }
    }
    String found = String.join("/", reached);
    return entries.containsKey(found) || !below(found).isEmpty()
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Whether a path leads to a file. */
  boolean isFile(String path) {
    return content(path).isPresent();
  }

  /** What was kept of the file that a path leads to. */
  Optional<FileFacts> facts(String path) {
    return content(path).filter(FileFacts.class::isInstance).map(FileFacts.class::cast);
  }

  private Optional<FileContent> content(String path) {
    return resolve(path).map(entries::get).flatMap(this::content);
  }

  private Optional<FileContent> content(Entry entry) {
    return switch (entry) {
      case Entry.File(FileContent content) -> Optional.of(content);
      case Entry.HardLink(String target) ->
          entries.get(target) instanceof Entry.File(FileContent content)
              ? Optional.of(content)
              : Optional.empty();
      case Entry.Link link -> Optional.empty();
      case Entry.Folder folder -> Optional.empty();
    };
  }

  /** The files whose content was stored, by their paths. */
  Map<String, Path> stored() {
    Map<String, Path> stored = new TreeMap<>();
    entries.forEach((path, entry) -> {
      if (content(entry).orElseGet(FileContent.Unknown::new)
          instanceof FileContent.Stored(Path file)) {
        stored.put(path, file);
      }
    });
    return stored;
  }

  /** The paths of links. */
  List<String> links() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Entry.Link)
        .map(Map.Entry::getKey)
        .toList();
  }
}
