/// Words from which invented names are put together.
enum SampleNames {
    static let given = words(
        """
        Adair Alex Arden Ari Ashlin Avery Bailey Blair Bryn Cameron Casey Corin Dale Dana Darcy Devon Drew Eden Ellis
        Emery Finley Frankie Gale Greer Hadley Harper Haven Indra Jamie Jessie Jocelyn Jules Kai Kendall Kerry Kim Lane
        Laurie Lee Lennox Leslie Linden Logan Lyn Marlowe Merle Mika Morgan Noel Oakley Parker Perrin Quinn Reese Remy
        Riley Robin Rory Sage Sandy Shay Sidney Skye Sorrel Tamar Teagan Toby Tracy Val Vivian Whitney Yael
        """)

    static let surnames = words(
        """
        Abbot Acker Alder Amber Appleby Arkwright Ashdown Banner Barrow Beacon Birch Bolt Bracken Bramble Brook Burrow
        Cable Calder Carver Chandler Clay Cobble Copper Cotter Crane Croft Dell Denholm Drake Dyer Eames Elder Fallow
        Farrow Fenner Field Fletcher Forge Garland Glover Granger Grove Hallow Harbour Hazel Heath Hollis Holt Inskip
        Ivory Jarrow Keel Kestle Lark Lattice Ledger Linnet Locke Lowell Maddock Mallow Merrow Mill Moss Nettle Nock
        Orchard Osier Paddock Pike Plover Quarry Quill Rayner Redfern Ridge Rook Rudd Sallow Sawyer Sedge Shaw Slater
        Spindle Stile Stone Tanner Thatcher Thorne Tiller Turner Vane Vetch Wainwright Weaver Wheeler Wick Wilder Yarrow
        """)

    /// The bodies whose missions are protected; the worked example's stands at `storySite`.
    static let countries = words(
        """
        Aldermoor Arvenia Brannoch Brevia Caldrona Castrel Corvania Dunmere Eastreach Elmora Ferrowe Galdria Harrowmere
        Ilmaria Jorvenia Kelmarch Lachmoor Lorendia Maravel Merrowland Norvane Oldria Ostmark Pellanor Quenland Ravenia
        Rostholm Sarvona Selmark Southfell Tarvia Thornvale Ulmere Valdria Westerholm Ystmark
        """)
    static let storyCountry = "Northmark"

    static let departments = [
        "Department of Harbours", "Department of Canals", "Department of Granaries", "Office of Weights and Measures",
        "Office of Public Records", "Signals Office", "Lantern Court", "Assembly Hall",
    ]
    static let households = ["Wellmere House", "Kestrel Lodge"]
    static let trusts = ["Upper River Hospitals", "Lower River Hospitals"]
    static let hospitals = ["Linden Hospital", "Foxglove Hospital", "Harbour Street Hospital", "Ridgeway Hospital"]
    static let hotels = ["Hotel Larkspur", "Hotel Saltmarsh", "Hotel Juniper", "Hotel Fernbank"]
    static let bases = ["North Base", "South Base"]
    static let sectors = ["Northern Sector", "Central Sector", "Southern Sector"]

    private static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "\n" }.map(String.init)
    }
}
