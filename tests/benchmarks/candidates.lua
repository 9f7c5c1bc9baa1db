-- For wrk: asks for the pages of a file, whose lines are a path and the cookie to send with it, and prints what came
-- back as one line of JSON.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  requests = {}
  for line in io.lines(args[1]) do
    local path, cookie = line:match("^(%S+) (%S+)$")
    local headers = {["Accept-Encoding"] = "gzip", ["Cookie"] = cookie, ["X-Forwarded-Proto"] = "https"}
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  place = number * math.floor(#requests / 2) -- Each thread begins elsewhere.
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local shape = '{"answers": %d, "failed": %d, "microseconds": %d, "p50": %d, "p95": %d}\n'
  io.write(shape:format(summary.requests, failed, summary.duration, latency:percentile(50), latency:percentile(95)))
end
