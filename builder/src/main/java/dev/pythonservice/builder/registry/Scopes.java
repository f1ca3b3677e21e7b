package dev.pythonservice.builder.registry;

import java.util.List;

/** What a token must allow (CNCF distribution, "Token Scope Documentation"). */
final class Scopes {

  private Scopes() {}

  static List<String> pull(Repository repository) {
    return List.of("repository:%s:pull".formatted(repository.name()));
  }

  static List<String> push(Repository repository) {
    return List.of("repository:%s:pull,push".formatted(repository.name()));
  }

  static List<String> mount(Repository repository, Repository from) {
    return List.of(
        "repository:%s:pull,push".formatted(repository.name()),
        "repository:%s:pull".formatted(from.name()));
  }
}
