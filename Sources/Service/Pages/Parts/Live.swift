import FoundationEssentials

extension View {
    /// The page as one that keeps itself up to date: when its stream has news the script asks for the page again and swaps the
    /// parts made by `View.Part.live`, never a form somebody types in. Without script it says when it was made.
    ///
    /// `path` is the page's own address, with the filters that hold.
    func live(by stream: String, path: String, asOf now: Date) -> View {
        var html = HTML()
        html.mark("<p class=\"made\"")
        html.attribute("data-stream", stream)
        html.attribute("data-page", path)
        html.mark(">As of ")
        html.say(Moments.text(now))
        html.mark(". <a")
        html.attribute("href", path)
        html.mark(">Load again</a></p><p class=\"news\" role=\"status\"></p>")
        return with {
            $0.isLive = true
            $0.parts.insert(.html(html.text), at: 1)
        }
    }
}

extension View.Part {
    /// Parts that are swapped together when there is news. `news` is what is then said aloud, where it differs from before.
    static func live(_ name: StaticString, news: String? = nil, _ parts: [View.Part]) -> [View.Part] {
        var html = HTML()
        html.mark("<div")
        html.attribute("data-live", name.description)
        if let news { html.attribute("data-news", HTML.straight(news)) }
        html.mark(">")
        return [.html(html.text)] + parts + [.html("</div>")]
    }
}
