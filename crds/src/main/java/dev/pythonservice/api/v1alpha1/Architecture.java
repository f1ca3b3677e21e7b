package dev.pythonservice.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A processor architecture, spelled as in the node label {@code kubernetes.io/arch}. */
public enum Architecture {
  /** 64-bit x86. */
  @JsonProperty("amd64")
  AMD64,
  /** 64-bit Arm. */
  @JsonProperty("arm64")
  ARM64
}
