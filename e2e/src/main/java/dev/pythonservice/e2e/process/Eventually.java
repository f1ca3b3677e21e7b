package dev.pythonservice.e2e.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until something is so, with a deadline. */
public final class Eventually {

  private static final Duration PACE = Duration.ofMillis(100);

  private Eventually() {}

  /** Whether the condition came true before the deadline; looked at ten times a second. */
  public static boolean within(Duration deadline, BooleanSupplier condition) {
    return within(deadline, PACE, condition);
  }

  /** As {@link #within(Duration, BooleanSupplier)}, at another pace. */
  public static boolean within(Duration deadline, Duration pace, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(pace)
          .pollInSameThread()
          .atMost(deadline)
          .until(condition::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException tooLate) {
      return false;
    }
  }
}
