package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the project comes from: exactly one of {@code git}, {@code oci}, {@code configMap} and
 * {@code service}.
 *
 * @param git A git repository.
 * @param oci An OCI artifact in a registry.
 * @param configMap A ConfigMap in the service's namespace; for projects of a few files.
 * @param service Another service, whose image is taken over: nothing is built.
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.git), has(self.oci), has(self.configMap), has(self.service)].exists_one(given,"
            + " given)",
    message = "source must have exactly one of git, oci, configMap and service")
public record Source(
    @Nullable Git git,
    @Nullable Oci oci,
    @Nullable ConfigMap configMap,
    @Nullable Service service) {

  private static final String PATH_RULE =
      "!has(self.path) || self.path.matches('^[^/\\\\\\\\]') && !self.path.contains('\\\\') &&"
          + " !self.path.matches('(^|/)[.][.](/|$)')";

  private static final String PATH_MESSAGE =
      "path must lead from the source's root to a folder inside it, such as services/orders: no"
          + " leading '/', no '..', no backslash; leave it out for the root";

  /**
   * A project in a git repository. A {@code ref} that moves is looked up again at the platform's
   * interval.
   *
   * @param url Address of the repository: https, http, ssh or git. No user name or password inside,
   *     except the user of ssh. Example: {@code https://git.example/shop/orders.git}.
   * @param ref Branch or tag. Default: the branch that the remote's HEAD names. Example: {@code
   *     main}.
   * @param commit Full hash of the commit to use, whatever {@code ref} points to: 40 (SHA-1) or 64
   *     (SHA-256) hexadecimal characters. Pins the service to it.
   * @param path Folder of the project, or of the uv workspace it is a member of, relative to the
   *     repository's root. Default: the root. Example: {@code services/orders}.
   * @param secretRef Secret in the service's namespace with the credentials: keys {@code username}
   *     and {@code password} (or a token as password) for https, {@code ssh-privatekey} and {@code
   *     known_hosts} for ssh. Default: none, a public repository.
   */
  @ApiObject
  @ValidationRule(
      value = "self.url.matches('^(https?|ssh|git)://[^/\\\\s]+/[^\\\\s]+$')",
      fieldPath = ".url",
      message =
          "url must be an https, http, ssh or git address with a path, such as"
              + " https://git.example/shop/orders.git; git@host:path is written"
              + " ssh://git@host/path")
  @ValidationRule(
      value = "!self.url.matches('^https?://[^/]*@|^[a-z]+://[^/@]*:[^/@]*@')",
      fieldPath = ".url",
      reason = "FieldValueForbidden",
      message =
          "url must not contain a user name, token or password; put them into a Secret and name it"
              + " in secretRef")
  @ValidationRule(
      value =
          "!has(self.ref) || !self.ref.matches('^-|["
              + " ~^:?*\\\\[\\\\\\\\]|[.][.]|[.]lock$|/$|^[0-9a-f]{40}$|^[0-9a-f]{64}$')",
      fieldPath = ".ref",
      message =
          "ref must be the name of a branch or tag, such as main or v1.4; a commit goes into"
              + " commit")
  @ValidationRule(
      value = "!has(self.commit) || self.commit.matches('^([0-9a-f]{40}|[0-9a-f]{64})$')",
      fieldPath = ".commit",
      message =
          "commit must be the full hash in lower case, 40 or 64 hexadecimal characters; a branch or"
              + " tag goes into ref")
  @ValidationRule(value = PATH_RULE, fieldPath = ".path", message = PATH_MESSAGE)
  public record Git(
      @Required @Size(min = 1, max = 2048) String url,
      @Nullable @Size(min = 1, max = 244) String ref,
      @Nullable @Size(max = 64) String commit,
      @Nullable @Size(min = 1, max = 1024) String path,
      @Nullable SecretReference secretRef) {}

  /**
   * A project packed as an OCI artifact: one layer, a tar archive (optionally compressed with gzip
   * or zstd), as {@code oras push} and {@code flux push artifact} make it.
   *
   * @param reference The artifact, with a tag or a digest; a tag that moves is looked up again at
   *     the platform's interval. Example: {@code registry.example/shop/orders-source:1.4}.
   * @param path Folder of the project inside the archive. Default: its root. Example: {@code
   *     services/orders}.
   * @param secretRef Secret of type {@code kubernetes.io/dockerconfigjson} in the service's
   *     namespace. Default: none, a public artifact.
   */
  @ApiObject
  @ValidationRule(
      value = "self.reference.matches(" + Rules.IMAGE + ")",
      fieldPath = ".reference",
      message =
          "reference must name registry, repository and a tag or digest, such as"
              + " registry.example/shop/orders-source:1.4, without oci:// before it")
  @ValidationRule(value = PATH_RULE, fieldPath = ".path", message = PATH_MESSAGE)
  public record Oci(
      @Required @Size(min = 1, max = 512) String reference,
      @Nullable @Size(min = 1, max = 1024) String path,
      @Nullable SecretReference secretRef) {}

  /**
   * A project whose files are the keys of a ConfigMap. Keys cannot contain {@code /}: {@code items}
   * gives the files in sub-folders their paths, as in a volume.
   *
   * @param name Name of the ConfigMap in the service's namespace. Example: {@code orders-source}.
   * @param items Keys and the paths of the files they become; keys that are not listed are left
   *     out. Default: every key becomes a file of that name in the project's root.
   */
  @ApiObject
  @ValidationRule(
      value = "self.name.matches(" + Rules.OBJECT_NAME + ")",
      fieldPath = ".name",
      message =
          "name must be the name of a ConfigMap: lower-case letters, digits, '-' and '.', beginning"
              + " and ending with a letter or digit")
  public record ConfigMap(
      @Required @Size(min = 1, max = 253) String name,
      @MergeBy("path") @Size(max = 200) List<Item> items) {

    public ConfigMap {
      items = Absent.toEmpty(items);
    }
  }

  /**
   * A key of the ConfigMap that becomes a file.
   *
   * @param key Key in the ConfigMap's data. Example: {@code api.py}.
   * @param path Path of the file, relative to the project's root. Example: {@code
   *     src/orders/api.py}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.key.matches('^[-._a-zA-Z0-9]+$')",
      fieldPath = ".key",
      message =
          "key must be a key of the ConfigMap: letters, digits, '-', '_' and '.'; folders go into"
              + " path")
  @ValidationRule(
      value =
          "self.path.matches('^[^/\\\\\\\\]') &&"
              + " !self.path.matches('(^|/)[.][.](/|$)|/$|\\\\\\\\')",
      fieldPath = ".path",
      message =
          "path must be the path of a file inside the project, such as src/orders/api.py: no"
              + " leading or trailing '/', no '..', no backslash")
  public record Item(
      @Required @Size(min = 1, max = 253) String key,
      @Required @Size(min = 1, max = 512) String path) {}

  /**
   * The image that serves in another service, by the same digest: what was tested there, and never
   * a build of the same source. That service says in {@code promotion.offeredTo} who may.
   *
   * @param namespace Namespace of that service. Example: {@code staging}.
   * @param name Its name. Example: {@code orders}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.__namespace__.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
      fieldPath = ".namespace",
      message =
          "namespace must be the name of a namespace: lower-case letters, digits and '-', beginning"
              + " and ending with a letter or digit")
  @ValidationRule(
      value = "self.name.matches(" + Rules.LABEL + ")",
      fieldPath = ".name",
      message =
          "name must be the name of a PythonService: lower-case letters, digits and '-', beginning"
              + " with a letter and ending with a letter or digit")
  public record Service(
      @Required @Size(min = 1, max = 63) String namespace,
      @Required @Size(min = 1, max = 50) String name) {}
}
