package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The definitions of the base images. */
class BaseImageCatalogueTest {
  private final List<BaseImage> images = BaseImageCatalogue.all();

  @Test
  void namesAreUnique() {
    assertThat(images).extracting(BaseImage::name).doesNotHaveDuplicates();
  }

  @Test
  void noPackageIsInTwoLayersOfAnImage() {
    assertThat(images).allSatisfy(image -> assertThat(image.packages()).doesNotHaveDuplicates());
  }

  @Test
  void everyVersionThatAnImageTellsIsOfAPackageThatItHas() {
    assertThat(images)
        .allSatisfy(image ->
            assertThat(image.packages())
                .contains(image.versionPackage())
                .containsAll(image.versions().values()));
  }

  @Test
  void imagesOfOneSuiteShareTheirLowestLayer() {
    List<Layer> lowest =
        images.stream()
            .filter(image -> image.suite().equals(Suite.TRIXIE) && image.layers().size() > 1)
            .map(image -> image.layers().getFirst())
            .toList();

    assertThat(lowest).hasSize(3);
    assertThat(lowest).containsOnly(lowest.getFirst());
  }

  @Test
  void noContainerRunsAsRoot() {
    assertThat(images)
        .extracting(image -> image.settings().user())
        .allSatisfy(user -> assertThat(user).matches("[1-9]\\d*:[1-9]\\d*"));
  }
}
