internal import Deployment

/// Reads typed values out of JSON and notes every value of the wrong kind; a wrong value reads as a neutral one.
struct ShapeReader {
    var faults = FaultList()

    /// The members of an object that has exactly the keys `required`, and perhaps some of `optional`.
    mutating func fields(
        _ json: JSON, at pointer: String, _ required: [String], optional: [String] = []
    ) -> [String: JSON] {
        guard let members = json.members else {
            faults.add(pointer, "is \(json.kind), not an object")
            return [:]
        }
        var found: [String: JSON] = Dictionary(minimumCapacity: members.count)
        for member in members {
            if required.contains(member.key) || optional.contains(member.key) {
                found[member.key] = member.value
            } else {
                faults.add("\(pointer)/\(JSONPointer.escape(member.key))", "unknown key \(member.key)")
            }
        }
        for name in required where found[name] == nil {
            faults.add("\(pointer)/\(name)", "\(name) is missing")
        }
        return found
    }

    mutating func list(_ json: JSON?, _ pointer: @autoclosure () -> String) -> [JSON] {
        read(json, pointer, "a list", []) { $0.elements }
    }

    mutating func whole(_ json: JSON?, _ pointer: @autoclosure () -> String) -> Int {
        read(json, pointer, "a whole number", 0) { $0.integer }
    }

    mutating func text(_ json: JSON?, _ pointer: @autoclosure () -> String) -> String {
        read(json, pointer, "a string", "") { $0.string }
    }

    mutating func truth(_ json: JSON?, _ pointer: @autoclosure () -> String) -> Bool {
        read(json, pointer, "true or false", false) { $0.bool }
    }

    mutating func seconds(_ json: JSON?, _ pointer: @autoclosure () -> String) -> Double {
        read(json, pointer, "a number", 0) { $0.number }
    }

    mutating func wholeOrNull(_ json: JSON?, _ pointer: @autoclosure () -> String) -> Int? {
        json == .null ? nil : whole(json, pointer())
    }

    mutating func textOrNull(_ json: JSON?, _ pointer: @autoclosure () -> String) -> String? {
        json == .null ? nil : text(json, pointer())
    }

    /// An object of whole numbers.
    mutating func counts(_ json: JSON?, _ pointer: @autoclosure () -> String) -> [String: Int] {
        let members = read(json, pointer, "an object", []) { $0.members }
        var out: [String: Int] = Dictionary(minimumCapacity: members.count)
        for member in members {
            out[member.key] = whole(member.value, "\(pointer())/\(JSONPointer.escape(member.key))")
        }
        return out
    }

    mutating func texts(_ json: JSON?, _ pointer: @autoclosure () -> String) -> [String] {
        var out: [String] = []
        for (index, element) in list(json, pointer()).enumerated() {
            out.append(text(element, "\(pointer())/\(index)"))
        }
        return out
    }

    /// A missing value (nil) was noted by `fields` already.
    private mutating func read<Value>(
        _ json: JSON?, _ pointer: () -> String, _ kind: String, _ neutral: Value, _ take: (JSON) -> Value?
    ) -> Value {
        guard let json else { return neutral }
        if let value = take(json) { return value }
        faults.add(pointer(), "is \(json.kind), not \(kind)")
        return neutral
    }
}
