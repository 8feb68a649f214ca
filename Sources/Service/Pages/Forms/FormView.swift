/// A form as its template takes it.
struct FormView: Sendable {
    struct Hidden: Sendable {
        var name: String
        var value: String
    }

    /// Where it is sent; nil for the page's own address.
    var action: String?
    var csrf: String
    var once: String
    var hidden: [Hidden] = []
    var fields: [FieldView]
    var button: String
    /// Whether the button does something that cannot be taken back.
    var isGrave = false
    var cancel: String?
    /// Whether it sends files.
    var hasFiles = false
}

/// One field as its template takes it.
struct FieldView: Sendable {
    struct Option: Sendable {
        var type: String
        var name: String
        var id: String
        var value: String
        var label: String
        var isChosen: Bool
    }

    var name: String
    var label: String
    var hint: String?
    var error: String?
    var value = ""
    var type = "text"
    var width = "long"
    var rows = "4"
    var autocomplete: String?
    var options: [Option] = []
    var isOptional: Bool
    var isGroup = false
    var isSelect = false
    var isArea = false
    var isInput = false
    var isFiles = false
    /// What a chosen file's name ends in.
    var ending = ""
    /// The ids of what describes the field, for those who hear it.
    var describedBy: String?

    /// A field with what was typed there and what is wrong with it.
    init(_ field: Field, values: [String], error: String?) {
        name = field.name
        label = field.label
        hint = field.hint
        self.error = error
        isOptional = field.isOptional
        // A box says by itself that it may be left.
        if case .boxes = field.kind { isOptional = false }
        autocomplete = field.autocomplete
        value = values.first ?? ""
        let described = [field.hint.map { _ in "\(field.name)-hint" }, error.map { _ in "\(field.name)-error" }]
        let ids = described.compactMap(\.self).joined(separator: " ")
        describedBy = ids.isEmpty ? nil : ids
        switch field.kind {
        case .line(_, let wide): (isInput, width) = (true, wide.rawValue)
        case .area(_, let lines): (isArea, rows) = (true, String(lines))
        case .secret: (isInput, type, value, width) = (true, "password", "", "medium")
        case .day: (isInput, type, width) = (true, "date", "medium")
        // No browser fills files in again: nobody but the person may choose what is read from their disk.
        case .files(let ending): (isFiles, self.ending, value) = (true, ending, "")
        case .select(let choices):
            isSelect = true
            let first = field.isOptional || values.isEmpty ? [Field.Choice("", "Choose")] : []
            options = FieldView.options(first + choices, "", field.name, values)
        case .radios(let choices): (isGroup, options) = (true, FieldView.options(choices, "radio", field.name, values))
        case .boxes(let choices):
            (isGroup, options) = (true, FieldView.options(choices, "checkbox", field.name, values))
        }
    }

    /// The first option carries the field's own id, so that a link from the error summary leads to it.
    private static func options(
        _ choices: [Field.Choice], _ type: String, _ name: String, _ values: [String]
    ) -> [Option] {
        choices.enumerated().map { place, choice in
            Option(
                type: type, name: name, id: "\(name)-\(place + 1)", value: choice.value, label: choice.label,
                isChosen: values.contains(choice.value))
        }
    }
}
