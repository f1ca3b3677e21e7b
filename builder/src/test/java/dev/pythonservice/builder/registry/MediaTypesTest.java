package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The media type of a layer in an OCI manifest")
final class MediaTypesTest {

  @ParameterizedTest(name = "is {1} for {0}")
  @CsvSource({
    "application/vnd.docker.image.rootfs.diff.tar.gzip,"
        + " application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.docker.image.rootfs.diff.tar, application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+zstd, application/vnd.oci.image.layer.v1.tar+zstd",
    "application/something.else, application/something.else"
  })
  void isOcis(String given, String expected) {
    assertThat(MediaTypes.ofLayer(given)).isEqualTo(expected);
  }
}
