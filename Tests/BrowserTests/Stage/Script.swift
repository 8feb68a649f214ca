/// Scripts that find things on a page by the words that a person reads there.
enum Script {
    private static let shared = """
        const plain = text => (text ?? "").replace(/\\s+/g, " ").trim();
        const shown = e => e.getClientRects().length > 0;
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

    /// How often Tab must be pressed until the element has the focus: 0 where it has it, -1 where it lies behind.
    static let stepsTo = """
        const wanted = arguments[0], here = document.activeElement;
        if (here === wanted) return 0;
        const isBehind = here && here !== document.body
          && here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING;
        if (isBehind) return -1;
        const stops = [...document.querySelectorAll(
          "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
          .filter(e => e.getClientRects().length > 0 && !e.disabled && e.tabIndex >= 0);
        const from = here && here !== document.body
          ? stops.filter(e => here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) : stops;
        const count = from.indexOf(wanted) + 1;
        // Dates stop at each part and radio groups once, so the last steps are taken singly.
        return count > 8 ? Math.max(1, Math.floor(count / 4)) : 1;
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
}
