package dev.pythonservice.builder.install;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.policy.DeclaredLicence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * What a wheel says of itself, before anything of it is installed.
 *
 * @param licence its licence
 * @param bills the texts of its bills of materials (PEP 770)
 */
public record WheelContents(DeclaredLicence licence, List<String> bills) {

  private static final Pattern METADATA = Pattern.compile("[^/]+\\.dist-info/METADATA");

  private static final Pattern BILL = Pattern.compile("[^/]+\\.dist-info/sboms/.+");

  /** As much of one file as is kept of it once it is installed. */
  private static final int MOST_BYTES = 16 << 20;

  public WheelContents {
    bills = List.copyOf(bills);
  }

  /**
   * Reads a wheel.
   *
   * @throws BuildFailure when it is damaged
   */
  public static WheelContents read(Path wheel) {
    DeclaredLicence licence = DeclaredLicence.NONE;
    List<String> bills = new ArrayList<>();
    try (ZipFile zip = ZipFile.builder().setPath(wheel).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (METADATA.matcher(entry.getName()).matches()) {
          licence = Metadata.parse(text(zip, entry)).licence();
        } else if (BILL.matcher(entry.getName()).matches() && !entry.isDirectory()) {
          bills.add(text(zip, entry));
        }
      }
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The wheel %s cannot be read: %s; report it to the package's makers and lock another version"
              .formatted(wheel.getFileName(), exception.getMessage()));
    }
    return new WheelContents(licence, bills);
  }

  private static String text(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    try (InputStream input = zip.getInputStream(entry)) {
      byte[] bytes = input.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
