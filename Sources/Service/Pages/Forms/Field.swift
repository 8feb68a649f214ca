import Deployment

/// One thing that a form asks for, and what may be typed there.
struct Field: Sendable {
    enum Kind: Sendable {
        /// A line of text.
        case line(TextForm, width: Width)
        /// Several lines of text.
        case area(TextForm, rows: Int)
        case secret
        case day
        /// One of a list that is shown at once.
        case radios([Choice])
        /// One of a list that opens.
        case select([Choice])
        /// Any of a list.
        case boxes([Choice])
        /// Files whose names end so, such as ".csv"; only on a page whose route takes files.
        case files(String)
    }

    enum Width: String, Sendable {
        case short, medium, long
    }

    /// A value and how it is called.
    struct Choice: Sendable {
        var value: String
        var label: String

        init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    let name: String
    let label: String
    let kind: Kind
    var hint: String?
    var isOptional = false
    var autocomplete: String?
    /// The pointers of the record's own faults that belong to this field, such as "/terms/scope".
    var pointers: [String] = []

    init(
        _ name: String, _ label: String, _ kind: Kind, hint: String? = nil, isOptional: Bool = false,
        autocomplete: String? = nil, pointers: [String] = []
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.hint = hint
        self.isOptional = isOptional
        self.autocomplete = autocomplete
        self.pointers = pointers
    }

    /// What is wrong with what was typed; nil when nothing is.
    func fault(in values: [String]) -> String? {
        let text = values.first ?? ""
        if values.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return isOptional ? nil : missing }
        switch kind {
        case .line(let form, _), .area(let form, _):
            return form.fault(in: text).map { "\(label) \($0)" }
        case .secret: return text.utf8.count <= 1000 ? nil : "\(label) is too long"
        case .day: return Day(iso: text) == nil ? "\(label) must be a date, such as 2026-11-23" : nil
        case .radios(let choices), .select(let choices), .boxes(let choices):
            let known = values.allSatisfy { value in choices.contains { $0.value == value } }
            return known ? nil : "Choose \(label.lowercasedFirst) from the list"
        case .files(let ending):
            let odd = values.first { !$0.lowercased().hasSuffix(ending) }
            return odd.map { "\($0) does not end in \(ending)" }
        }
    }

    private var missing: String {
        switch kind {
        case .radios, .select, .boxes, .files: "Choose \(label.lowercasedFirst)"
        default: "Enter \(label.lowercasedFirst)"
        }
    }
}

extension String {
    /// The text with its first letter small, unless it begins with an abbreviation.
    var lowercasedFirst: String {
        guard let first, dropFirst().first?.isUppercase != true else { return self }
        return first.lowercased() + dropFirst()
    }
}

/// Something wrong with a form: the field, where there is one, and what to do.
struct FieldFault: Sendable, Equatable {
    var field: String?
    var text: String

    init(_ field: String?, _ text: String) {
        self.field = field
        self.text = text
    }
}

/// A form that was not accepted: it is shown again with what was typed.
struct FormRefused: Error {
    var faults: [FieldFault]

    init(_ faults: [FieldFault]) { self.faults = faults }

    init(_ field: String?, _ text: String) { faults = [FieldFault(field, text)] }
}
