package dev.pythonservice.builder.keyless;

import java.security.interfaces.ECPublicKey;

/**
 * Somebody for whom trusted authorities vouch.
 *
 * @param identity who it is
 * @param key the key that was theirs when they signed
 */
public record Vouched(TrustedIdentity identity, ECPublicKey key) {}
