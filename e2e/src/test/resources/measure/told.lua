-- What wrk saw, as lines of a name and a number; times in seconds.
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("answers %d\nfailed %d\n", summary.requests, failed))
  for _, percent in ipairs({50, 95, 99}) do
    io.write(string.format("p%d %.6f\n", percent, latency:percentile(percent) / 1e6))
  end
end
