package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What this machine's apt says becomes mmdebstrap's sources and options. */
class AptConfigurationTest {
  private static final String TARGETS =
      """
      https://packages.example/apt/ cloud
      http://mirror.example/debian/ bookworm
      http://mirror.example/debian/ bookworm-updates
      http://mirror.example/debian-security/ bookworm-security
      """;

  private static final String DUMP =
      """
      APT::Architecture "amd64";
      Acquire::Languages "none";
      Acquire::IndexTargets::deb::Packages::KeepCompressed "true";
      Acquire::http "";
      Acquire::http::Proxy "http://proxy.example:3128";
      Acquire::https::mirror.example::CaInfo "/etc/ssl/own.pem";
      Acquire::Check-Valid-Until "false";
      Acquire::Retries "3";
      """;

  @Test
  void aReleaseHasUpdatesAndSecurityUpdatesFromTheMachinesMirrors() {
    AptConfiguration apt = AptConfiguration.parse(TARGETS, "");

    assertThat(apt.sources(Suite.TRIXIE))
        .containsExactly(
            "deb http://mirror.example/debian/ trixie main",
            "deb http://mirror.example/debian/ trixie-updates main",
            "deb http://mirror.example/debian-security/ trixie-security main");
  }

  @Test
  void aSuiteThatIsNoReleaseHasNoneOfThem() {
    AptConfiguration apt = AptConfiguration.parse(TARGETS, "");

    assertThat(apt.sources(Suite.FORKY))
        .containsExactly("deb http://mirror.example/debian/ forky main");
  }

  @Test
  void aMachineWithoutSecurityUpdatesGetsTheRelease() {
    AptConfiguration apt = AptConfiguration.parse("http://mirror.example/debian/ bookworm\n", "");

    assertThat(apt.sources(Suite.TRIXIE))
        .containsExactly(
            "deb http://mirror.example/debian/ trixie main",
            "deb http://mirror.example/debian/ trixie-updates main");
  }

  @Test
  void aMachineOfAnotherDistributionLeavesTheMirrorToMmdebstrap() {
    AptConfiguration apt = AptConfiguration.parse("http://archive.example/ubuntu/ noble\n", DUMP);

    assertThat(apt.sources(Suite.TRIXIE)).isEmpty();
  }

  @Test
  void optionsOfDownloadingAreTakenOverAndNoOthers() {
    AptConfiguration apt = AptConfiguration.parse(TARGETS, DUMP);

    assertThat(apt.options())
        .containsExactly(
            "Acquire::http::Proxy \"http://proxy.example:3128\";",
            "Acquire::https::mirror.example::CaInfo \"/etc/ssl/own.pem\";",
            "Acquire::Check-Valid-Until \"false\";",
            "Acquire::Retries \"3\";");
  }
}
