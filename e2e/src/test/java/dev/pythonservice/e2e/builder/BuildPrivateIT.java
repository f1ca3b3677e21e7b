package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.servers.Login;
import dev.pythonservice.e2e.servers.PrivateIndex;
import dev.pythonservice.e2e.servers.TlsIdentity;
import dev.pythonservice.e2e.servers.WheelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a company has for itself: a registry, a package index and a git server with passwords, and
 * with certificates of an authority that nobody else knows.
 */
@InWorkshop
class BuildPrivateIT {

  private static final Login LOGIN = new Login("robot", "s3cret/+:");

  private final Workshop workshop;

  @TempDir private Path folder;
  private TlsIdentity identity;

  BuildPrivateIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @BeforeEach
  void createIdentity() {
    identity = TlsIdentity.create(folder.resolve("certificates"), Clock.systemUTC());
  }

  @Test
  void aRegistryWithAPasswordAndItsOwnAuthorityGetsTheImage() throws IOException {
    try (DistributionRegistry registry =
        DistributionRegistry.start(workshop.tools(), folder.resolve("registry"), identity, LOGIN)) {
      Map<String, String> friend =
          Map.of(
              "SSL_CERT_FILE", identity.authority().toString(),
              "DOCKER_CONFIG", folder.resolve("docker").toString());
      workshop.crane(
          friend,
          "auth",
          "login",
          registry.authority(),
          "-u",
          LOGIN.user(),
          "-p",
          LOGIN.password());
      workshop.crane(
          friend,
          "copy",
          workshop.registry().authority() + "/" + Workshop.BASE,
          registry.authority() + "/" + Workshop.BASE);
      BuildOrder order =
          workshop
              .order(Example.INVOICES)
              .at(registry.authority())
              .with("--registry-config", folder.resolve("docker/config.json").toString())
              .with("--certificate-authority", identity.authority().toString());

      BuiltImage built = workshop.build(order);

      String digest = workshop.crane(friend, "digest", tagged(registry, order));
      assertThat(digest.strip()).isEqualTo(built.digest());
      workshop.crane(friend, "validate", "--fast", "--remote", built.reference());
      assertThat(built.progress() + built.report()).doesNotContain(LOGIN.password());
    }
  }

  @Test
  void packagesComeFromAPrivateIndexBesideThePublicOne() throws IOException {
    try (PrivateIndex index = PrivateIndex.start(folder.resolve("index"), identity, LOGIN)) {
      WheelFile.saying("inhouse", "1.2.0", "hello").writeTo(index.packages());
      Path project = lockedProject(index);
      BuildOrder order =
          workshop
              .order(Example.INVOICES)
              .of(project)
              .to("private/ledger")
              .with("--certificate-authority", identity.authority().toString())
              .with("--credentials", index.authority() + "=" + credentials());

      BuiltImage built = workshop.build(order);

      assertThat(built.progress() + built.report()).doesNotContain(LOGIN.password());
      try (UnpackedImage image =
          workshop.unpack(built.reference(), Platform.AMD64, folder.resolve("image"))) {
        String said =
            image.run("/venv/bin/python", "-c", "import idna, inhouse; print(inhouse.said())");
        assertThat(said.strip()).isEqualTo("hello");
      }
      assertThat(index.front().passed())
          .anyMatch(each -> each.target().endsWith(".whl") && each.status() == 200);
    }
  }

  @Test
  void theSourceComesFromAGitServerWithAPassword() throws IOException {
    BareRepository repository =
        BareRepository.of(Workshop.folderOf(Example.INVOICES), "invoices", folder);
    String commit = repository.commit();
    try (GitServer server = GitServer.start(repository.served(), LOGIN);
        FaultProxy front = FaultProxy.before(server.address(), identity.context())) {
      String url = front.address() + "/invoices.git";
      BuildOrder order =
          workshop
              .order(Example.INVOICES)
              .to("git/invoices")
              .with("--certificate-authority", identity.authority().toString())
              .with("--credentials", front.authority() + "=" + credentials());

      BuiltImage byBranch = workshop.build(order.from(List.of("--git", url, "--ref", "main")));
      BuiltImage byCommit = workshop.build(order.from(List.of("--git", url, "--ref", commit)));

      JsonNode index = workshop.content().manifest("git/invoices", byBranch.digest());
      assertThat(index.at("/annotations/org.opencontainers.image.revision").asText())
          .isEqualTo(commit);
      assertThat(index.at("/annotations/org.opencontainers.image.source").asText()).isEqualTo(url);
      assertThat(byCommit.digest()).isEqualTo(byBranch.digest());
      assertThat(application("git/invoices", byBranch)).isEqualTo(application());
      assertThat(byBranch.progress() + byBranch.report()).doesNotContain(LOGIN.password());
    }
  }

  @Test
  void theSourceComesAsAnArtifactOfTheRegistry() throws IOException {
    Path archive = folder.resolve("source.tar");
    Path project =
        ExampleProject.copy(Workshop.folderOf(Example.INVOICES), folder.resolve("source")).folder();
    Command.of("tar", "-cf", archive.toString(), "-C", project.toString(), ".").run();
    String artifact = workshop.registry().authority() + "/sources/invoices:1";
    workshop.crane("append", "--oci-empty-base", "--new_layer=" + archive, "--new_tag=" + artifact);
    BuildOrder order =
        workshop.order(Example.INVOICES).to("oci/invoices").from(List.of("--oci", artifact));

    BuiltImage built = workshop.build(order);

    assertThat(application("oci/invoices", built)).isEqualTo(application());
    assertThat(built.report().path("revision").asText())
        .contains(workshop.content().digest("sources/invoices", "1"));
  }

  /** The digest of the application's layer when the example's folder itself is built. */
  private String application() throws IOException {
    return application(Workshop.repository(Example.INVOICES), workshop.built(Example.INVOICES));
  }

  /** The digest of the last layer. */
  private String application(String repository, BuiltImage built) throws IOException {
    JsonNode layers =
        workshop.content().platform(repository, built.digest(), "amd64").path("layers");
    return layers.get(layers.size() - 1).path("digest").asText();
  }

  private static String tagged(DistributionRegistry registry, BuildOrder order) {
    return "%s/%s:%s".formatted(registry.authority(), order.repository(), BuildOrder.TAG);
  }

  private Path credentials() throws IOException {
    return LOGIN.mountedIn(folder.resolve("credentials"));
  }

  /** A project that needs a package of each index, locked as a developer of the company does. */
  private Path lockedProject(PrivateIndex index) throws IOException {
    Path project = Files.createDirectories(folder.resolve("ledger"));
    Files.writeString(
        project.resolve("pyproject.toml"),
        """
        [project]
        name = "ledger"
        version = "1.0.0"
        requires-python = ">=3.9"
        dependencies = ["idna>=3.10", "inhouse>=1"]

        [tool.uv]
        environments = ["sys_platform == 'linux'"]

        [tool.uv.sources]
        inhouse = {index = "company"}

        [[tool.uv.index]]
        name = "company"
        url = "%s"
        explicit = true
        """
            .formatted(index.simple()));
    Files.writeString(project.resolve("ledger.py"), "import inhouse\n");
    Command.of("uv", "lock", "--quiet", "--project=" + project)
        .with(
            Map.of(
                "SSL_CERT_FILE", bothAuthorities().toString(),
                "UV_INDEX_COMPANY_USERNAME", LOGIN.user(),
                "UV_INDEX_COMPANY_PASSWORD", LOGIN.password()))
        .run();
    return project;
  }

  /** The company's authority beside those that this machine trusts. */
  private Path bothAuthorities() throws IOException {
    Path usual =
        Path.of(
            System.getenv().getOrDefault("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"));
    return Files.writeString(
        folder.resolve("authorities.pem"),
        Files.readString(usual) + "\n" + Files.readString(identity.authority()));
  }
}
