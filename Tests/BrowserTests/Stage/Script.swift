/// Scripts that find things on a page by the words that a person reads there.
enum Script {
    private static let shared = """
        const plain = text => (text ?? "").replace(/\\s+/g, " ").trim();
        const shown = e => e.checkVisibility();
        const best = (list, words, text) => list.find(e => text(e) === words)
          ?? list.find(e => text(e).startsWith(words)) ?? null;
        const words = arguments[0];

        """

    /// A link by its words.
    static let link =
        shared + "return best([...document.querySelectorAll('a[href]')].filter(shown), words, e => plain(e.innerText));"

    /// A button by its words.
    static let button =
        shared + "return best([...document.querySelectorAll('button')].filter(shown), words, e => plain(e.innerText));"

    /// A field by its label.
    static let field =
        shared + """
            const label = best([...document.querySelectorAll("label")].filter(l => l.control && shown(l.control)),
              words, e => plain(e.innerText));
            return label?.control ?? null;
            """

    /// A radio button or box by its label, within the group whose legend comes second.
    static let choice =
        shared + """
            const groups = [...document.querySelectorAll("fieldset")];
            const group = best(groups, arguments[1], e => plain(e.querySelector("legend")?.innerText)) ?? document;
            const label = best([...group.querySelectorAll("label")].filter(l => l.control), words,
              e => plain(e.innerText));
            return label?.control ?? null;
            """

    /// How often Tab may be pressed on the way to an element: 0 where it has the focus, less than 0 where it lies behind.
    static let stepsTo = """
        const wanted = arguments[0], here = document.activeElement;
        if (here === wanted) return 0;
        const stops = [...document.querySelectorAll(
          "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
          .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0);
        const before = e => e.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING;
        const after = e => here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING;
        const isBehind = here && here !== document.body && !before(here);
        const between = isBehind ? stops.filter(e => !after(e) && !before(e)).length
          : stops.filter(e => before(e) && (here === document.body || after(e))).length + 1;
        // Dates stop at each part and radio groups once, so the last steps are taken singly.
        const steps = between > 8 ? Math.floor(between / 4) : 1;
        return isBehind ? -steps : steps;
        """

    /// Whether an element with the focus is to be seen and marked.
    static let isSeen = """
        const e = arguments[0], box = e.getBoundingClientRect();
        const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
        const top = document.elementFromPoint(x, y);
        const isOpen = top && (e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
        if (!isOpen) return "hidden under " + (top ? top.outerHTML.slice(0, 100) : "the edge of the window");
        const style = getComputedStyle(e);
        return style.outlineStyle !== "none" || style.boxShadow !== "none" ? "seen" : "not marked";
        """

    /// How many options lie between the chosen one and the one with these words.
    static let optionSteps = """
        const options = [...arguments[0].options];
        const plain = e => e.innerText.replace(/\\s+/g, " ").trim();
        const wanted = options.find(e => plain(e) === arguments[1]) ?? options.find(e => plain(e).startsWith(arguments[1]));
        return wanted ? options.indexOf(wanted) - arguments[0].selectedIndex : null;
        """

    /// The button of a radio group at which Tab stops.
    static let radioStop = """
        const group = [...document.getElementsByName(arguments[0].name)].filter(e => e.form === arguments[0].form);
        return group.find(e => e.checked) ?? group[0];
        """

    /// The digits of a day in London so many days from now, in the order in which this browser asks for them.
    static let digits = """
        const day = new Date(Date.now() + arguments[0] * 864e5);
        const parts = new Intl.DateTimeFormat(undefined, {timeZone: "Europe/London", day: "2-digit",
          month: "2-digit", year: "numeric"}).formatToParts(day);
        return parts.filter(part => part.type !== "literal").map(part => part.value).join("");
        """
}
