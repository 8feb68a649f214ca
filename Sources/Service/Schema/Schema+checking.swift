import Deployment

/// One thing that is wrong with a request, and where.
package struct Fault: Sendable, Equatable, Codable {
    /// JSON pointer (RFC 6901) into the body; for a parameter of the query its name.
    package var pointer: String
    /// What must hold there, in words.
    package var rule: String

    /// A fault at a place.
    package init(_ pointer: String, _ rule: String) {
        self.pointer = pointer
        self.rule = rule
    }
}

extension Schema {
    /// The most faults reported at once: enough to mend a form, bounded against hostile bodies.
    static let mostFaults = 100

    /// Everything in `value` that does not fit, up to `mostFaults`; empty when it fits. Linear in the value.
    package func faults(in value: JSON, at pointer: String = "") -> [Fault] {
        var found: [Fault] = []
        check(value, pointer, &found)
        return found
    }

    private func check(_ value: JSON, _ pointer: String, _ found: inout [Fault]) {
        guard found.count < Schema.mostFaults else { return }
        switch (self, value) {
        case (.named(_, let schema), _): schema.check(value, pointer, &found)
        case (.nullable, .null), (.anything, _), (.boolean, .bool), (.number, .number), (.number, .integer): break
        case (.nullable(let schema), _): schema.check(value, pointer, &found)
        case (.object(let fields), .object(let members)): Schema.check(members, fields, pointer, &found)
        case (.map(let keys, let values), .object(let members)):
            for member in members {
                let place = "\(pointer)/\(JSONPointer.escape(member.key))"
                if let fault = keys.fault(in: member.key) { found.append(Fault(place, "key \(fault)")) }
                values.check(member.value, place, &found)
            }
        case (.array(let element, let count), .array(let elements)):
            if !count.contains(elements.count) {
                found.append(Fault(pointer, "must have \(count.lowerBound) to \(count.upperBound) elements"))
                return
            }
            for (index, each) in elements.enumerated() { element.check(each, "\(pointer)/\(index)", &found) }
        case (.string(let form), .string(let text)):
            if let fault = form.fault(in: text) { found.append(Fault(pointer, fault)) }
        case (.integer(let range), .integer(let number)):
            if !range.contains(number) { found.append(Fault(pointer, "must be" + TextForm.bounds(range))) }
        default: found.append(Fault(pointer, "must be \(expected), is \(value.kind)"))
        }
    }

    private static func check(
        _ members: [JSON.Member], _ fields: [Field], _ pointer: String, _ found: inout [Fault]
    ) {
        for field in fields {
            let place = "\(pointer)/\(JSONPointer.escape(field.name))"
            if let member = members.first(where: { $0.key == field.name }) {
                field.schema.check(member.value, place, &found)
            } else if field.isRequired {
                found.append(Fault(place, "is missing"))
            }
        }
        let known = Set(fields.map(\.name))
        for member in members where !known.contains(member.key) {
            guard found.count < mostFaults else { return }
            found.append(Fault("\(pointer)/\(JSONPointer.escape(member.key))", "is not known here"))
        }
    }

    /// The kind of value, in words.
    private var expected: String {
        switch self {
        case .object, .map: "an object"
        case .array: "a list"
        case .string: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .nullable(let schema), .named(_, let schema): schema.expected
        case .anything: "anything"
        }
    }
}
