package dev.pythonservice.e2e.operator;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a test class' stage, hands it to the class, and stops it, also when it has not started
 * wholly.
 */
final class StageExtension implements ParameterResolver, BeforeAllCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(StageExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ServiceStage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stage(context);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    OnStage wanted = context.getRequiredTestClass().getAnnotation(OnStage.class);
    ServiceStage stage = stage(context);
    if (wanted.compilers()) {
      stage.addCompilers();
    }
    for (String end : wanted.beside()) {
      stage.addNamespace(end);
    }
    stage.start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stage(context).stop();
  }

  /** What the stage is made of is given by the cluster's extension. */
  private static ServiceStage stage(ExtensionContext context) {
    return context
        .getStore(STORE)
        .computeIfAbsent(
            ServiceStage.class,
            key ->
                (ServiceStage)
                    context
                        .getExecutableInvoker()
                        .invoke(ServiceStage.class.getDeclaredConstructors()[0]),
            ServiceStage.class);
  }
}
