package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.request.ChecksRequest.Wanted;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit's XML, which every CI system shows: a suite for each checker, a case for each
 * finding, of which those that are debt are skipped.
 */
public final class JUnitReport {

  /** No media type is registered for it. */
  public static final String MEDIA_TYPE = "application/vnd.pythonservice.checks.junit.v1+xml";

  private JUnitReport() {}

  /** The report of what checkers said. */
  public static byte[] of(
      List<Wanted> wanted, List<Examination> examinations, Judgement judgement) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      for (Examination examination : examinations) {
        switch (examination) {
          case Complete complete -> suite(xml, complete, judgement.noDebt(wanted, complete));
          case Broken broken -> suite(xml, broken);
        }
      }
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException exception) {
      throw new IllegalStateException(exception);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void suite(XMLStreamWriter xml, Complete complete, Set<Finding> fresh)
      throws XMLStreamException {
    List<Finding> counted = complete.counted();
    long failures = counted.stream().filter(fresh::contains).count();
    start(xml, complete, Math.max(1, counted.size()), failures, 0, counted.size() - failures);
    if (counted.isEmpty()) {
      testCase(xml, complete.checker(), complete.checker().title());
      xml.writeEndElement();
    }
    for (Finding finding : counted) {
      testCase(xml, complete.checker(), finding.sentence());
      xml.writeEmptyElement(fresh.contains(finding) ? "failure" : "skipped");
      xml.writeAttribute("message", fresh.contains(finding) ? clean(finding.message()) : "debt");
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void suite(XMLStreamWriter xml, Broken broken) throws XMLStreamException {
    start(xml, broken, 1, 0, 1, 0);
    testCase(xml, broken.checker(), broken.checker().title());
    xml.writeEmptyElement("error");
    xml.writeAttribute("message", clean(broken.cause()));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void start(
      XMLStreamWriter xml, Examination of, long tests, long failures, long errors, long skipped)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", of.checker().title());
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", String.valueOf(skipped));
  }

  private static void testCase(XMLStreamWriter xml, Checker checker, String name)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", checker.title());
    xml.writeAttribute("name", clean(name));
  }

  /** XML 1.0, production 2: other characters cannot be written, not even escaped. */
  private static String clean(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
