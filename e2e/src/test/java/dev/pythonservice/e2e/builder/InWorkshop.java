package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.support.Lanes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A test that asks for the {@link Workshop}, which is one for all tests and closed after them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InWorkshop.Extension.class)
@ResourceLock(Lanes.MACHINE)
@interface InWorkshop {

  /** Opens the workshop for the first test that asks. */
  final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Workshop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(InWorkshop.class))
          .computeIfAbsent(Workshop.class, key -> open(), Workshop.class);
    }

    private static Workshop open() {
      try {
        return Workshop.open();
      } catch (IOException problem) {
        throw new UncheckedIOException(problem);
      }
    }
  }
}
