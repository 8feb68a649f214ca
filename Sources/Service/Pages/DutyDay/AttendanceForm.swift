import Records

/// The rows of a shift to record: radios that arrow keys choose, one button at the end.
enum AttendanceForm {
    private static let choices = [
        ("present", "Present"), ("reserve", "Reserve"), ("absent", "Absent"), ("other", "Other post"),
    ]

    /// The form, sent to the address of its shift: which shift is the newest may have changed since the page was made.
    static func html(
        _ lines: [AttendanceSheet.Line], to path: String, _ state: FormState, _ call: WebCall, isPlanner: Bool
    ) -> String {
        var html = HTML()
        html.mark("<form method=\"post\" novalidate autocomplete=\"off\" class=\"shift-form\"")
        html.attribute("action", path)
        html.mark("><input type=\"hidden\" name=\"csrf\"")
        html.attribute("value", call.csrf)
        html.mark("><input type=\"hidden\" name=\"once\"")
        html.attribute("value", call.once)
        html.mark(
            "><div class=\"scroll stack\"><table><caption>To record</caption><thead><tr><th scope=\"col\">Officer</th><th scope=\"col\">Published post</th><th scope=\"col\">What they did</th></tr></thead><tbody>\n"
        )
        for line in lines { row(&html, line, state, isPlanner) }
        html.mark("</tbody></table></div><p class=\"buttons\"><button>Record the shift</button></p></form>\n")
        return html.text
    }

    private static func row(_ html: inout HTML, _ line: AttendanceSheet.Line, _ state: FormState, _ isPlanner: Bool) {
        let (radios, other) = ("r\(line.deployment)", "p\(line.deployment)")
        let chosen = state.input.optional(radios) ?? "present"
        html.mark("<tr><th scope=\"row\"><bdi>")
        html.say(line.called)
        html.mark("</bdi> ")
        html.say(line.officer)
        html.mark("</th><td><bdi>")
        html.say(AttendancePage.place(line, isPlanner: isPlanner))
        html.mark("</bdi></td><td><fieldset class=\"field\"")
        html.attribute("id", radios)
        html.mark("><legend class=\"unseen\">What ")
        html.say(line.called)
        html.mark(" did</legend>")
        error(&html, radios, state)
        for (value, label) in choices {
            html.mark("<span class=\"choice\"><input type=\"radio\"")
            html.attribute("name", radios)
            html.attribute("id", "\(radios)-\(value)")
            html.attribute("value", value)
            if value == chosen { html.mark(" checked") }
            html.mark("> <label")
            html.attribute("for", "\(radios)-\(value)")
            html.mark(">")
            html.say(label)
            html.mark("</label></span>")
        }
        error(&html, other, state)
        html.mark("<label class=\"unseen\"")
        html.attribute("for", other)
        html.mark(">Other post of ")
        html.say(line.called)
        html.mark("</label><input class=\"short\" dir=\"auto\" maxlength=\"7\" placeholder=\"P…\"")
        html.attribute("id", other)
        html.attribute("name", other)
        html.attribute("value", state.input.text(other))
        if state.faults.contains(where: { $0.field == other }) {
            html.mark(" aria-invalid=\"true\"")
            html.attribute("aria-describedby", "\(other)-error")
        }
        html.mark("></fieldset></td></tr>\n")
    }

    private static func error(_ html: inout HTML, _ field: String, _ state: FormState) {
        guard let fault = state.faults.first(where: { $0.field == field }) else { return }
        html.mark("<p class=\"error\"")
        html.attribute("id", "\(field)-error")
        html.mark("><span class=\"unseen\">Error:</span> ")
        html.say(fault.text)
        html.mark("</p>")
    }
}
