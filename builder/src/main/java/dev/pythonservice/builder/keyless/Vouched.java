package dev.pythonservice.builder.keyless;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;

/**
 * Somebody for whom trusted authorities vouch.
 *
 * @param identity who it is
 * @param key the key that was theirs
 * @param time when they used it
 */
public record Vouched(TrustedIdentity identity, ECPublicKey key, Instant time) {}
