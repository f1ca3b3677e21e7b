package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Lookup.Failed;
import dev.pythonservice.operator.plan.Lookup.Found;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Look-ups")
final class LookupsTest {

  private static final ResourceID ORDERS = new ResourceID("orders", "shop");
  private static final ResourceID STOCK = new ResourceID("stock", "shop");
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final LookupFailure AWAY = new LookupFailure("Away", "nobody answers");

  private final Scene scene = new Scene();
  private final Lookups<String, String> lookups = new Lookups<>(scene.machinery(2));
  private final List<String> asked = new ArrayList<>();
  private Supplier<String> answer = () -> "one";

  @BeforeEach
  void attach() {
    lookups.attach(scene);
  }

  @Test
  @DisplayName("never ask while a reconcile waits, and tell the service when there is an answer")
  void firstAnswer() {
    assertThat(of(ORDERS, "main")).isEqualTo(Lookup.pending());
    assertThat(asked).isEmpty();
    assertThat(scene.wakeups()).containsExactly(scene.now());

    scene.work(lookups);

    assertThat(scene.told()).containsExactly(ORDERS);
    assertThat(of(ORDERS, "main")).isEqualTo(new Found<>("one", scene.now()));
  }

  @Test
  @DisplayName("ask again after the interval, and say nothing when nothing changed")
  void sameAnswer() {
    Instant first = scene.now();
    of(ORDERS, "main");
    scene.work(lookups);
    scene.told();

    scene.pass(MINUTE.minusMillis(1));
    scene.work(lookups);
    assertThat(asked).containsExactly("main");
    assertThat(scene.wakeups()).contains(first.plus(MINUTE));

    scene.pass(Duration.ofMillis(1));
    scene.work(lookups);
    assertThat(asked).containsExactly("main", "main");
    assertThat(scene.told()).isEmpty();
    assertThat(of(ORDERS, "main")).isEqualTo(new Found<>("one", first));
  }

  @Test
  @DisplayName("tell of another answer")
  void otherAnswer() {
    found("one");
    answer = () -> "two";
    scene.pass(MINUTE);
    scene.work(lookups);

    assertThat(scene.told()).containsExactly(ORDERS);
    assertThat(of(ORDERS, "main")).isEqualTo(new Found<>("two", scene.now()));
  }

  @Test
  @DisplayName("are shared by services that ask the same, and both are told")
  void shared() {
    of(ORDERS, "main");
    of(STOCK, "main");
    scene.work(lookups);

    assertThat(asked).containsExactly("main");
    assertThat(scene.told()).containsExactlyInAnyOrder(ORDERS, STOCK);
  }

  @Test
  @DisplayName("keep what was found while nobody answers, and say once that it is so")
  void keepsWhatItKnows() {
    Instant found = found("one");
    answer = LookupsTest::away;
    scene.pass(MINUTE);
    Instant since = scene.now();
    scene.work(lookups);
    assertThat(scene.told()).containsExactly(ORDERS);

    scene.pass(Duration.ofHours(10));
    scene.work(lookups);

    assertThat(scene.told()).isEmpty();
    assertThat(of(ORDERS, "main"))
        .isEqualTo(
            new Failed<>(Optional.of(new Found<>("one", found)), "Away", "nobody answers", since));
  }

  @Test
  @DisplayName("are tried again after 5, 10, 20 seconds, and at the interval again when it works")
  void backOff() {
    answer = LookupsTest::away;
    of(ORDERS, "main");
    scene.work(lookups);
    for (int seconds : List.of(5, 10, 20)) {
      int before = asked.size();
      scene.pass(Duration.ofSeconds(seconds).minusMillis(1));
      scene.work(lookups);
      assertThat(asked).hasSize(before);
      scene.pass(Duration.ofMillis(1));
      scene.work(lookups);
      assertThat(asked).hasSize(before + 1);
    }

    answer = () -> "one";
    scene.pass(Duration.ofSeconds(40));
    scene.work(lookups);
    assertThat(of(ORDERS, "main")).isEqualTo(new Found<>("one", scene.now()));

    scene.pass(MINUTE);
    scene.work(lookups);
    assertThat(asked).hasSize(6);
  }

  @Test
  @DisplayName("happen at once for another value of the annotation, and for the same do not")
  void refresh() {
    found("one");

    of(ORDERS, "main", "now");
    scene.work(lookups);
    assertThat(asked).hasSize(2);

    of(ORDERS, "main", "now");
    scene.work(lookups);
    assertThat(asked).hasSize(2);
  }

  @Test
  @DisplayName("follow one that runs when the annotation changes meanwhile: it may be too early")
  void refreshWhileRunning() {
    of(ORDERS, "main");
    lookups.tick();
    of(ORDERS, "main", "now");

    scene.run();

    assertThat(asked).hasSize(2);
  }

  @Test
  @DisplayName("happen at once after a failure when it is asked in another way")
  void otherCircumstances() {
    answer = LookupsTest::away;
    of(ORDERS, "main");
    scene.work(lookups);

    lookups.of(ORDERS, asking("main", "with another certificate"), "");
    scene.work(lookups);

    assertThat(asked).hasSize(2);
  }

  @Test
  @DisplayName("run no more at the same time than there is room for")
  void bounded() {
    for (String key : List.of("a", "b", "c")) {
      of(new ResourceID(key, "shop"), key);
    }
    lookups.tick();
    assertThat(scene.waiting()).isEqualTo(2);

    scene.take().run();
    assertThat(scene.waiting()).isEqualTo(2);
    scene.run();
    assertThat(asked).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  @DisplayName("let those that fail wait behind those that do not")
  void failuresLast() {
    answer = LookupsTest::away;
    of(ORDERS, "failing");
    scene.work(lookups);
    answer = () -> "one";
    scene.pass(Duration.ofSeconds(5));
    of(STOCK, "first");
    of(new ResourceID("third", "shop"), "second");
    asked.clear();

    scene.work(lookups);

    assertThat(asked).endsWith("failing").hasSize(3);
  }

  @Test
  @DisplayName("are given up when they take too long, and a late answer is not heard")
  void tooLate() {
    of(ORDERS, "main");
    lookups.tick();
    Runnable slow = scene.take();
    scene.pass(Scene.PATIENCE);
    lookups.tick();

    assertThat(of(ORDERS, "main")).isInstanceOf(Failed.class);
    assertThat(scene.told()).containsExactly(ORDERS);

    slow.run();
    Thread.interrupted();
    assertThat(of(ORDERS, "main")).isInstanceOf(Failed.class);
  }

  @Test
  @DisplayName("that are given up are interrupted")
  void interrupted() throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    answer =
        () -> {
          try {
            Thread.currentThread().join();
          } catch (InterruptedException exception) {
            interrupted.set(true);
          }
          return "late";
        };
    of(ORDERS, "main");
    lookups.tick();
    Thread thread = Thread.ofVirtual().start(scene.take());
    scene.pass(Scene.PATIENCE);
    lookups.tick();
    thread.join();

    assertThat(interrupted).isTrue();
  }

  @Test
  @DisplayName("end for a service that asks for something else or is gone")
  void forgotten() {
    found("one");
    of(ORDERS, "other");
    scene.work(lookups);
    asked.clear();
    scene.pass(MINUTE);
    scene.work(lookups);
    assertThat(asked).containsExactly("other");

    lookups.forget(ORDERS);
    scene.pass(MINUTE);
    scene.work(lookups);
    assertThat(asked).containsExactly("other");
  }

  @Test
  @DisplayName("end for a service that was deleted while it was reconciled")
  void deletedMeanwhile() {
    scene.delete(ORDERS);
    of(ORDERS, "main");
    scene.work(lookups);

    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("of what never changes happen once, and what is known counts before")
  void once() {
    Asking<String, String> pinned =
        new Asking<>("pinned", "", Optional.empty(), Optional.of("known"), query("pinned"));
    assertThat(lookups.of(ORDERS, pinned, "")).isEqualTo(new Found<>("known", scene.now()));
    answer = () -> "more";
    scene.work(lookups);
    assertThat(lookups.of(ORDERS, pinned, "")).isEqualTo(new Found<>("more", scene.now()));

    scene.pass(Duration.ofDays(1));
    scene.work(lookups);
    assertThat(asked).hasSize(1);
  }

  @Test
  @DisplayName("that end in an error nobody expected are told as such, and go on")
  void unexpected() {
    answer =
        () -> {
          throw new IllegalStateException("s3cret");
        };
    of(ORDERS, "main");
    scene.work(lookups);

    assertThat(of(ORDERS, "main"))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("LookupFailed");
              assertThat(failed.message()).doesNotContain("s3cret");
            });
  }

  private Instant found(String value) {
    answer = () -> value;
    of(ORDERS, "main");
    scene.work(lookups);
    scene.told();
    return scene.now();
  }

  private Lookup<String> of(ResourceID service, String key) {
    return of(service, key, "");
  }

  private Lookup<String> of(ResourceID service, String key, String refresh) {
    return lookups.of(service, asking(key, ""), refresh);
  }

  private Asking<String, String> asking(String key, String circumstances) {
    return new Asking<>(key, circumstances, Optional.of(MINUTE), Optional.empty(), query(key));
  }

  private Asking.Query<String> query(String key) {
    return new Asking.Query<>() {
      @Override
      public String ask(Optional<String> last) {
        asked.add(key);
        return answer.get();
      }

      @Override
      public LookupFailure tooLate() {
        return new LookupFailure("TooLate", "it took too long");
      }
    };
  }

  private static String away() {
    throw AWAY;
  }
}
