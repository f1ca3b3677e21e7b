package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Findings as SARIF 2.1.0 (OASIS), one run for each checker. It says what the project has, whatever
 * the modes are, so the same project has the same report. Checkers' own documents have addresses of
 * this machine, pages of documentation and corrections in them; of these there is nothing here.
 */
public final class SarifReport {

  /** Its media type (IANA). */
  public static final String MEDIA_TYPE = "application/sarif+json";

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  /** Section 3.27.17: the name ends in a version, so that another way has another name. */
  private static final String FINGERPRINT = "pythonservice/v1";

  private SarifReport() {}

  /** The report of what checkers said. */
  public static byte[] of(List<Examination> examinations) {
    ObjectNode root =
        JsonNodeFactory.instance.objectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ArrayNode runs = root.putArray("runs");
    examinations.forEach(each -> runs.add(run(each)));
    return JsonMapper.shared().writeValueAsBytes(root);
  }

  /** Who made a run, when it came to its end. */
  static Optional<Checker> checkerOf(JsonNode run) {
    String title = run.path("automationDetails").path("id").asString("");
    boolean complete = run.path("invocations").path(0).path("executionSuccessful").asBoolean(false);
    return Arrays.stream(Checker.values())
        .filter(checker -> complete && title.equals(checker.title() + "/"))
        .findFirst();
  }

  /** What makes a result the same in another version of the project. */
  static String identityOf(JsonNode result) {
    return result.path("partialFingerprints").path(FINGERPRINT).asString("");
  }

  private static ObjectNode run(Examination examination) {
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    Checker checker = examination.checker();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", checker.program());
    if (!examination.version().isEmpty()) {
      driver.put("version", examination.version());
    }
    // Section 3.17.3: what is before the last slash is the category.
    run.putObject("automationDetails").put("id", checker.title() + "/");
    run.put("columnKind", "unicodeCodePoints");
    ObjectNode invocation = run.putArray("invocations").addObject();
    ArrayNode results = run.putArray("results");
    switch (examination) {
      case Complete complete -> {
        invocation.put("executionSuccessful", true);
        rules(driver, complete);
        complete.findings().forEach(finding -> results.add(result(finding)));
      }
      case Broken broken -> {
        invocation.put("executionSuccessful", false);
        invocation
            .putArray("toolExecutionNotifications")
            .addObject()
            .put("level", "error")
            .putObject("message")
            .put("text", broken.cause());
      }
    }
    return run;
  }

  private static void rules(ObjectNode driver, Complete complete) {
    ArrayNode rules = driver.putArray("rules");
    complete.findings().stream()
        .map(Finding::rule)
        .distinct()
        .sorted()
        .forEach(rule -> rules.addObject().put("id", rule));
  }

  private static ObjectNode result(Finding finding) {
    ObjectNode result =
        JsonNodeFactory.instance
            .objectNode()
            .put("ruleId", finding.rule())
            .put("level", finding.counts() ? "error" : "warning");
    result.putObject("message").put("text", finding.message());
    ObjectNode location = result.putArray("locations").addObject().putObject("physicalLocation");
    location
        .putObject("artifactLocation")
        .put("uri", address(finding.path()))
        .put("uriBaseId", "%SRCROOT%");
    location
        .putObject("region")
        .put("startLine", finding.region().startLine())
        .put("startColumn", finding.region().startColumn())
        .put("endLine", finding.region().endLine())
        .put("endColumn", finding.region().endColumn());
    result.putObject("partialFingerprints").put(FINGERPRINT, finding.identity());
    return result;
  }

  private static String address(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException exception) {
      throw new IllegalArgumentException(exception);
    }
  }
}
