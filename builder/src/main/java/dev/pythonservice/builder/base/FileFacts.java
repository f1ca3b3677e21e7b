package dev.pythonservice.builder.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is kept of a file's content while its layer passes by: the text of text files that matter,
 * the telling words of programs and libraries that matter, of all others nothing.
 *
 * @param text the whole text
 * @param words words of a binary file, see {@link #TELLING}
 */
record FileFacts(String text, Set<String> words) implements FileContent {

  /** Package databases of whole distributions have a few MiB. */
  private static final int LONGEST_TEXT = 64 << 20;

  private static final int LONGEST_WORD = 200;

  private static final Pattern TEXTS =
      Pattern.compile(
          "(?:etc|usr/lib)/os-release|var/lib/dpkg/status|var/lib/dpkg/status\\.d/[^/]+|(?:usr/)?lib/apk/db/installed");

  private static final Pattern BINARIES =
      Pattern.compile(
          "(?:.*/)?(?:python3\\.\\d+|libpython3\\.\\d+\\.so[.\\d]*|libc\\.so\\.6|libc-2\\.\\d+\\.so|ld-musl-.+\\.so\\.1|libc\\.musl-.+|libstdc\\+\\+\\.so\\.6[.\\d]*|libgcc_s\\.so\\.1)");

  /**
   * A version alone (CPython's PY_VERSION, musl's __libc_version), a symbol version, or how the GNU
   * C library introduces itself (csu/version.c).
   */
  private static final Pattern TELLING =
      Pattern.compile(
          "\\d+\\.\\d+\\.\\d+|(?:GLIBC|GLIBCXX|CXXABI|GCC)_[\\d.]+|GNU C Library .* version .*");

  FileFacts {
    words = Set.copyOf(words);
  }

  /** Reads what matters of a file, and no byte when nothing does. */
  static FileContent of(String path, InputStream content) throws IOException {
    if (TEXTS.matcher(path).matches()) {
      return new FileFacts(
          new String(content.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8), Set.of());
    }
    return BINARIES.matcher(path).matches()
        ? new FileFacts("", words(content))
        : new FileContent.Unknown();
  }

  /**
   * The words that stand in a binary file as C has them: printable, and nothing before or after.
   */
  private static Set<String> words(InputStream content) throws IOException {
    Set<String> found = new TreeSet<>();
    StringBuilder word = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      for (int index = 0; index < count; index++) {
        byte next = buffer[index];
        if (next >= ' ' && next <= '~') {
          if (word.length() <= LONGEST_WORD) {
            word.append((char) next);
          }
        } else {
          telling(word).ifPresent(found::add);
          word.setLength(0);
        }
      }
    }
    telling(word).ifPresent(found::add);
    return found;
  }

  private static Optional<String> telling(StringBuilder word) {
    boolean possible =
        word.length() >= "1.2.3".length()
            && word.length() <= LONGEST_WORD
            && (Character.isDigit(word.charAt(0))
                || word.charAt(0) == 'G'
                || word.charAt(0) == 'C');
    return possible && TELLING.matcher(word).matches()
        ? Optional.of(word.toString())
        : Optional.empty();
  }
}
