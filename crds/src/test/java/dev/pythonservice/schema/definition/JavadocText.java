package dev.pythonservice.schema.definition;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.util.DocTrees;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns Javadoc into the text of a schema description: paragraphs separated by an empty line, list
 * items on a line of their own behind {@code "- "}, code between backticks. {@code kubectl explain}
 * shows it as it stands, and it is valid Markdown.
 */
final class JavadocText {

  private static final String PARAGRAPH = "\n\n";
  private static final String ITEM = "\n- ";

  private final String owner;
  private final DocTrees trees;
  private final StringBuilder text = new StringBuilder();

  private JavadocText(String owner, DocTrees trees) {
    this.owner = owner;
    this.trees = trees;
  }

  /**
   * The text of a piece of Javadoc.
   *
   * @param owner what the Javadoc belongs to, for the error message
   * @throws IllegalArgumentException if it uses a tag for which a schema description has no form
   */
  static String of(String owner, List<? extends DocTree> javadoc, DocTrees trees) {
    JavadocText text = new JavadocText(owner, trees);
    javadoc.forEach(text::append);
    return withoutNeedlessSpace(text.text.toString());
  }

  private void append(DocTree tree) {
    switch (tree) {
      case TextTree plain -> text.append(onOneLine(plain.getBody()));
      case LiteralTree literal when literal.getKind() == DocTree.Kind.CODE ->
          appendCode(literal.getBody().getBody());
      case LiteralTree literal -> text.append(onOneLine(literal.getBody().getBody()));
      case LinkTree link when link.getLabel().isEmpty() ->
          appendCode(link.getReference().getSignature());
      case LinkTree link -> link.getLabel().forEach(this::append);
      case EntityTree entity -> text.append(trees.getCharacters(entity));
      case StartElementTree start -> appendStart(start.getName().toString());
      case EndElementTree end -> appendEnd(end.getName().toString());
      default -> throw unsupported(tree.toString());
    }
  }

  private void appendCode(String code) {
    text.append('`').append(onOneLine(code).strip()).append('`');
  }

  private void appendStart(String element) {
    switch (element) {
      case "p" -> text.append(PARAGRAPH);
      case "li" -> text.append(ITEM);
      case "ul", "ol" -> {}
      default -> throw unsupported("<" + element + ">");
    }
  }

  private IllegalArgumentException unsupported(String javadoc) {
    return new IllegalArgumentException(
        "The Javadoc of "
            + owner
            + " becomes a schema description, which can hold text, {@code}, {@literal}, {@link},"
            + " <p>, <ul>, <ol> and <li>; say it without "
            + javadoc);
  }

  private void appendEnd(String element) {
    if (element.equals("ul") || element.equals("ol")) {
      text.append(PARAGRAPH);
    }
  }

  private static String onOneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String withoutNeedlessSpace(String text) {
    return Arrays.stream(text.split(PARAGRAPH))
        .map(JavadocText::withoutEdges)
        .filter(paragraph -> !paragraph.isEmpty())
        .collect(Collectors.joining(PARAGRAPH));
  }

  private static String withoutEdges(String paragraph) {
    return paragraph
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
