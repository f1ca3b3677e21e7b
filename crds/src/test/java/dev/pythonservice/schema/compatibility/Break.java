package dev.pythonservice.schema.compatibility;

/**
 * A change that stored objects or clients of the release before do not survive.
 *
 * @param place kind, version and path, such as {@code PythonService v1alpha1 .spec.servers[].port}
 * @param what what changed, whom it hurts and what to do instead; a sentence without a full stop
 */
record Break(String place, String what) {

  @Override
  public String toString() {
    return place + ": " + what;
  }
}
