import Deployment

/// A form that narrows a page by its address: what is asked for stays in the link.
struct AddressFilters: Sendable {
    enum Control: Sendable {
        case day(String)
        case line(String)
        /// One of these; the first says "all".
        case select([Field.Choice], String)
        case box(Bool)
    }

    private(set) var controls: [(name: String, label: String, control: Control)] = []
    /// Where it is sent.
    let path: String
    /// What it is called by those who hear it.
    let label: String

    init(_ label: String, to path: String) {
        self.label = label
        self.path = path
    }

    /// The bar with another control.
    func with(_ name: String, _ label: String, _ control: Control) -> AddressFilters {
        var bar = self
        bar.controls.append((name, label, control))
        return bar
    }

    /// The form.
    var part: View.Part {
        var html = HTML()
        html.mark("<form method=\"get\" class=\"filters\"")
        html.attribute("action", path)
        html.attribute("aria-label", label)
        html.mark(">\n")
        for (name, label, control) in controls { AddressFilters.write(&html, name, label, control) }
        html.mark("<p><button class=\"plain\">Show</button></p>\n</form>\n")
        return .html(html.text)
    }

    private static func write(_ html: inout HTML, _ name: String, _ label: String, _ control: Control) {
        html.mark("<div><label")
        html.attribute("for", "f-" + name)
        html.mark(">")
        html.say(label)
        html.mark("</label>")
        switch control {
        case .day(let value), .line(let value):
            html.mark("<input")
            if case .day = control {
                html.mark(" type=\"date\"")
            } else {
                html.mark(" type=\"text\" maxlength=\"40\" dir=\"auto\"")
            }
            html.attribute("value", value)
            html.attribute("id", "f-" + name)
            html.attribute("name", name)
            html.mark(">")
        case .box(let isOn):
            html.mark("<input type=\"checkbox\" value=\"1\"")
            if isOn { html.mark(" checked") }
            html.attribute("id", "f-" + name)
            html.attribute("name", name)
            html.mark(">")
        case .select(let choices, let chosen):
            html.mark("<select")
            html.attribute("id", "f-" + name)
            html.attribute("name", name)
            html.mark(">")
            for choice in choices {
                html.mark("<option")
                html.attribute("value", choice.value)
                if choice.value == chosen { html.mark(" selected") }
                html.mark(" dir=\"auto\">")
                html.say(choice.label)
                html.mark("</option>")
            }
            html.mark("</select>")
        }
        html.mark("</div>\n")
    }
}
