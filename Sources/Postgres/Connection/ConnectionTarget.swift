import CLibpq

/// One host to try: the libpq keywords and values of one attempt.
///
/// Several hosts are split here rather than left to libpq, because its non-blocking interface has no timeout of its own
/// per host: one dead first host would use up the whole deadline.
struct ConnectionTarget: Equatable, Sendable {
    var options: [String: String]

    /// The attempts of a configuration, in order. Throws `invalidConfiguration` without quoting the string.
    static func targets(of configuration: PoolConfiguration) throws -> [ConnectionTarget] {
        let common = try parse(configuration.connectionString).merging(defaults(configuration)) { given, _ in given }
        let hosts = list(common["host"])
        let addresses = list(common["hostaddr"])
        let ports = list(common["port"])
        let count = max(hosts.count, addresses.count, 1)
        guard ports.count <= 1 || ports.count == count else {
            throw PostgresError(.invalidConfiguration, "the connection string has \(count) hosts, \(ports.count) ports")
        }
        let targets = (0..<count).map { index in
            var options = common
            options["host"] = index < hosts.count ? hosts[index] : nil
            options["hostaddr"] = index < addresses.count ? addresses[index] : nil
            options["port"] = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : nil
            return ConnectionTarget(options: options.filter { !$0.value.isEmpty })
        }
        return preferringStandby(targets)
    }

    /// `prefer-standby` over single hosts: first a round for standbys, then a round for anything.
    private static func preferringStandby(_ targets: [ConnectionTarget]) -> [ConnectionTarget] {
        guard targets.first?.options["target_session_attrs"] == "prefer-standby" else { return targets }
        return ["standby", "any"].flatMap { wanted in
            targets.map { target in
                var target = target
                target.options["target_session_attrs"] = wanted
                return target
            }
        }
    }

    private static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// What a connection string need not say; what it says wins.
    private static func defaults(_ configuration: PoolConfiguration) -> [String: String] {
        [
            "application_name": configuration.applicationName,
            "keepalives": "1", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": String(milliseconds(configuration.tcpUserTimeout)),
        ]
    }

    /// Adds what the client relies on; as start-up options, so that RESET ALL and DISCARD ALL keep it.
    func sessionOptions(_ configuration: PoolConfiguration) -> [String: String] {
        var settings = ["-c TimeZone=UTC", "-c DateStyle=ISO", "-c IntervalStyle=iso_8601", "-c bytea_output=hex"]
        if let timeout = configuration.statementTimeout {
            settings.append("-c statement_timeout=\(milliseconds(timeout))")
        }
        if let timeout = configuration.idleInTransactionTimeout {
            settings.append("-c idle_in_transaction_session_timeout=\(milliseconds(timeout))")
        }
        var all = options
        // The caller's options come last, and the last setting of a name wins.
        all["options"] = (settings + [options["options"]].compactMap(\.self)).joined(separator: " ")
        all["client_encoding"] = "UTF8"
        return all
    }

    /// The keywords and values of a connection string. Throws `invalidConfiguration` without quoting the string.
    static func parse(_ text: String) throws -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            // libpq's message can quote a piece of the string, and so a password.
            PQfreemem(message)
            throw PostgresError(.invalidConfiguration, "the connection string cannot be parsed")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }
}

/// Whole milliseconds of a duration.
func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
}
