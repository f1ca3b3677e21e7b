package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A builder that stays up makes the image that the command line makes. */
@InWorkshop
class BuildServeIT {

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildServeIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @Test
  void aBuildOverHttpGivesTheSameDigestEachTime() throws IOException {
    BuiltImage expected = workshop.built(Example.INVOICES);
    BuildArguments build =
        new BuildArguments(
            Workshop.folderOf(Example.INVOICES),
            workshop.registry().authority(),
            Workshop.BASE,
            "linux/amd64,linux/arm64",
            "served/invoices",
            "served/layers",
            folder.resolve("cache"));
    BuilderProgram program = workshop.program();

    try (BuildServer server = BuildServer.start(program, build, folder.resolve("log"))) {
      String first = server.build(build);
      String second = server.build(build);

      assertThat(digest(first)).isEqualTo(expected.digest());
      assertThat(digest(second)).isEqualTo(expected.digest());
      assertThat(workshop.content().digest("served/invoices", BuildOrder.TAG))
          .isEqualTo(expected.digest());
    }
  }

  private static String digest(String report) throws IOException {
    return new ObjectMapper().readTree(report).path("digest").asText();
  }
}
