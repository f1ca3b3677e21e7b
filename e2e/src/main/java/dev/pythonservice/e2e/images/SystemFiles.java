package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that every program expects: users, certificates, time zone, name look-up. */
record SystemFiles() implements LayerFinish {

  @Override
  public void finish(LayerFolder layer) throws IOException {
    layer.write("etc/passwd", Resources.text("passwd"));
    layer.write("etc/group", Resources.text("group"));
    layer.write("etc/nsswitch.conf", Resources.text("nsswitch.conf"));
    layer.folder("home/nonroot");
    // Debian's links /bin and /sbin lead to these.
    layer.folder("usr/bin");
    layer.folder("usr/sbin");
    layer.link("etc/localtime", "../usr/share/zoneinfo/Etc/UTC");
    certificates(layer);
  }

  /** One bundle, where Debian has it, and where OpenSSL and so Python look for it. */
  private static void certificates(LayerFolder layer) throws IOException {
    layer.write("etc/ssl/certs/ca-certificates.crt", CertificateBundle.of(layer.root()).pem());
    layer.link("usr/lib/ssl/certs", "../../../etc/ssl/certs");
    layer.link("usr/lib/ssl/cert.pem", "../../../etc/ssl/certs/ca-certificates.crt");
    Path single = layer.root().resolve(CertificateBundle.FOLDER);
    if (Files.exists(single)) {
      Folders.delete(single);
    }
  }
}
