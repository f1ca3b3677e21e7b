package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.support.AdvisoryExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Data on vulnerabilities as the public export of OSV has it. */
final class OsvData {

  private OsvData() {}

  /** What is known of an old Jinja2, as of some time. */
  static String jinja2(Instant modified) {
    return """
    {"id": "GHSA-g3rq-g295-4j3m", "modified": "%s", "aliases": ["CVE-2020-28493", "PYSEC-2021-66"],
     "summary": "Regular Expression Denial of Service (ReDoS) in Jinja2",
     "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L"}],
     "affected": [{"package": {"ecosystem": "PyPI", "name": "jinja2"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.11.3"}]}]}]}
    """
        .formatted(modified);
  }

  /** Writes an export with one record. */
  static void write(Path export, String record) throws IOException {
    Files.createDirectories(export.getParent());
    Files.write(export, AdvisoryExport.of(record));
  }
}
