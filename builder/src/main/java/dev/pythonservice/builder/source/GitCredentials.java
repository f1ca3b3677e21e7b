package dev.pythonservice.builder.source;

import dev.pythonservice.builder.request.Access.Credentials;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Hands a server the credentials for its own host and no others, also after a redirection. */
final class GitCredentials extends CredentialsProvider {

  private final Map<String, Credentials> byHost;

  GitCredentials(Map<String, Credentials> byHost) {
    this.byHost = Map.copyOf(byHost);
  }

  /** Whether there are any for this server. */
  boolean knows(URIish server) {
    return of(server).isPresent();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return Arrays.stream(items)
        .allMatch(item ->
            item instanceof CredentialItem.Username || item instanceof CredentialItem.Password);
  }

  @Override
  public boolean get(URIish server, CredentialItem... items) {
    Optional<Credentials> credentials = of(server);
    if (credentials.isEmpty() || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      switch (item) {
        case CredentialItem.Username user -> user.setValue(credentials.get().user());
        case CredentialItem.Password password ->
            password.setValueNoCopy(credentials.get().password().toCharArray());
        default -> throw new IllegalStateException("supports() refused this: " + item);
      }
    }
    return true;
  }

  private Optional<Credentials> of(URIish server) {
    String host = server.getHost() == null ? "" : server.getHost();
    String key = server.getPort() < 0 ? host : host + ":" + server.getPort();
    return Optional.ofNullable(byHost.get(key));
  }
}
