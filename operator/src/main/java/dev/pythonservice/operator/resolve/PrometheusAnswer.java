package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instant vector.
 *
 * @param samples its samples
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/#instant-vectors">HTTP
 *     API</a>
 */
record PrometheusAnswer(List<Sample> samples) {

  PrometheusAnswer {
    samples = List.copyOf(samples);
  }

  /**
   * A value.
   *
   * @param labels what it is of
   * @param value the value, which may be infinite or no number
   */
  record Sample(Map<String, String> labels, double value) {

    Sample {
      labels = Map.copyOf(labels);
    }

    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  /**
   * Reads an answer.
   *
   * @throws IOException when it is none
   */
  static PrometheusAnswer of(byte[] json, ObjectMapper mapper) throws IOException {
    JsonNode answer = mapper.readTree(json);
    if (!"success".equals(answer.path("status").asText())
        || !"vector".equals(answer.path("data").path("resultType").asText())) {
      throw new IOException("it is no instant vector");
    }
    List<Sample> samples = new ArrayList<>();
    for (JsonNode sample : answer.path("data").path("result")) {
      Map<String, String> labels = new TreeMap<>();
      sample
          .path("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      samples.add(new Sample(labels, number(sample.path("value").path(1).asText())));
    }
    return new PrometheusAnswer(samples);
  }

  /** As Go spells numbers. */
  static double number(String text) throws IOException {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException nonsense) {
      throw new IOException("a value is no number");
    }
  }
}
