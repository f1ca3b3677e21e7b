package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code java}, a home folder with the same name on all platforms, and the trust store
 * (which {@code ca-certificates-java} would make by running Java).
 *
 * @param version the feature version, such as {@code 25}
 */
record JavaFiles(String version) implements LayerFinish {

  @Override
  public void finish(LayerFolder layer) throws IOException {
    String home = "java-%s-openjdk-%s".formatted(version, layer.platform().architecture());
    layer.link("usr/lib/jvm/java-" + version, home);
    layer.link("usr/bin/java", "../lib/jvm/java-%s/bin/java".formatted(version));
    Path unpacked = layer.work().resolve("certificates");
    layer.packagesFor(layer.platform()).unpack(List.of("ca-certificates"), unpacked);
    layer.write("etc/ssl/certs/java/cacerts", CertificateBundle.of(unpacked).trustStore());
    Folders.delete(unpacked);
  }
}
