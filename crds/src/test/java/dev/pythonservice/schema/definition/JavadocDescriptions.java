package dev.pythonservice.schema.definition;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the Javadoc of a source folder says about types, record components, fields and enum
 * constants. The sources are parsed with the compiler that runs the build, and nothing is compiled.
 */
public final class JavadocDescriptions {

  private final Map<String, Supplier<String>> types = new HashMap<>();
  private final Map<String, Supplier<String>> members = new HashMap<>();

  private JavadocDescriptions() {}

  /**
   * Reads every Java source below a folder.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static JavadocDescriptions ofSourcesIn(Path folder) {
    JavadocDescriptions descriptions = new JavadocDescriptions();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of(),
                  null,
                  files.getJavaFileObjectsFromPaths(sources(folder)));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        descriptions.new Reader(trees, unit).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The sources in " + folder + " cannot be read", e);
    }
    return descriptions;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }

  /**
   * What a type's own Javadoc says, without its tags.
   *
   * @throws IllegalArgumentException if it cannot become a schema description
   */
  Optional<String> of(Class<?> type) {
    return Optional.ofNullable(types.get(type.getCanonicalName())).map(Supplier::get);
  }

  /**
   * What is said about a record component (by {@code @param}), a field or an enum constant.
   *
   * @throws IllegalArgumentException if it cannot become a schema description
   */
  Optional<String> of(Class<?> type, String member) {
    return Optional.ofNullable(members.get(memberOf(type.getCanonicalName(), member)))
        .map(Supplier::get);
  }

  private static String memberOf(String type, String member) {
    return type + "#" + member;
  }

  private final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees trees;
    private final String prefix;
    private final StringBuilder type = new StringBuilder();

    Reader(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      int outer = type.length();
      type.append(outer == 0 ? prefix : ".").append(tree.getSimpleName());
      javadoc().ifPresent(this::rememberType);
      super.visitClass(tree, null);
      type.setLength(outer);
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      javadoc()
          .ifPresent(javadoc -> rememberMember(tree.getName().toString(), javadoc.getFullBody()));
      return null;
    }

    private void rememberType(DocCommentTree javadoc) {
      String name = type.toString();
      types.put(name, () -> JavadocText.of(name, javadoc.getFullBody(), trees));
      javadoc.getBlockTags().stream()
          .filter(ParamTree.class::isInstance)
          .map(ParamTree.class::cast)
          .filter(param -> !param.isTypeParameter())
          .forEach(param -> rememberMember(param.getName().toString(), param.getDescription()));
    }

    private void rememberMember(String name, List<? extends DocTree> javadoc) {
      String member = memberOf(type.toString(), name);
      members.put(member, () -> JavadocText.of(member, javadoc, trees));
    }

    private Optional<DocCommentTree> javadoc() {
      TreePath path = getCurrentPath();
      return Optional.ofNullable(trees.getDocCommentTree(path));
    }
  }
}
