import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Records

/// Puts the frame around a page.
struct Layout: Sendable {
    let templates: Templates

    private struct Model: Sendable {
        struct Person: Sendable {
            var name: String
            var role: String
        }

        struct Place: Sendable {
            var name: String
            var path: String
            var isHere: Bool
        }

        struct Fault: Sendable {
            var text: String
            var link: String?
        }

        struct Faults: Sendable {
            var list: [Fault]
        }

        var title: String
        var style = StaticFiles.style
        var script = StaticFiles.script
        var liveScript: String?
        var next: String?
        var isWide: Bool
        var isFaulty: Bool
        var person: Person?
        var csrf: String
        var hasPlaces: Bool
        var places: [Place]
        var notice: String?
        var faults: Faults?
        var body: String
        var made: String?
    }

    /// The page as HTML. `path` is the address it was asked by.
    func html(_ view: View, for person: Principal?, csrf: String, notice: Notice?, path: String, now: Date) throws
        -> String
    {
        var body = ""
        for part in view.parts {
            switch part {
            case .html(let html): body += html
            case .template(let name, let model): body += try templates.render(model, with: name)
            }
        }
        let places = person.map { Navigation.known($0.role) } ?? []
        let here = Navigation.place(of: path, among: places)
        let model = Model(
            title: HTML.straight(view.title), liveScript: view.isLive ? StaticFiles.liveScript : nil, next: view.next,
            isWide: view.isWide, isFaulty: !view.faults.isEmpty,
            person: person.map { Model.Person(name: $0.name, role: $0.role.words) }, csrf: csrf,
            hasPlaces: !places.isEmpty,
            places: places.map { place in
                Model.Place(name: place.name, path: place.path, isHere: place.path == here)
            },
            notice: notice?.text,
            faults: view.faults.isEmpty
                ? nil : Model.Faults(list: view.faults.map { Model.Fault(text: $0.text, link: $0.field) }),
            body: body, made: person == nil ? nil : Moments.text(now))
        return try templates.render(model, with: "frame/layout")
    }
}
