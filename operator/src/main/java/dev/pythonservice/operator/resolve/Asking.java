package dev.pythonservice.operator.resolve;

import java.time.Duration;
import java.util.Optional;

/**
 * What is asked of the outside, again and again.
 *
 * @param key what is asked: who asks the same shares the answer
 * @param circumstances how it is asked; when they differ from those of a failure, it is asked anew
 * @param interval the time between two answers; none where the answer never changes
 * @param known what is known without asking
 * @param query asks
 * @param <K> type of the key
 * @param <V> type of the answer
 */
record Asking<K, V>(
    K key, Object circumstances, Optional<Duration> interval, Optional<V> known, Query<V> query) {

  /**
   * Asks once; on a thread of its own, which is interrupted when it takes too long.
   *
   * @param <V> type of the answer
   */
  interface Query<V> {

    /**
     * Asks.
     *
     * @param last the answer before, which need not be asked for its details again
     * @throws LookupFailure when there is no answer
     */
    V ask(Optional<V> last);

    /** The failure to be told when it took too long. */
    LookupFailure tooLate();
  }
}
