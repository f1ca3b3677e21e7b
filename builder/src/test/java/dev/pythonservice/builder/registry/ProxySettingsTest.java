package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Proxy settings")
final class ProxySettingsTest {

  @ParameterizedTest(name = "with NO_PROXY={0} reach {1} by a proxy: {2}")
  @CsvSource({
    "'', https://registry.example/v2/, true",
    "*, https://registry.example/v2/, false",
    "registry.example, https://registry.example/v2/, false",
    "example, https://registry.example/v2/, false",
    ".example, https://registry.example/v2/, false",
    "*.example, https://registry.example/v2/, false",
    "ry.example, https://registry.example/v2/, true",
    "REGISTRY.example, https://Registry.example/v2/, false",
    "registry.example:5000, https://registry.example:5000/v2/, false",
    "registry.example:5000, https://registry.example:5001/v2/, true",
    "'a.example, 10.0.0.0/8', https://10.4.5.6/v2/, false",
    "10.0.0.0/8, https://11.4.5.6/v2/, true",
    "10.0.0.0/8, https://ten.example/v2/, true",
    "fd00::/8, https://[fd12::1]:5000/v2/, false",
    "'', https://localhost:5000/v2/, false",
    "'', http://registry.example/v2/, false"
  })
  void choose(String without, String address, boolean proxied) {
    ProxySettings settings =
        ProxySettings.of(Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", without));

    assertThat(settings.proxyOf(URI.create(address)).isPresent()).isEqualTo(proxied);
  }

  @Test
  @DisplayName("are read in lower case, too, and without a scheme")
  void lowerCase() {
    ProxySettings settings = ProxySettings.of(Map.of("http_proxy", "proxy.example:3128"));

    assertThat(settings.proxyOf(URI.create("http://registry.example")))
        .hasValue(URI.create("http://proxy.example:3128"));
  }

  @Test
  @DisplayName("bring user and password along")
  void passwords() {
    ProxySettings settings =
        ProxySettings.of(Map.of("HTTP_PROXY", "http://me:p%40ss+1@proxy.example:3128"));

    // Base64 of me:p@ss+1
    assertThat(settings.authorization(URI.create("http://registry.example")))
        .isEqualTo(Optional.of("Basic bWU6cEBzcysx"));
    assertThat(settings.authorization(URI.create("http://localhost"))).isEmpty();
  }

  @ParameterizedTest(name = "of {0} are refused, and not shown")
  @ValueSource(strings = {"socks5://me:s3cret@proxy.example", "http://me:s3cret@:1", "::s3cret"})
  void refuse(String address) {
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> ProxySettings.of(Map.of("HTTPS_PROXY", address)))
        .withMessageStartingWith("HTTPS_PROXY")
        .withMessageNotContaining("s3cret");
  }
}
