import Deployment
import FoundationEssentials

/// Where settings come from; each source is checked for names that do not exist, so that a slip is not silence.
extension ServiceConfiguration {
    private static let known = Set(ConfigurationKey.all.map(\.name))

    static func flagSource(_ flags: [String: String], _ problems: inout [String]) -> [String: String] {
        for name in flags.keys.sorted() where !known.contains(name) { problems.append("there is no setting \(name)") }
        return flags.filter { known.contains($0.key) }
    }

    static func environmentSource(_ environment: [String: String], _ problems: inout [String]) -> [String: String] {
        let names = Dictionary(uniqueKeysWithValues: ConfigurationKey.all.map { ($0.variable, $0.name) })
        var found: [String: String] = [:]
        for (variable, value) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix(ConfigurationKey.prefix) {
            guard let name = names[variable] else {
                problems.append("there is no setting for the environment variable \(variable)")
                continue
            }
            found[name] = value
        }
        return found
    }

    static func fileSource(_ path: String?, _ problems: inout [String]) throws -> [String: String] {
        guard let path else { return [:] }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            problems.append("the configuration file \(path) cannot be read")
            return [:]
        }
        let document: JSON
        do {
            document = try JSON.parse(data, limits: JSONLimits(bytes: 1 << 20, depth: 8))
        } catch {
            problems.append("\(path): \(error)")
            return [:]
        }
        guard document.members != nil else {
            problems.append("\(path): an object of settings is due")
            return [:]
        }
        var found: [String: String] = [:]
        flatten(document, "", path, &found, &problems)
        return found
    }

    /// `{"http": {"port": 1}}` and `{"http.port": 1}` are the same.
    private static func flatten(
        _ value: JSON, _ name: String, _ path: String, _ found: inout [String: String], _ problems: inout [String]
    ) {
        if let members = value.members {
            for member in members {
                flatten(member.value, name.isEmpty ? member.key : "\(name).\(member.key)", path, &found, &problems)
            }
            return
        }
        guard known.contains(name) else {
            problems.append("\(path): there is no setting \(name)")
            return
        }
        guard found[name] == nil else {
            problems.append("\(path): \(name) is set twice")
            return
        }
        switch value {
        case .string(let text): found[name] = text
        case .integer(let number): found[name] = String(number)
        case .bool(let truth): found[name] = truth ? "true" : "false"
        default: problems.append("\(path): \(name) must be a text, a whole number, or true or false")
        }
    }
}
