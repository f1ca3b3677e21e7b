package dev.pythonservice.e2e.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Exports of vulnerability data, as OSV lays them out: a zip file with a JSON file per record. */
public final class AdvisoryExport {

  private AdvisoryExport() {}

  /** The export with one record, its JSON. */
  public static byte[] of(String record) throws IOException {
    ByteArrayOutputStream export = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(export)) {
      zip.putNextEntry(new ZipEntry("record.json"));
      zip.write(record.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return export.toByteArray();
  }
}
