import Postgres

extension MetricsRegistry {
    /// Everything this process counts: answers, streams, and its pool.
    func write(to text: inout PrometheusText, pool: PoolMetrics) {
        writeRequests(to: &text)
        text.single("evenhand_event_streams", "gauge", "Streams of events that are open.", Double(openStreams))
        text.single(
            "evenhand_leading", "gauge", "1 on the one instance that does the periodic work.", isLeading ? 1 : 0)
        writePool(pool, to: &text)
    }

    private func writeRequests(to text: inout PrometheusText) {
        let name = "evenhand_http_request_duration_seconds"
        text.family(name, "histogram", "Time from reading a request to its answer, by route and status.")
        for (key, histogram) in observed {
            let labels = [("method", key.method), ("route", key.route), ("status", String(key.status))]
            for (bound, count) in zip(MetricsRegistry.bounds, histogram.buckets) {
                text.sample("\(name)_bucket", labels + [("le", String(bound))], Double(count))
            }
            text.sample("\(name)_bucket", labels + [("le", "+Inf")], Double(histogram.count))
            text.sample("\(name)_sum", labels, histogram.sum)
            text.sample("\(name)_count", labels, Double(histogram.count))
        }
    }

    private func writePool(_ pool: PoolMetrics, to text: inout PrometheusText) {
        text.family("evenhand_pool_connections", "gauge", "Database connections by what they do.")
        let counts = [("in_use", pool.inUse), ("idle", pool.idle), ("opening", pool.opening)]
        for (state, count) in counts { text.sample("evenhand_pool_connections", [("state", state)], Double(count)) }
        text.single("evenhand_pool_limit", "gauge", "Database connections at most.", Double(pool.limit))
        text.single("evenhand_pool_waiting", "gauge", "Tasks that wait for a connection.", Double(pool.waiting))
        text.single(
            "evenhand_pool_circuit_open", "gauge", "1 while the database cannot be reached.",
            pool.state == .circuitOpen || pool.state == .probing ? 1 : 0)
        text.family("evenhand_pool_refused_total", "counter", "Acquisitions refused, by reason.")
        text.sample("evenhand_pool_refused_total", [("reason", "exhausted")], Double(pool.exhausted))
        text.sample("evenhand_pool_refused_total", [("reason", "unreachable")], Double(pool.unreachable))
        text.single("evenhand_pool_opened_total", "counter", "Connections opened.", Double(pool.opened))
        text.single("evenhand_pool_failed_total", "counter", "Connection attempts failed.", Double(pool.failed))
        text.single("evenhand_pool_queries_total", "counter", "Requests sent to the database.", Double(pool.queries))
        text.single(
            "evenhand_pool_query_seconds_total", "counter", "Seconds spent on them, waiting included.",
            pool.querySeconds)
    }
}
