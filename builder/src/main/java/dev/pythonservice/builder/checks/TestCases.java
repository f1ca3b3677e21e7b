package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a project's tests say of themselves as JUnit's XML, as pytest and most test runners write
 * it. Whoever wrote any of the tests' packages may have written it, so it is read with bounds, and
 * nothing that it names is fetched or expanded.
 *
 * @param cases the tests, each name once, in the order of the report
 */
public record TestCases(List<Case> cases) {

  /** Of a referrer of the image that the tests were about. No media type is registered for it. */
  public static final String MEDIA_TYPE = "application/vnd.pythonservice.tests.junit.v1+xml";

  /** The largest report that is read, in bytes. */
  public static final int LARGEST = 8 << 20;

  private static final int LONGEST_NAME = 140;
  private static final int LONGEST_WORDS = 140;

  public TestCases {
    cases = List.copyOf(cases);
  }

  /** How a test ended, the worse the later. */
  public enum Outcome {
    /** As it should. */
    PASSED,
    /** It was not run, or was expected to fail. */
    SKIPPED,
    /** It failed, or could not be run. */
    FAILED
  }

  /**
   * A test.
   *
   * @param name its class and name, such as {@code tests.test_web::test_tax}
   * @param outcome how it ended
   * @param said the first line of what it said; empty unless it failed
   */
  public record Case(String name, Outcome outcome, String said) {

    /** The worse of two results with the same name, such as of a test and of its fixtures. */
    Case orWorse(Case other) {
      return other.outcome.compareTo(outcome) > 0 ? other : this;
    }

    /** In a line for people, at most {@value #LONGEST_NAME} and as many characters long. */
    public String sentence() {
      String shown = cleaned(name, LONGEST_NAME);
      return said.isEmpty() ? shown : shown + ": " + said;
    }
  }

  /**
   * Reads a report.
   *
   * @throws BuildFailure when it is none, or not one to be read
   */
  public static TestCases read(byte[] report) {
    if (report.length > LARGEST) {
      throw refused("it is larger than %d bytes".formatted(LARGEST));
    }
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(report));
      return new TestCases(cases(xml));
    } catch (XMLStreamException exception) {
      throw refused(cleaned(String.valueOf(exception.getMessage()), LONGEST_WORDS));
    }
  }

  /** Those that failed. */
  public List<Case> failed() {
    return cases.stream().filter(each -> each.outcome() == Outcome.FAILED).toList();
  }

  /** How many were not run. */
  public int skipped() {
    return (int) cases.stream().filter(each -> each.outcome() == Outcome.SKIPPED).count();
  }

  /**
   * Without document types, and so without entities.
   *
   * @see <a href="https://cheatsheetseries.owasp.org/">OWASP's "XML External Entity Prevention"</a>
   */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static List<Case> cases(XMLStreamReader xml) throws XMLStreamException {
    Map<String, Case> cases = new LinkedHashMap<>();
    Optional<Case> open = Optional.empty();
    boolean isRoot = true;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw refused("it has a document type or an entity");
        case XMLStreamConstants.START_ELEMENT -> {
          String element = xml.getLocalName();
          if (isRoot && !Set.of("testsuites", "testsuite").contains(element)) {
            throw refused("its root is not testsuites or testsuite");
          }
          isRoot = false;
          open =
              element.equals("testcase")
                  ? Optional.of(new Case(nameOf(xml), Outcome.PASSED, ""))
                  : open.map(test -> test.orWorse(within(test, element, xml)));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (xml.getLocalName().equals("testcase")) {
            open.ifPresent(test -> cases.merge(test.name(), test, Case::orWorse));
            open = Optional.empty();
          }
        }
        default -> {
          // Text, comments and instructions say nothing that counts.
        }
      }
    }
    return List.copyOf(cases.values());
  }

  /** What an element within a test says of it. */
  private static Case within(Case test, String element, XMLStreamReader xml) {
    return switch (element) {
      case "failure", "error" -> new Case(test.name(), Outcome.FAILED, words(xml));
      case "skipped" -> new Case(test.name(), Outcome.SKIPPED, "");
      default -> test;
    };
  }

  private static String nameOf(XMLStreamReader xml) {
    return Stream.of("classname", "name")
        .flatMap(attribute -> Optional.ofNullable(xml.getAttributeValue(null, attribute)).stream())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("::"));
  }

  private static String words(XMLStreamReader xml) {
    return Stream.of("message", "type")
        .flatMap(attribute -> Optional.ofNullable(xml.getAttributeValue(null, attribute)).stream())
        .map(text -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst())
        .flatMap(Optional::stream)
        .map(line -> cleaned(line, LONGEST_WORDS))
        .findFirst()
        .orElse("");
  }

  /** Shortened, and without characters that do something to a terminal. */
  private static String cleaned(String text, int longest) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
  }

  private static BuildFailure refused(String why) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The tests' report cannot be read as JUnit's XML: %s; see to what writes it, for pytest its option --junitxml"
            .formatted(why));
  }
}
