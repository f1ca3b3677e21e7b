package dev.pythonservice.operator.resolve;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What look-ups run on.
 *
 * @param clock the time
 * @param executor starts each on a thread of its own
 * @param chance a number from 0 to 1, another one each time
 * @param atOnce how many run at the same time
 * @param patience how long one may take
 */
public record LookupMachinery(
    Clock clock, Executor executor, DoubleSupplier chance, int atOnce, Duration patience) {}
