package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.AuthorityServer.Answer;
import dev.pythonservice.builder.keyless.AuthorityServer.Question;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Says when something was there (RFC 3161, over HTTP by its section 3.4).
 *
 * @param server asks it
 * @param address where it takes requests
 */
public record TimestampAuthority(AuthorityServer server, URI address) {

  private static final int NONCE_BITS = 64;

  /**
   * Gets a timestamp.
   *
   * @return the authority's answer, in DER
   * @throws BuildFailure when there is none, with the cause
   */
  public byte[] stamp(byte[] content) {
    try {
      TimeStampRequest request = request(content);
      Answer answer =
          server.ask(
              new Question(
                  address, "application/timestamp-query", request.getEncoded(), "A timestamp"));
      if (!answer.isGood()) {
        throw refused("the answer was " + answer.status());
      }
      TimeStampResponse response = new TimeStampResponse(answer.body());
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw refused(String.valueOf(response.getStatusString()));
      }
      return answer.body();
    } catch (IOException | TSPException exception) {
      throw refused("the answer is no timestamp of it: " + exception.getMessage());
    }
  }

  private static TimeStampRequest request(byte[] content) {
    try {
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      return generator.generate(
          TSPAlgorithms.SHA256,
          MessageDigest.getInstance("SHA-256").digest(content),
          new BigInteger(NONCE_BITS, new SecureRandom()));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has SHA-256", exception);
    }
  }

  private BuildFailure refused(String why) {
    return new BuildFailure(
        ExitCode.NETWORK,
        "%s gives no timestamp: %s; the image is not signed and gets no tag; check --timestamp-authority"
            .formatted(address, why));
  }
}
